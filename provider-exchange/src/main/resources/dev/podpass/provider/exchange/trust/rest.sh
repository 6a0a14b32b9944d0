
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
    *)
      is_absent "$answer" || fail "$1 $service$2: HTTP $status: $answer"
      status=404
      ;;
  esac
}

# is_absent ANSWER: whether an error says that what it is about does not exist, with another status than 404.
is_absent() {
  [ -n "${absent:-}" ] && printf '%s' "$1" | grep -Eq "$absent"
}

# change METHOD PATH BODY [WHY]: a request that may not end with 404, which means WHY.
change() {
  api "$1" "$2" "$3"
  [ "$status" != 404 ] || fail "${4:-$1 $service$2: HTTP 404: $answer}"
}

answers=$(mktemp)
trap 'rm -f "$answers"' EXIT
