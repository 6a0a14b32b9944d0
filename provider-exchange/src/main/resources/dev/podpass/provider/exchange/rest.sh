
# api METHOD PATH [BODY]: the answer, and its status in $status. The token is not among the arguments of curl.
api() {
  status=$(
    printf 'header = "%s"\nheader = "Accept: application/json"\n' "$authorization" |
      curl --config - --silent --show-error --request "$1" --output "$answers" --write-out '%{http_code}' \
        ${3:+--header 'Content-Type: application/json' --data "$3"} "$service$2"
  )
  answer=$(cat "$answers")
  case $status in
    2* | 404) ;;
    *) fail "$1 $service$2: HTTP $status: $answer" ;;
  esac
}

answers=$(mktemp)
trap 'rm -f "$answers"' EXIT
