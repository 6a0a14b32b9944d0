role_path='@ROLE_PATH@'
oidc_provider='@OIDC_PROVIDER@'
audience='@AUDIENCE@'

# Who may assume the role: a statement of its trust policy.
trust='@TRUST@'
