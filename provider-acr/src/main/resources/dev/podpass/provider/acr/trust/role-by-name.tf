
# A registry in ABAC mode does not honour AcrPull, but Container Registry Repository Reader.
resource "azurerm_role_assignment" "@NAME@-@REGISTRY_NAME@" {
  scope                = var.registry_id_@REGISTRY_NAME@
  role_definition_name = "@ROLE@"
  principal_id         = local.identity.principal_id
  principal_type       = "ServicePrincipal"
}
