# Completion of nube for fish: commands, options and fixed values stand here, nube is asked for the rest.
# Printed by: nube completion fish

# TABLE

# Finds the option that a word is or begins with: its flag, its kind, and whether the value is in the word.
function __nube_option --no-scope-shadowing
    set flag ''
    set kind ''
    set attached ''
    set lead ''
    if string match -q -- '--*' $argv[1]
        set flag (string split -m 1 -f 1 -- = $argv[1])
        for line in $options
            set fields (string split -m 4 -- '|' $line)
            test "$fields[1]" = "$flag"; or continue
            set kind $fields[3]
            if string match -q -- '*=*' $argv[1]
                set attached 1
                set lead "$flag="
            end
            return 0
        end
    else
        test "$foreign" = passes; and test $count -gt 0; and return 1
        for line in $options
            set fields (string split -m 4 -- '|' $line)
            test "$fields[2]" = (string sub -l 2 -- $argv[1]); or continue
            set flag $fields[1]
            set kind $fields[3]
            set lead $fields[2]
            string match -q -- '-?=*' $argv[1]; and set lead "$lead="
            test (string length -- $argv[1]) -gt 2; and set attached 1
            return 0
        end
    end
    return 1
end

function __nube_files
    for file in (__fish_complete_path (string sub -s (math 1 + (string length -- "$argv[1]")) -- "$argv[2]"))
        echo -- "$argv[1]$file"
    end
end

function __nube_ask --no-scope-shadowing
    set -l program nube
    string match -q -- '*/*' $typed[1]; and set program $typed[1]
    command -q $program; or return
    command $program __complete -- $typed[2..-1] "$current" 2>/dev/null
end

# Words that can stand where a value of this kind does.
function __nube_value --no-scope-shadowing
    set -l kind "$argv[1]"
    set -l value (string sub -s (math 1 + (string length -- "$lead")) -- "$current")
    set -l kept ''
    if string match -q -- ',*' "$kind"
        set kind (string sub -s 2 -- "$kind")
        if string match -q -- '*,*' "$value"
            set kept (string replace -r -- '[^,]*$' '' "$value")
            set value (string replace -r -- '^.*,' '' "$value")
        end
    end
    switch "$kind"
        case '=*'
            for word in (string split -n ' ' -- (string sub -s 2 -- "$kind"))
                string match -q -- '-*' $word; and not string match -q -- '-*' "$value"; and continue
                string match -q -- '*=?*' $word; and not string match -q -- '*=*' "$value"; and continue
                contains -- $word (string split , -- "$kept"); and continue
                echo -- "$lead$kept$word"
            end
        case a
            __nube_ask
        case f
            __nube_files "$lead" "$current"
        case p
            __nube_ask
            __nube_files "$lead" "$current"
    end
end

function __nube_complete
    set -l typed (commandline -opc)
    set -l current (commandline -ct)
    # A quote that is still open is closed, so that the word can be read.
    set -l plain (string unescape -- "$current" 2>/dev/null; or string unescape -- "$current'" 2>/dev/null; or string unescape -- "$current\"" 2>/dev/null)
    test (count $plain) -gt 0; and set current "$plain"
    set -l name ''
    set -l options $__nube_common
    set -l places
    set -l foreign ''
    set -l members
    set -l family ''
    set -l pending ''
    set -l ended ''
    set -l given
    set -l count 0
    set -l flag ''
    set -l kind ''
    set -l attached ''
    set -l lead ''
    set -l fields
    for word in $typed[2..-1]
        if test -n "$pending"
            set pending ''
        else if test "$word" = --; and test -z "$ended"
            if test -n "$foreign"
                __nube_files '' "$current"
                return
            end
            set ended 1
        else if string match -q -- '-?*' "$word"; and test -z "$ended"
            __nube_option "$word"; or continue
            set -a given $flag
            test -n "$kind"; and test -z "$attached"; and set pending $kind
        else if test -n "$name"
            test $count -eq 0; and __nube_of "$name $word"; and continue
            set count (math $count + 1)
        else if test -n "$family"
            __nube_of "$family $word"; or return
        else if not __nube_of "$word"
            __nube_members "$word"; or return
            set family $word
        end
    end
    set lead ''
    if test "$foreign" = passes; and test $count -gt 1
        __nube_files '' "$current"
    else if test -n "$pending"
        __nube_value "$pending"
    else if string match -q -- '-*' "$current"; and test -z "$ended"
        if __nube_option "$current"; and test -n "$kind"; and test -n "$attached"
            __nube_value "$kind"
        else
            for line in $options
                set fields (string split -m 4 -- '|' $line)
                test "$fields[4]" = +; or not contains -- $fields[1] $given; or continue
                printf '%s\t%s\n' $fields[1] $fields[5]
            end
        end
    else if test -z "$name"
        if test -n "$family"
            __nube_members "$family"
            printf '%s\n' $members
        else
            printf '%s\n' $__nube_firsts
        end
    else
        test $count -eq 0; and __nube_members "$name"; and printf '%s\n' $members
        set -l place ''
        if test $count -lt (count $places)
            set place $places[(math $count + 1)]
        else if set -q places[-1]; and string match -q -- '+*' "$places[-1]"
            set place $places[-1]
        end
        test "$foreign" = passes; and test $count -gt 0; and set place f
        __nube_value (string replace -r -- '^\+' '' "$place")
    end
end

complete -c nube -f -a '(__nube_complete)'
