
robots="/api/v1/organization/${robot%%+*}/robots/${robot##*+}"

# The members of the robot's federation, as a list.
members() {
  api GET "$robots/federation"
  case $status in
    404) printf '[]' ;;
    *) printf '%s' "$answer" | jq -c 'if type == "array" then . else [] end' ;;
  esac
}

# select FILTER: applies a filter of jq to the members; $m is the one of this service account.
select_members() {
  members | jq -c --arg issuer "$issuer" --arg subject "$subject" --arg audience "$audience" \
    '{issuer: $issuer, subject: $subject, audiences: [$audience]} as $m | '"$1"
}
