set -eu

issuer='@ISSUER@'
namespace='@NAMESPACE@'
service_account='@SERVICE_ACCOUNT@'
client_annotation='@CLIENT_ANNOTATION@'
group='@GROUP@'
subscription='@SUBSCRIPTION@' # of the identity and the cluster; empty for the current one
identity='@IDENTITY@'
cluster='@CLUSTER@'
cluster_group='@CLUSTER_GROUP@'
access='@NAME@' # the ClusterRoleBinding
registry_subscription='@REGISTRY_SUBSCRIPTION@'
role='@ROLE@' # empty for the one that lets pull in the registry's mode
