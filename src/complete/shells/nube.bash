# Completion of nube for bash: commands, options and fixed values stand here, nube is asked for the rest.
# Printed by: nube completion bash
# shellcheck shell=bash

# TABLE

# The words before the cursor, whole again where bash has split them at : or =; "cut" is what bash leaves alone.
_nube_words() {
  local rest=${COMP_LINE:0:COMP_POINT} blank part i
  typed=() current='' cut=''
  for ((i = 0; i <= COMP_CWORD; i++)); do
    blank=${rest%%[![:space:]]*}
    rest=${rest#"$blank"}
    part=${COMP_WORDS[i]}
    ((i == COMP_CWORD)) && part=$rest
    rest=${rest#"$part"}
    if ((i == 0)) || [[ -n $blank ]]; then
      ((i > 0)) && typed+=("$current")
      current='' cut=''
    else
      cut=$current
    fi
    current+=$part
    case $part in [:=@] | [:=@][:=@]) cut=$current ;; esac
  done
}

# The word as the program will get it; "quote" is the one that is still open.
_nube_plain() {
  local raw=$1 char i
  plain='' quote=''
  for ((i = 0; i < ${#raw}; i++)); do
    char=${raw:i:1}
    case $quote$char in
      \' | \") quote=$char ;;
      \'\' | \"\") quote='' ;;
      \\ | \"\\)
        i=$((i + 1))
        plain+=${raw:i:1}
        ;;
      *) plain+=$char ;;
    esac
  done
}

# Finds the option that a word is or begins with: its flag, its kind, and whether the value is in the word.
_nube_option() {
  local all=$'\n'$options found rest
  flag='' kind='' attached='' lead=''
  case $1 in
    --*)
      flag=${1%%=*}
      found=${all#*$'\n'"$flag|"}
      [[ $found == "$all" ]] && return 1
      [[ $1 == *=* ]] && attached=1 lead=$flag=
      rest=${found#*|}
      ;;
    *)
      [[ $foreign == passes ]] && ((count > 0)) && return 1
      found=${all#*"|${1:0:2}|"}
      [[ $found == "$all" ]] && return 1
      flag=${all%%"|${1:0:2}|"*}
      flag=${flag##*$'\n'}
      lead=${1:0:2}
      [[ ${1:2:1} == = ]] && lead+='='
      [[ ${#1} -gt 2 ]] && attached=1
      rest=$found
      ;;
  esac
  kind=${rest%%|*}
}

_nube_files() {
  if type compopt >/dev/null 2>&1; then
    compopt -o default
  else
    while IFS= read -r line; do COMPREPLY+=("$line"); done < <(compgen -f -- "${current#"$lead"}")
  fi
}

_nube_ask() {
  local program=nube line
  [[ ${typed[0]} == */* ]] && program=${typed[0]}
  while IFS= read -r line; do
    found+=("${line%%$'\t'*}")
  done < <("$program" __complete -- "${typed[@]:1}" "$current" 2>/dev/null)
}

# Words that can stand where a value of this kind does.
_nube_value() {
  local kind=$1 value=${current#"$lead"} kept='' word
  if [[ $kind == ,* ]]; then
    kind=${kind#,}
    [[ $value == *,* ]] && kept=${value%,*},
    value=${value##*,}
  fi
  case $kind in
    =*)
      for word in ${kind#=}; do
        [[ $word == "$value"* ]] || continue
        [[ $word == -* && $value != -* ]] && continue
        [[ $word == *=?* && $value != *=* ]] && continue
        [[ ,$kept == *",$word,"* ]] && continue
        found+=("$lead$kept$word")
      done
      ;;
    a) _nube_ask ;;
    f) _nube_files ;;
    p)
      _nube_ask
      if ((${#found[@]} == 0)) || [[ $value == */* ]]; then
        _nube_files
      else
        while IFS= read -r word; do
          [[ -d $word ]] && word+=/
          found+=("$word")
        done < <(compgen -f -- "$value")
      fi
      ;;
  esac
}

# Hands over what was found, quoted as the word is.
_nube_reply() {
  local word text tick='`'
  _nube_plain "$cut"
  local done=$plain
  _nube_plain "$raw"
  for word in "${found[@]}"; do
    [[ $word == "$current"* ]] || continue
    text=${word#"$done"}
    case $quote in
      \') text=${text//\'/\'\\\'\'} ;;
      \")
        text=${text//\\/\\\\}
        text=${text//\"/\\\"}
        text=${text//\$/\\\$}
        text=${text//$tick/\\$tick}
        ;;
      *) [[ $text == *[!A-Za-z0-9_@%+=:,./-]* ]] && printf -v text %q "$text" ;;
    esac
    COMPREPLY+=("$text")
  done
  if ((${#COMPREPLY[@]} == 1)) && [[ ${COMPREPLY[0]} == *[=:,/] ]] && type compopt >/dev/null 2>&1; then
    compopt -o nospace
  fi
}

_nube() {
  local IFS=$' \t\n' typed current cut raw plain quote word line
  local name='' options=$_nube_common places='' foreign='' members=''
  local family='' pending='' ended='' given=' ' count=0 flag kind attached lead='' found=()
  COMPREPLY=()
  _nube_words
  raw=$current
  _nube_plain "$current"
  current=$plain
  for ((word = 1; word < ${#typed[@]}; word++)); do
    _nube_plain "${typed[word]}"
    typed[word]=$plain
    if [[ -n $pending ]]; then
      pending=''
    elif [[ $plain == -- && -z $ended ]]; then
      if [[ -n $foreign ]]; then
        _nube_files
        return
      fi
      ended=1
    elif [[ $plain == -?* && -z $ended ]]; then
      _nube_option "$plain" || continue
      given+="$flag "
      [[ -n $kind && -z $attached ]] && pending=$kind
    elif [[ -n $name ]]; then
      ((count == 0)) && _nube_of "$name $plain" && continue
      count=$((count + 1))
    elif [[ -n $family ]]; then
      _nube_of "$family $plain" || return
    elif ! _nube_of "$plain"; then
      _nube_members "$plain" || return
      family=$plain
    fi
  done
  lead=''
  if [[ $foreign == passes ]] && ((count > 1)); then
    _nube_files
  elif [[ -n $pending ]]; then
    _nube_value "$pending"
  elif [[ $current == -* && -z $ended ]]; then
    if _nube_option "$current" && [[ -n $kind && -n $attached ]]; then
      _nube_value "$kind"
    elif [[ $current == - || $current == --* ]]; then
      lead=''
      IFS=$'\n'
      for line in $options; do
        flag=${line%%|*}
        [[ $line == *+ || $given != *" $flag "* ]] && found+=("$flag")
      done
      IFS=$' \t\n'
    fi
  elif [[ -z $name ]]; then
    if [[ -n $family ]]; then
      _nube_members "$family"
      # shellcheck disable=SC2206
      found=($members)
    else
      # shellcheck disable=SC2206
      found=($_nube_firsts)
    fi
  else
    # shellcheck disable=SC2206
    ((count == 0)) && _nube_members "$name" && found=($members)
    line=$(_nube_place)
    [[ $foreign == passes ]] && ((count > 0)) && line=f
    _nube_value "$line"
  fi
  _nube_reply
}

# The kind of the place at the cursor; the last one may repeat.
_nube_place() {
  local kinds=() line
  while IFS= read -r line; do kinds+=("$line"); done <<<"$places"
  line=${kinds[count]-}
  if ((count >= ${#kinds[@]})); then
    line=${kinds[${#kinds[@]} - 1]-}
    [[ $line == +* ]] || line=''
  fi
  printf '%s' "${line#+}"
}

complete -F _nube nube
