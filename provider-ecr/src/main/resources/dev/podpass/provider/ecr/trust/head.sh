set -eu

issuer='@ISSUER@'
namespace='@NAMESPACE@'
service_account='@SERVICE_ACCOUNT@'
subject='@SUBJECT@'
annotation='@ANNOTATION@'
role='@ROLE_NAME@'
role_arn='@ROLE@'
statement_id='@STATEMENT_ID@' # of this service account, in each policy
export AWS_REGION='@REGION@' AWS_DEFAULT_REGION='@REGION@'
