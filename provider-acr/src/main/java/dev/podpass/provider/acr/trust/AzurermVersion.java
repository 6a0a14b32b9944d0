// SPDX-License-Identifier: Apache-2.0
package dev.podpass.provider.acr.trust;

import dev.podpass.spi.trust.ScriptTemplate;

/** A major version of Terraform's {@code azurerm}, by how it attaches a federated credential. */
enum AzurermVersion {
  V4(
      "~> 4.0",
      """
        name                = "@CREDENTIAL@"
        resource_group_name = data.azurerm_resource_group.@NAME@.name
        parent_id           = local.identity.id
        issuer              = "@ISSUER@"
        subject             = "@SUBJECT@"
        audience            = ["@AUDIENCE@"]\
      """),

  V5(
      "~> 5.0",
      """
        name                      = "@CREDENTIAL@"
        user_assigned_identity_id = local.identity.id
        issuer                    = "@ISSUER@"
        subject                   = "@SUBJECT@"
        audience                  = ["@AUDIENCE@"]\
      """);

  private final String constraint;

  @SuppressWarnings("ImmutableEnumChecker") // A record of a text.
  private final ScriptTemplate credential;

  AzurermVersion(String constraint, String credential) {
    this.constraint = constraint;
    this.credential = new ScriptTemplate(credential);
  }

  static AzurermVersion parse(String text) {
    return switch (text) {
      case "4" -> V4;
      case "5" -> V5;
      default -> throw new IllegalArgumentException("must be 4 or 5");
    };
  }

  /** The versions of the provider. */
  String constraint() {
    return constraint;
  }

  /** The arguments of a federated credential. */
  ScriptTemplate credential() {
    return credential;
  }
}
