
# found SERVICE OPERATION OPTION…: whether what is to be shown exists; any other failure ends the script.
found() {
  if answer=$(aws "$@" --output json 2>&1); then
    return 0
  fi
  case $answer in
    *NoSuchEntity* | *RepositoryNotFoundException* | *PolicyNotFoundException*) return 1 ;;
    *) fail "aws $1 $2: $answer" ;;
  esac
}

# json DOCUMENT EXPRESSION: evaluates a JMESPath expression on JSON, into $result. The AWS CLI does so for the answer of
# any call and takes JSON between backquotes, so that editing a policy needs no other program.
json() {
  case $1 in *'`'*) fail "a policy with a backquote cannot be edited here: $1" ;; esac
  result=$(aws sts get-caller-identity --output json --query "\`$1\` | $2") || fail "cannot read this policy: $1"
}

document() {
  printf '{"Version": "2012-10-17", "Statement": [%s]}' "$1"
}

# differs WHAT THERE WANTED
differs() {
  fail "$1 is there and differs.
there: $2
wanted: $3
hint: remove it with what podpass trust ecr --remove prints, or change it by hand"
}

# add_statement DOCUMENT SID STATEMENT: the policy with the statement beside the others, into $result; fails if it has it.
add_statement() {
  json "$1" "[Statement][] | [?Sid=='$2'] | [0]"
  there=$result
  if [ "$there" = null ]; then
    json "$1" "merge(@, {Statement: [Statement, \`[$3]\`][]})"
    return 0
  fi
  json "$there" "@ == \`$3\`"
  [ "$result" = true ] || differs "the statement $2" "$there" "$3"
  return 1
}

# remove_statement DOCUMENT SID: the policy without the statement, into $result, which is empty if no other is left; fails if
# the policy does not have it.
remove_statement() {
  json "$1" "[Statement][] | [?Sid=='$2'] | length(@)"
  [ "$result" != 0 ] || return 1
  json "$1" "[Statement][] | [?Sid!='$2'] | length(@)"
  if [ "$result" = 0 ]; then
    result=
  else
    json "$1" "merge(@, {Statement: ([Statement][] | [?Sid!='$2'])})"
  fi
}
