// SPDX-License-Identifier: Apache-2.0
package dev.podpass.provider.acr.trust;

import dev.podpass.provider.acr.AcrOptions;
import dev.podpass.spi.ProviderOption;
import dev.podpass.spi.ProviderSettings;
import dev.podpass.spi.failure.CredentialException;
import dev.podpass.spi.failure.Kind;
import java.util.List;
import java.util.function.UnaryOperator;

/** The options of the trust guide for Azure Container Registry. */
final class AcrTrustOptions {
  private static final String PLAIN = "[A-Za-z0-9][A-Za-z0-9_.()-]{0,89}";
  private static final String NO_PLAIN = "must be a name or an id, without spaces";

  static final ProviderOption<String> RESOURCE_GROUP =
      plain("resource-group", "NAME", "Resource group of the managed identity.")
          .withDefault("podpass");

  static final ProviderOption<String> SUBSCRIPTION =
      plain(
          "subscription",
          "ID",
          "Subscription of the resource group, if it is not the current one.");

  static final ProviderOption<String> IDENTITY =
      ProviderOption.of(
          "identity",
          "NAME",
          "The managed identity, created if it is missing; one for each"
              + " service account if not set.",
          matching(
              "[A-Za-z0-9][A-Za-z0-9_-]{2,127}",
              "must be 3 to 128 letters, digits, hyphens and underscores"));

  static final ProviderOption<String> ROLE =
      ProviderOption.of(
          "role",
          "NAME|ID",
          "Role at the registry; AcrPull if not given, or Container Registry Repository Reader for"
              + " a registry in ABAC mode.",
          matching(
              "[A-Za-z0-9][A-Za-z0-9 _().-]{0,127}",
              "must be the name or the id (a GUID) of a role"));

  static final ProviderOption<String> CLUSTER_NAME =
      plain(
          "cluster-name",
          "NAME",
          "Use an identity binding of this AKS cluster, in the subscription of the resource group,"
              + " instead of a federated credential.");

  static final ProviderOption<String> CLUSTER_GROUP =
      plain(
          "cluster-resource-group",
          "NAME",
          "Resource group of the cluster, if it is not that of the managed identity.");

  private AcrTrustOptions() {}

  static List<ProviderOption<?>> all() {
    return List.of(RESOURCE_GROUP, SUBSCRIPTION, IDENTITY, ROLE, CLUSTER_NAME, CLUSTER_GROUP);
  }

  /**
   * Refuses options of identity bindings where none is used.
   *
   * @throws CredentialException of kind {@code USAGE} if options contradict each other
   */
  static void requireConsistent(ProviderSettings settings) {
    if (settings.find(CLUSTER_NAME).isPresent()) {
      return;
    }
    forbid(settings, CLUSTER_GROUP);
    forbid(settings, AcrOptions.BINDING_SNI);
  }

  private static void forbid(ProviderSettings settings, ProviderOption<?> option) {
    settings
        .find(option)
        .ifPresent(set -> {
          throw new CredentialException(
              Kind.USAGE,
              set.source() + " is for identity bindings of AKS",
              "give --cluster-name of the AKS cluster too, or leave it out");
        });
  }

  private static ProviderOption<String> plain(String name, String value, String description) {
    return ProviderOption.of(name, value, description, matching(PLAIN, NO_PLAIN));
  }

  private static UnaryOperator<String> matching(String form, String otherwise) {
    return text -> {
      if (!text.matches(form)) {
        throw new IllegalArgumentException(otherwise);
      }
      return text;
    };
  }
}
