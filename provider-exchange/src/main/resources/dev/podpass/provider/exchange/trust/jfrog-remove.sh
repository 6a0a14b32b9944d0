
api DELETE "/oidc/$integration/identity_mappings/$mapping${project:+?project_key=$project}"
say "identity mapping $mapping: is not there"
say "OIDC integration $integration: stays, for it is for all service accounts of the cluster"
