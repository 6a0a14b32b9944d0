# Needs curl, jq, kubectl, and QUAY_TOKEN: an OAuth access token of an application of the organization, with the
# scopes to administer the organization and its repositories.
set -eu

service='https://@HOST@'
authorization="Authorization: Bearer ${QUAY_TOKEN:?needs an access token of the organization}"
issuer='@ISSUER@'
subject='@SUBJECT@'
audience='@AUDIENCE@'
namespace='@NAMESPACE@'
service_account='@SERVICE_ACCOUNT@'
robot='@ROBOT@'
