# Needs curl, jq, and JFROG_TOKEN: an access token of an administrator of the platform.
set -eu

service='@PLATFORM@/access/api/v1'
authorization="Authorization: Bearer ${JFROG_TOKEN:?needs an access token of an administrator}"
integration='@INTEGRATION@'
mapping='@NAME@'
project='@PROJECT@'
