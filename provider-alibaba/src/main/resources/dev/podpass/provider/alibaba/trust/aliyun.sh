
# Needs the Alibaba Cloud CLI with credentials of the account of the role, jq, and kubectl for the annotation; openssl where
# it creates the OIDC provider.
role=${role_arn##*/}
account=$(printf '%s' "$role_arn" | cut -d : -f 4)
oidc_provider=${oidc_provider_arn##*/}
subject=system:serviceaccount:$namespace:$service_account

cloud() {
  aliyun "$@" --region "$region"
}

# found PRODUCT OPERATION OPTION…: whether what is to be shown exists, into $answer; any other failure ends the script.
errors=$(mktemp)
trap 'rm -f "$errors"' EXIT
found() {
  if answer=$(cloud "$@" 2> "$errors"); then
    return 0
  fi
  error=$(cat "$errors")
  case $error in
    *EntityNotExist*) return 1 ;;
    *) fail "aliyun $1 $2: $error" ;;
  esac
}

# field EXPRESSION: a part of $answer.
field() {
  printf '%s' "$answer" | jq -r "$1"
}

# The statement of the role's trust policy for this service account. RAM's statements have no names: it is known by the OIDC
# provider and the subject. RAM takes a text and a list of one text for the same.
test=StringEquals
[ "$service_account" != '*' ] || test=StringLike
statement=$(jq -nc --arg provider "$oidc_provider_arn" --arg issuer "$issuer" --arg audience "$audience" \
  --arg subject "$subject" --arg test "$test" \
  '{Effect: "Allow", Action: "sts:AssumeRole", Principal: {Federated: [$provider]},
    Condition: ({StringEquals: {"oidc:iss": $issuer, "oidc:aud": $audience}} * {($test): {"oidc:sub": $subject}})}')

# trust FILTER: evaluates it on the trust policy $policy, with the statement as $wanted.
trust() {
  printf '%s' "$policy" | jq -c --argjson wanted "$statement" "
    def plain: walk(if type == \"array\" and length == 1 then .[0] else . end);
    def texts: [.. | strings];
    def same: plain == (\$wanted | plain);
    def subject: .Condition | texts | index(\$wanted.Condition | [.[][\"oidc:sub\"] | strings][0]);
    def ours: (.Principal | texts | index(\$wanted.Principal.Federated[0])) and subject;
    $1"
}

check_account() {
  answer=$(cloud sts GetCallerIdentity)
  there=$(field .AccountId)
  [ "$there" = "$account" ] || fail "these are credentials of the account $there: run this with those of $account"
}

# attached: whether the role exists, and the names of its policies, into $policies.
attached() {
  found ram ListPoliciesForRole --RoleName "$role" || return 1
  policies=$(field '.Policies.Policy[]?.PolicyName')
}

is_attached() {
  attached && printf '%s\n' "$policies" | grep -qxF "$1"
}

# The service account's policy for all repositories: a role may have ten policies, and none inline.
policy_name=$policy_prefix-pull
arns=$(jq -nc --arg names "$repositories" '$names / " "')

# pulling ARNS: the policy for repositories, a list in JSON.
pulling() {
  jq -nc --argjson arns "$1" '{Version: "1", Statement: [
    {Effect: "Allow", Action: ["cr:GetAuthorizationToken"], Resource: ["*"]},
    {Effect: "Allow", Action: ["cr:PullRepository"], Resource: $arns}]}'
}

# find_policy: whether there is the policy, into $there; its repositories that are not named here into $others.
find_policy() {
  found ram GetPolicy --PolicyType Custom --PolicyName "$policy_name" || return 1
  there=$(field .DefaultPolicyVersion.PolicyDocument)
  others=$(printf '%s' "$there" | jq -c --argjson arns "$arns" '[.Statement[1]?.Resource[]?] - $arns')
}

change_policy() {
  cloud ram CreatePolicyVersion --PolicyName "$policy_name" --PolicyDocument "$1" --SetAsDefault true \
    --RotateStrategy DeleteOldestNonDefaultVersionWhenLimitExceeded > /dev/null
}
