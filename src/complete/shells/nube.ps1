# Completion of nube for PowerShell: commands, options and fixed values stand here, nube is asked for the rest.
# Printed by: nube completion powershell

# TABLE

# The option that a word is or begins with: its flag, its kind, and what of the word comes before the value.
function script:Find-NubeOption($Options, $Word, $Foreign, $Count) {
    if (-not $Word.StartsWith('--') -and $Foreign -eq 'passes' -and $Count -gt 0) { return $null }
    foreach ($line in $Options) {
        $fields = $line.Split([char[]]'|', 5)
        if ($Word.StartsWith('--')) {
            $flag = $Word.Split([char[]]'=', 2)[0]
            if ($fields[0] -cne $flag) { continue }
            $attached = $Word.Contains('=')
            $lead = if ($attached) { "$flag=" } else { '' }
        } else {
            if ($Word.Length -lt 2 -or $fields[1] -cne $Word.Substring(0, 2)) { continue }
            $attached = $Word.Length -gt 2
            $lead = if ($attached -and $Word[2] -eq '=') { $Word.Substring(0, 3) } else { $Word.Substring(0, 2) }
        }
        return @{ Flag = $fields[0]; Kind = $fields[2]; Attached = $attached; Lead = $lead }
    }
    return $null
}

# Lines of a word and a description, with a tab between.
function script:Get-NubeValue($Kind, $Lead, $Current, $Before) {
    $value = $Current.Substring($Lead.Length)
    $kept = ''
    if ($Kind.StartsWith(',')) {
        $Kind = $Kind.Substring(1)
        $at = $value.LastIndexOf(',')
        $kept = $value.Substring(0, $at + 1)
        $value = $value.Substring($at + 1)
    }
    if ($Kind.StartsWith('=')) {
        foreach ($word in $Kind.Substring(1).Split(' ')) {
            if ($word.StartsWith('-') -and -not $value.StartsWith('-')) { continue }
            if ($word -match '=.' -and -not $value.Contains('=')) { continue }
            if ($kept.Split(',') -ccontains $word) { continue }
            "$Lead$kept$word`t"
        }
    } elseif ($Kind -ceq 'a' -or $Kind -ceq 'p') {
        # An empty last word would be lost on the way to a program before PowerShell 7.3.
        $last = if ($Current -eq '' -and $PSVersionTable.PSVersion -lt [version]'7.3') { '""' } else { $Current }
        & nube __complete '--' @Before $last 2>$null
    }
}

Register-ArgumentCompleter -Native -CommandName nube -ScriptBlock {
    param($wordToComplete, $commandAst, $cursorPosition)
    $current = "$wordToComplete" -replace '^[''"]', ''
    $before = @($commandAst.CommandElements | Select-Object -Skip 1 |
        Where-Object { $_.Extent.EndOffset -lt $cursorPosition } |
        ForEach-Object { if ($_ -is [System.Management.Automation.Language.StringConstantExpressionAst]) { $_.Value } else { $_.Extent.Text } })
    $command = $null
    $options = $script:NubeOptions[$script:NubeCommon]
    $family = $null
    $pending = ''
    $ended = $false
    $given = @()
    $count = 0
    foreach ($word in $before) {
        if ($pending -ne '') {
            $pending = ''
            continue
        }
        if ($word -ceq '--' -and -not $ended) {
            if ($command -and $command.Foreign -ne '') { return }
            $ended = $true
            continue
        }
        if ($word -match '^-.' -and -not $ended) {
            $foreign = if ($command) { $command.Foreign } else { '' }
            $found = Find-NubeOption $options $word $foreign $count
            if ($null -eq $found) { continue }
            $given += $found.Flag
            if ($found.Kind -ne '' -and -not $found.Attached) { $pending = $found.Kind }
            continue
        }
        $called = if ($command -and $count -eq 0) { "$($command.Name) $word" } elseif ($family) { "$family $word" } else { $word }
        if ($command -and -not ($count -eq 0 -and $script:NubeCommands.ContainsKey($called))) {
            $count++
        } elseif ($script:NubeCommands.ContainsKey($called)) {
            $command = $script:NubeCommands[$called]
            $options = @($command.Blocks | ForEach-Object { $script:NubeOptions[$_] })
        } elseif (-not $family -and $script:NubeFamilies.ContainsKey($word)) {
            $family = $word
        } else {
            return
        }
    }
    $foreign = if ($command) { $command.Foreign } else { '' }
    $lines = @()
    $option = if ($current.StartsWith('-') -and -not $ended) { Find-NubeOption $options $current $foreign $count } else { $null }
    if ($foreign -eq 'passes' -and $count -gt 1) {
        return
    } elseif ($pending -ne '') {
        $lines = Get-NubeValue $pending '' $current $before
    } elseif ($option -and $option.Kind -ne '' -and $option.Attached) {
        $lines = Get-NubeValue $option.Kind $option.Lead $current $before
    } elseif ($current.StartsWith('-') -and -not $ended) {
        $lines = foreach ($line in $options) {
            $fields = $line.Split([char[]]'|', 5)
            if ($fields[3] -eq '+' -or $given -cnotcontains $fields[0]) { "$($fields[0])`t$($fields[4])" }
        }
    } elseif (-not $command) {
        $firsts = if ($family) { $script:NubeFamilies[$family] } else { $script:NubeFirsts }
        $lines = $firsts | ForEach-Object { $_ -replace '^([^|]*)\|', "`$1`t" }
    } else {
        $places = $command.Places
        $kind = if ($count -lt $places.Count) { $places[$count] } elseif ($places.Count -gt 0 -and $places[-1].StartsWith('+')) { $places[-1] } else { '' }
        if ($foreign -eq 'passes' -and $count -gt 0) { $kind = '' }
        if ($count -eq 0 -and $script:NubeFamilies.ContainsKey($command.Name)) {
            $lines = @($script:NubeFamilies[$command.Name] | ForEach-Object { $_ -replace '^([^|]*)\|', "`$1`t" })
        }
        $lines = @($lines) + @(Get-NubeValue $kind.TrimStart('+') '' $current $before)
    }
    foreach ($line in $lines) {
        if (-not $line) { continue }
        $word, $note = $line.Split([char[]]"`t", 2)
        if (-not $word.StartsWith($current, [StringComparison]::Ordinal)) { continue }
        if (-not $note) { $note = $word }
        $text = if ($word -match '^[A-Za-z0-9_=:./-]+$') { $word } else { "'" + $word.Replace("'", "''") + "'" }
        [System.Management.Automation.CompletionResult]::new($text, $word, 'ParameterValue', $note)
    }
}
