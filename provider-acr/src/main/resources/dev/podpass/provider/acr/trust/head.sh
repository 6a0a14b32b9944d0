set -eu

issuer='@ISSUER@' # Entra ID compares letter by letter, a slash at the end too
subject='@SUBJECT@'
namespace='@NAMESPACE@'
service_account='@SERVICE_ACCOUNT@'
client_annotation='@CLIENT_ANNOTATION@'
tenant_annotation='@TENANT_ANNOTATION@'
group='@GROUP@'
subscription='@SUBSCRIPTION@' # of the identity; empty for the current one
identity='@IDENTITY@'
credential='@CREDENTIAL@'
registry_subscription='@REGISTRY_SUBSCRIPTION@'
role='@ROLE@' # empty for the one that lets pull in the registry's mode
