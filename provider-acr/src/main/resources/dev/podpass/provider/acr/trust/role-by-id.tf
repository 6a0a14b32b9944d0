
data "azurerm_role_definition" "@NAME@-@REGISTRY_NAME@" {
  role_definition_id = "@ROLE@"
  scope              = var.registry_id_@REGISTRY_NAME@
}

resource "azurerm_role_assignment" "@NAME@-@REGISTRY_NAME@" {
  scope              = var.registry_id_@REGISTRY_NAME@
  role_definition_id = data.azurerm_role_definition.@NAME@-@REGISTRY_NAME@.id
  principal_id       = local.identity.principal_id
  principal_type     = "ServicePrincipal"
}
