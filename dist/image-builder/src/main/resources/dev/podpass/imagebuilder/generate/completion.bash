# bash completion for podpass
_podpass_words() {
  case $1 in
    WORDS
  esac
}
# Bash takes = and : for the ends of words, so the line is split here, and what stands before the last of them is taken
# off each candidate.
_podpass() {
  local line=${COMP_LINE:0:COMP_POINT} words word before context=podpass last= each names=()
  COMPREPLY=()
  read -ra words <<< "$line"
  [[ $line == *[[:space:]] ]] && words+=("")
  word=${words[${#words[@]} - 1]}
  for each in "${words[@]:1:${#words[@]} - 2}"; do
    [[ $each != -* && " $(_podpass_words "$context") " == *" $each "* ]] && context+=" $each"
    last=$each
  done
  [[ $word != -* && -n $(_podpass_words "=$last") ]] && context="=$last"
  [[ $word == -*=* ]] && context="=${word%%=*}"
  before=
  [[ $context == "="* ]] && before=${word%"${word##*[=,]}"}
  for each in $(_podpass_words "$context"); do
    case $each in
      FILES | DIRECTORIES)
        compopt -o filenames 2> /dev/null
        [[ $each == FILES ]] && each=-f || each=-d
        while IFS= read -r each; do COMPREPLY+=("$each"); done < <(compgen "$each" -- "${word#"$before"}")
        ;;
      *)
        [[ $each == -* && $word != -* ]] || names+=("$before$each")
        ;;
    esac
  done
  case $COMP_WORDBREAKS in *=*) before=${word%"${word##*[=:]}"} ;; *) before= ;; esac
  for each in "${names[@]}"; do
    [[ $each == "$word"* ]] && COMPREPLY+=("${each#"$before"}")
  done
  [[ ${#COMPREPLY[@]} == 1 && ${COMPREPLY[0]} == *= ]] && compopt -o nospace 2> /dev/null
}
complete -F _podpass podpass
