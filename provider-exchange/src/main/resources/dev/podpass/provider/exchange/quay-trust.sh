
create_robot() {
  api GET "$robots"
  if [ "$status" = 404 ]; then
    api PUT "$robots" '{"description": "pulls by podpass"}'
    say "robot $robot: created"
  fi
}

# Quay replaces the whole list, so that the other members are sent too.
federate_robot() {
  case $(select_members 'map(select(.issuer == $m.issuer and .subject == $m.subject)) | . == [] or index($m) != null') in
    true) ;;
    *) fail "robot $robot: its federation has $subject without the audience $audience: correct or remove that member" ;;
  esac
  if [ "$(select_members 'index($m) != null')" = true ]; then
    say "robot $robot: federation as it should be"
  else
    federation=$(select_members '. + [$m]')
    api POST "$robots/federation" "$federation"
    [ "$status" != 404 ] || fail "robot $robot: Quay has no federation of robot accounts before version 3.13"
    say "robot $robot: trusts $subject"
  fi
}

# allow REPOSITORY: a role that is there already stays as it is.
allow() {
  api GET "/api/v1/repository/$1/permissions/user/$robot"
  if [ "$status" = 404 ]; then
    api PUT "/api/v1/repository/$1/permissions/user/$robot" '{"role": "read"}'
    [ "$status" != 404 ] || fail "repository $1: does not exist, or QUAY_TOKEN may not administer it"
    say "repository $1: lets $robot pull"
  else
    say "repository $1: has a role for $robot"
  fi
}

check_cluster
create_robot
federate_robot
@ALLOW@
annotate '@ANNOTATION@' "$robot"
