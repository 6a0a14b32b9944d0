# Needs curl, jq, kubectl, and CLOUDSMITH_API_KEY: the API key of an owner or manager of the organization.
set -eu

service='@API@/v1'
authorization="X-Api-Key: ${CLOUDSMITH_API_KEY:?needs the API key of an owner or manager}"
issuer='@ISSUER@'
namespace='@NAMESPACE@'
service_account='@SERVICE_ACCOUNT@'
organization='@ORGANIZATION@'
slug='@SERVICE@'
name='@NAME@'
