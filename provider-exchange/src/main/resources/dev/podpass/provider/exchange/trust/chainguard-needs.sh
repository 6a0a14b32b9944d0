# Needs chainctl, signed in, jq, and kubectl.
set -eu

issuer='@ISSUER@'
namespace='@NAMESPACE@'
service_account='@SERVICE_ACCOUNT@'
organization='@ORGANIZATION@'
identity='@NAME@'
