
remove_mapping() {
  api GET "/oidc/$integration"
  [ "$status" != 404 ] || return 0
  check_integration
  find_mapping
  [ -z "$there" ] || api DELETE "/oidc/$integration/identity_mappings/$mapping${project:+?project_key=$project}"
}

remove_mapping
say "identity mapping $mapping: is not there"
say "OIDC integration $integration: stays, for it is for all service accounts of the cluster"
