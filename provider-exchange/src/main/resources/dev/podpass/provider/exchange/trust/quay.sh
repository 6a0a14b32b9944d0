
# Needs curl, jq, kubectl, and QUAY_TOKEN: an OAuth access token of an application of the organization, with the scopes to
# administer the organization and its repositories.
authorization="Authorization: Bearer ${QUAY_TOKEN:?needs an access token of the organization}"
subject=system:serviceaccount:$namespace:$service_account
robots="/api/v1/organization/${robot%%+*}/robots/${robot##*+}"

# Quay answers 400 for a robot and for a permission that do not exist.
absent='Could not find robot|does not have permission for repo'

# Reads the mark of the robot; $status is 404 if there is no robot.
read_mark() {
  api GET "$robots"
  own=$(printf '%s' "$answer" | jq -r '.description? // ""')
}

# Reads the members of the robot's federation, a list.
read_members() {
  api GET "$robots/federation"
  members='[]'
  if [ "$status" != 404 ]; then
    members=$(printf '%s' "$answer" | jq -c 'if type == "array" then . else [] end')
  fi
}

# select_members FILTER: applies a filter of jq to the members; $m is the one of this service account.
select_members() {
  printf '%s' "$members" | jq -c --arg issuer "$issuer" --arg subject "$subject" --arg audience "$audience" \
    '{issuer: $issuer, subject: $subject, audiences: [$audience]} as $m | '"$1"
}
