
# Needs the AWS CLI with credentials of the account of the role; where a repository is another account's, run it again with
# credentials of that one. Needs kubectl for the annotation.
export AWS_REGION="$region" AWS_DEFAULT_REGION="$region"
role=${role_arn##*/}
role_account=$(printf '%s' "$role_arn" | cut -d : -f 5)
issuer_host=${issuer#https://}
oidc_provider=${role_arn%:role*}:oidc-provider/$issuer_host
subject=system:serviceaccount:$namespace:$service_account
pulls='"ecr:BatchCheckLayerAvailability", "ecr:GetDownloadUrlForLayer", "ecr:BatchGetImage"'
imports='"ecr:BatchImportUpstreamImage", "ecr:CreateRepository"'

# found SERVICE OPERATION OPTION…: whether what is to be shown exists; any other failure ends the script.
found() {
  if answer=$(aws "$@" --output json 2>&1); then
    return 0
  fi
  case $answer in
    *NoSuchEntity* | *RepositoryNotFoundException* | *PolicyNotFoundException*) return 1 ;;
    *) fail "aws $1 $2: $answer" ;;
  esac
}

# json DOCUMENT EXPRESSION: evaluates a JMESPath expression on JSON, into $result. The AWS CLI does so for the answer of
# any call and takes JSON between backquotes, so that editing a policy needs no other program.
json() {
  case $1 in *'`'*) fail "a policy with a backquote cannot be edited here: $1" ;; esac
  result=$(aws sts get-caller-identity --output json --query "\`$1\` | $2") || fail "cannot read this policy: $1"
}

# role_mark: the role's mark into $own; empty if podpass trust has not made the role.
role_mark() {
  own=$(aws iam get-role --role-name "$role" --output text --query "Role.Tags[?Key=='podpass'].Value | [0] || ''") ||
    fail "the tags of the role $role_arn cannot be read"
}

document() {
  printf '{"Version": "2012-10-17", "Statement": [%s]}' "$1"
}

# pull_policy: the role's policy for all repositories of the service account, for one of each would soon be too much for IAM.
pull_policy() {
  aws iam get-role-policy --role-name "$role" --policy-name "$policy_prefix-pull" --output json --query PolicyDocument
}

put_pull_policy() {
  aws iam put-role-policy --role-name "$role" --policy-name "$policy_prefix-pull" --policy-document "$1"
}

# each_repository FUNCTION: with $arn and its $hash, its region $in, its $owner and $repository.
each_repository() {
  for arn in $repositories; do
    hash=${arn##*,}
    arn=${arn%,*}
    in=$(printf '%s' "$arn" | cut -d : -f 4)
    owner=$(printf '%s' "$arn" | cut -d : -f 5)
    repository=${arn#*:repository/}
    "$1"
  done
}

# in_each_account OF_ROLE OF_REPOSITORY: what is to be done in the account of these credentials.
in_each_account() {
  account=$(aws sts get-caller-identity --output text --query Account)
  accounts=$role_account
  each_repository collect_account
  case " $accounts " in
    *" $account "*) ;;
    *)
      fail "these are credentials of the account $account: run this with those of" \
        "$(printf '%s' "$accounts" | sed 's/ /, then with those of /g')"
      ;;
  esac
  if [ "$account" = "$role_account" ]; then
    "$1"
  else
    each_repository "$2"
  fi
}

collect_arn() {
  arns="$arns${arns:+, }\"$arn\""
}

collect_account() {
  case " $accounts " in *" $owner "*) ;; *) accounts="$accounts $owner" ;; esac
}
