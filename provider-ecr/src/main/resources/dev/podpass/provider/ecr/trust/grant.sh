
# differs WHAT THERE WANTED
differs() {
  fail "$1 exists with a different value.
there: $2
wanted: $3
hint: remove it with what podpass trust ecr --remove prints, or change it by hand"
}

# add_statement DOCUMENT SID STATEMENT: the policy with the statement beside the others, into $result; fails if it has it.
add_statement() {
  json "$1" "[Statement][] | [?Sid=='$2'] | [0]"
  there=$result
  if [ "$there" = null ]; then
    json "$1" "merge(@, {Statement: [Statement, \`[$3]\`][]})"
    return 0
  fi
  json "$there" "@ == \`$3\`"
  [ "$result" = true ] || differs "the statement $2" "$there" "$3"
  return 1
}

trust_issuer() {
  if ! found iam get-open-id-connect-provider --open-id-connect-provider-arn "$oidc_provider"; then
    aws iam create-open-id-connect-provider --url "$issuer" --client-id-list "$audience" > /dev/null
  else
    there=$(aws iam get-open-id-connect-provider --open-id-connect-provider-arn "$oidc_provider" --output json \
      --query "contains(ClientIDList, '$audience')")
    [ "$there" = true ] || aws iam add-client-id-to-open-id-connect-provider \
      --open-id-connect-provider-arn "$oidc_provider" --client-id "$audience"
  fi
  say "OIDC provider $oidc_provider: accepts tokens for $audience"
}

trust_service_account() {
  and=', '
  [ "$service_account" != '*' ] || and='}, "StringLike": {'
  trust=$(printf '{"Sid": "%s", "Effect": "Allow", "Principal": {"Federated": "%s"},
    "Action": "sts:AssumeRoleWithWebIdentity", "Condition": {"StringEquals": {"%s:aud": "%s"%s"%s:sub": "%s"}}}' \
    "$statement_id" "$oidc_provider" "$issuer_host" "$audience" "$and" "$issuer_host" "$subject")
  if ! found iam get-role --role-name "$role"; then
    path=${role_arn#*:role}
    aws iam create-role --path "${path%"$role"}" --role-name "$role" --tags "Key=podpass,Value=$mark" \
      --assume-role-policy-document "$(document "$trust")" > /dev/null
    say "role $role_arn: created; trusts $subject"
    return
  fi
  there=$(aws iam get-role --role-name "$role" --output text --query Role.Arn)
  [ "$there" = "$role_arn" ] || differs "the role $role" "$there" "$role_arn"
  policy=$(aws iam get-role --role-name "$role" --output json --query Role.AssumeRolePolicyDocument)
  if add_statement "$policy" "$statement_id" "$trust"; then
    wanted=$result
    role_mark
    require_own "the role $role_arn" "$own" --ecr-role-arn
    aws iam update-assume-role-policy --role-name "$role" --policy-document "$wanted"
    say "role $role_arn: existed; now trusts $subject of $issuer, too"
  else
    say "role $role_arn: trusts $subject"
  fi
}

# allow POLICY STATEMENTS WHAT: adds an inline policy to the role.
allow() {
  wanted=$(document "$2")
  if found iam get-role-policy --role-name "$role" --policy-name "$1"; then
    there=$(aws iam get-role-policy --role-name "$role" --policy-name "$1" --output json --query PolicyDocument)
    json "$there" "@ == \`$wanted\`"
    [ "$result" = true ] || differs "the policy $1 of the role $role" "$there" "$wanted"
  else
    aws iam put-role-policy --role-name "$role" --policy-name "$1" --policy-document "$wanted"
  fi
  say "role $role_arn: may pull $3, by the policy $1"
}

# allow_role: adds a statement to the policy of the repository $arn, which its account owns.
allow_role() {
  statement=$(printf '{"Sid": "%s", "Effect": "Allow", "Principal": {"AWS": "%s"}, "Action": [%s]}' \
    "$statement_id" "$role_arn" "$pulls")
  if found ecr get-repository-policy --region "$in" --registry-id "$account" --repository-name "$repository"; then
    policy=$(aws ecr get-repository-policy --region "$in" --registry-id "$account" --repository-name "$repository" \
      --output text --query policyText)
    add_statement "$policy" "$statement_id" "$statement" || result=
  else
    case $answer in
      *RepositoryNotFoundException*)
        fail "the repository $repository does not exist in $in: create it. A pull-through cache creates it with the first" \
          "pull: then put this statement into its repository creation template: $statement"
        ;;
    esac
    result=$(document "$statement")
  fi
  [ -z "$result" ] || aws ecr set-repository-policy --region "$in" --registry-id "$account" \
    --repository-name "$repository" --policy-text "$result" > /dev/null
  say "repository $repository in $in: lets $role_arn pull"
}

# allow_import SID: adds a statement to the registry's policy, which decides who may import through the cache.
allow_import() {
  statement=$(printf '{"Sid": "%s", "Effect": "Allow", "Principal": {"AWS": "%s"}, "Action": [%s], "Resource": "%s"}' \
    "$1" "$role_arn" "$imports" "$arn")
  if found ecr get-registry-policy --region "$in"; then
    policy=$(aws ecr get-registry-policy --region "$in" --output text --query policyText)
    add_statement "$policy" "$1" "$statement" || result=
  else
    result=$(document "$statement")
  fi
  [ -z "$result" ] || aws ecr put-registry-policy --region "$in" --policy-text "$result" > /dev/null
  say "registry in $in: lets $role_arn import through the cache"
}

grant_role() {
  check_cluster
  trust_issuer
  trust_service_account
  [ -z "$repositories" ] || allow_repositories
  [ -z "$public" ] || allow "$policy_prefix-public" \
    '{"Effect": "Allow", "Action": ["ecr-public:GetAuthorizationToken", "sts:GetServiceBearerToken"], "Resource": "*"}' \
    'from ECR Public'
  annotate "$annotation" "$role_arn"
}

# pulling ARNS: the policy for repositories, a list in JSON.
pulling() {
  document "$(printf '{"Effect": "Allow", "Action": "ecr:GetAuthorizationToken", "Resource": "*"},
    {"Effect": "Allow", "Action": [%s], "Resource": %s}' "$pulls${pull_through:+, $imports}" "$1")"
}

allow_repositories() {
  arns=
  each_repository collect_arn
  arns="[$arns]"
  if found iam get-role-policy --role-name "$role" --policy-name "$policy_prefix-pull"; then
    there=$(pull_policy)
    json "$there" 'Statement[1].Resource'
    wanted=$(pulling "$result")
    json "$there" "@ == \`$wanted\`"
    [ "$result" = true ] || differs "the policy $policy_prefix-pull of the role $role" "$there" "$wanted"
    json "$there" "[Statement[1].Resource[?!contains(\`$arns\`, @)], \`$arns\`][]"
    arns=$result
  fi
  put_pull_policy "$(pulling "$arns")"
  say "role $role_arn: may pull $arns, by the policy $policy_prefix-pull"
}

allow_foreign() {
  [ "$owner" = "$account" ] || return 0
  allow_role
  [ -z "$pull_through" ] || allow_import "$statement_id$hash"
}

in_each_account grant_role allow_foreign
