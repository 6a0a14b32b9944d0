
create_robot() {
  read_mark
  if [ "$status" = 404 ]; then
    own=$mark
    change PUT "$robots" "{\"description\": \"$mark\"}"
    say "robot $robot: created"
  fi
}

# Quay replaces the whole list, so that the other members are sent too.
# shellcheck disable=SC2016 # $m is a variable of jq.
federate_robot() {
  read_members
  case $(select_members 'map(select(.issuer == $m.issuer and .subject == $m.subject) | .audiences // []) |
    if . == [] then "missing" elif . == [$m.audiences] then "there" elif . == [[]] then "any" else "other" end') in
    '"missing"') require_own "the robot account $robot" "$own" --exchange-identity ;;
    '"there"') say "robot $robot: federation as it should be"; return ;;
    '"any"') say "robot $robot: trusts $subject already, with a token of any audience"; return ;;
    *) fail "robot $robot: its federation has $subject with other audiences than $audience: correct or remove that member" ;;
  esac
  federation=$(select_members '. + [$m]')
  change POST "$robots/federation" "$federation" \
    "robot $robot: Quay has no federation of robot accounts before version 3.13"
  say "robot $robot: trusts $subject"
  read_members
  [ "$(select_members 'index($m) != null')" = true ] ||
    say "robot $robot: this version of Quay keeps no audience, so that a token of any audience counts"
}

# allow REPOSITORY: a role that is there already stays as it is.
allow() {
  api GET "/api/v1/repository/$1/permissions/user/$robot"
  if [ "$status" = 404 ]; then
    change PUT "/api/v1/repository/$1/permissions/user/$robot" '{"role": "read"}' \
      "repository $1: does not exist, or QUAY_TOKEN may not administer it"
    say "repository $1: lets $robot pull"
  else
    say "repository $1: has a role for $robot"
  fi
}

check_cluster
create_robot
federate_robot
for repository in $repositories; do
  allow "$repository"
done
annotate "$annotation" "$robot"
