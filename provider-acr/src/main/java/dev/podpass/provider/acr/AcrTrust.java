// SPDX-License-Identifier: Apache-2.0
package dev.podpass.provider.acr;

import dev.podpass.spi.ProviderOption;
import dev.podpass.spi.ScriptTemplate;
import dev.podpass.spi.TrustGuide;
import dev.podpass.spi.TrustRequest;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The Azure trust setup for a service account: a user-assigned managed identity with a federated
 * credential for the subject, and a role on the registry.
 *
 * @see <a
 *     href="https://learn.microsoft.com/entra/workload-id/workload-identity-federation-create-trust-user-assigned-managed-identity">Configure
 *     a user-assigned managed identity to trust an external identity provider</a>
 */
final class AcrTrust implements TrustGuide {
  private static final ProviderOption<String> RESOURCE_GROUP =
      ProviderOption.text("resource-group", "NAME", "Resource group of the managed identity.")
          .withDefault("podpass");

  private static final ProviderOption<String> ROLE =
      ProviderOption.text(
              "role",
              "NAME",
              "Role to assign at the registry; a registry with ABAC repository permissions needs"
                  + " another one, by its id.")
          .withDefault("AcrPull");

  private static final String SHELL =
      """
      #!/bin/sh
      # Lets tokens of @NAMESPACE@/@ACCOUNT@ pull from @REGISTRY@ as the managed identity @IDENTITY@.
      set -eu

      az identity create --resource-group @GROUP@ --name @IDENTITY@ --output none
      az identity federated-credential create --resource-group @GROUP@ --identity-name @IDENTITY@ --name @IDENTITY@ \\
        --issuer @ISSUER@ --subject @SUBJECT@ --audiences @AUDIENCE@ --output none
      client=$(az identity show --resource-group @GROUP@ --name @IDENTITY@ --query clientId --output tsv)
      tenant=$(az identity show --resource-group @GROUP@ --name @IDENTITY@ --query tenantId --output tsv)
      principal=$(az identity show --resource-group @GROUP@ --name @IDENTITY@ --query principalId --output tsv)
      registry=$(az acr show --name @REGISTRY_NAME@ --query id --output tsv)
      az role assignment create --role @ROLE@ --scope "$registry" \\
        --assignee-object-id "$principal" --assignee-principal-type ServicePrincipal --output none

      kubectl -n @NAMESPACE@ annotate --overwrite serviceaccount @ACCOUNT@ \\
        @CLIENT_ANNOTATION@="$client" @TENANT_ANNOTATION@="$tenant"
      """;

  private static final String TERRAFORM =
      """
      # Lets tokens of @NAMESPACE@/@ACCOUNT@ pull from @REGISTRY@ as the managed identity @IDENTITY@.

      data "azurerm_resource_group" "@RESOURCE@" {
        name = "@GROUP@"
      }

      resource "azurerm_user_assigned_identity" "@RESOURCE@" {
        name                = "@IDENTITY@"
        resource_group_name = data.azurerm_resource_group.@RESOURCE@.name
        location            = data.azurerm_resource_group.@RESOURCE@.location
      }

      resource "azurerm_federated_identity_credential" "@RESOURCE@" {
        name                = "@IDENTITY@"
        resource_group_name = data.azurerm_resource_group.@RESOURCE@.name
        parent_id           = azurerm_user_assigned_identity.@RESOURCE@.id
        issuer              = "@ISSUER@"
        subject             = "@SUBJECT@"
        audience            = ["@AUDIENCE@"]
      }

      variable "registry_id" {
        description = "The resource id of @REGISTRY@: az acr show --name @REGISTRY_NAME@ --query id --output tsv"
        type        = string
      }

      resource "azurerm_role_assignment" "@RESOURCE@" {
        scope                = var.registry_id
        role_definition_name = "@ROLE@"
        principal_id         = azurerm_user_assigned_identity.@RESOURCE@.principal_id
        principal_type       = "ServicePrincipal"
      }

      # Annotate the service account @NAMESPACE@/@ACCOUNT@ with these.
      output "@RESOURCE@_annotations" {
        value = {
          "@CLIENT_ANNOTATION@" = azurerm_user_assigned_identity.@RESOURCE@.client_id
          "@TENANT_ANNOTATION@" = azurerm_user_assigned_identity.@RESOURCE@.tenant_id
        }
      }
      """;

  @Override
  public List<ProviderOption<?>> options() {
    return List.of(RESOURCE_GROUP, ROLE);
  }

  @Override
  public String shell(TrustRequest request) {
    return filled(SHELL, request);
  }

  @Override
  public String terraform(TrustRequest request) {
    return filled(TERRAFORM, request);
  }

  private static String filled(String form, TrustRequest request) {
    AcrRegistryHost host =
        AcrRegistryHost.find(request.image().registry(), request.settings()).orElseThrow();
    String label = host.loginServer().substring(0, host.loginServer().indexOf('.'));
    Map<String, String> values = new HashMap<>();
    values.put("NAMESPACE", request.namespace());
    values.put("ACCOUNT", request.serviceAccount());
    values.put("ISSUER", request.issuer());
    values.put("SUBJECT", request.subject());
    values.put("AUDIENCE", host.cloud().tokenAudience());
    values.put("IDENTITY", "podpass-" + request.shortName());
    values.put("RESOURCE", "podpass-" + request.shortName());
    values.put("GROUP", request.settings().get(RESOURCE_GROUP));
    values.put("ROLE", request.settings().get(ROLE));
    values.put("REGISTRY", host.loginServer());
    // The hash of a domain name label is not part of the registry's name.
    values.put("REGISTRY_NAME", label.split("-", -1)[0]);
    values.put(
        "CLIENT_ANNOTATION", request.settings().get(AcrOptions.CLIENT_ID_ANNOTATIONS).getFirst());
    values.put(
        "TENANT_ANNOTATION", request.settings().get(AcrOptions.TENANT_ID_ANNOTATIONS).getFirst());
    return ScriptTemplate.fill(form, values);
  }
}
