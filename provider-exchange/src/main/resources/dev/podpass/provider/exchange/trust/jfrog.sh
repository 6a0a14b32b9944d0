
# Needs curl, jq, and JFROG_TOKEN: an access token of an administrator of the platform.
authorization="Authorization: Bearer ${JFROG_TOKEN:?needs an access token of an administrator}"
