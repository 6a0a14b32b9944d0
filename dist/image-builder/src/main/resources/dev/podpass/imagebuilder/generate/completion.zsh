#compdef podpass
_podpass_words() {
  case $1 in
    WORDS
  esac
}
_podpass() {
  local context=podpass last= each
  local -a names open
  for each in "${(@)words[2,CURRENT-1]}"; do
    [[ $each != -* && " $(_podpass_words $context) " == *" $each "* ]] && context+=" $each"
    last=$each
  done
  [[ $PREFIX != -* && -n $(_podpass_words "=$last") ]] && context="=$last"
  if [[ $PREFIX == -*=* ]]; then
    context="=${PREFIX%%=*}"
    compset -P 1 '-*='
  fi
  [[ $context == "="* ]] && compset -P '*,'
  for each in ${=$(_podpass_words $context)}; do
    case $each in
      FILES) _files ;;
      DIRECTORIES) _files -/ ;;
      *=) [[ $PREFIX == -* ]] && open+=($each) ;;
      -*) [[ $PREFIX == -* ]] && names+=($each) ;;
      *) names+=($each) ;;
    esac
  done
  (( $#open )) && compadd -S '' -a open
  (( $#names )) && compadd -a names
}
if [[ $funcstack[1] == _podpass ]]; then _podpass; else compdef _podpass podpass; fi
