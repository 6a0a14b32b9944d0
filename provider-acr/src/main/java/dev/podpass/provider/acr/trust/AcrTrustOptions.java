// SPDX-License-Identifier: Apache-2.0
package dev.podpass.provider.acr.trust;

import dev.podpass.provider.acr.AcrOptions;
import dev.podpass.spi.ProviderOption;
import dev.podpass.spi.ProviderSettings;
import dev.podpass.spi.failure.CredentialException;
import dev.podpass.spi.failure.Kind;
import java.util.List;
import java.util.regex.Pattern;

/** The options of the trust guide for Azure Container Registry. */
final class AcrTrustOptions {
  private static final Pattern PLAIN = Pattern.compile("[A-Za-z0-9][A-Za-z0-9_.()-]{0,89}");
  private static final Pattern ROLE_NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9 _().-]{0,127}");

  static final ProviderOption<String> RESOURCE_GROUP =
      ProviderOption.of(
              "resource-group",
              "NAME",
              "Resource group of the managed identity.",
              AcrTrustOptions::plain)
          .withDefault("podpass");

  static final ProviderOption<String> SUBSCRIPTION =
      ProviderOption.of(
          "subscription",
          "ID",
          "Subscription of the resource group, if it is not the current one.",
          AcrTrustOptions::plain);

  static final ProviderOption<String> IDENTITY =
      ProviderOption.of(
          "identity",
          "NAME",
          "The managed identity, created if it is missing; one for each service account if not"
              + " given.",
          AcrTrustOptions::identity);

  static final ProviderOption<String> ROLE =
      ProviderOption.of(
          "role",
          "NAME|ID",
          "Role at the registry; AcrPull if not given, or Container Registry Repository Reader for"
              + " a registry in ABAC mode.",
          AcrTrustOptions::role);

  static final ProviderOption<String> CLUSTER_NAME =
      ProviderOption.of(
          "cluster-name",
          "NAME",
          "Use an identity binding of this AKS cluster, in the subscription of the resource group,"
              + " instead of a federated credential.",
          AcrTrustOptions::plain);

  static final ProviderOption<String> CLUSTER_GROUP =
      ProviderOption.of(
          "cluster-resource-group",
          "NAME",
          "Resource group of the cluster, if it is not that of the managed identity.",
          AcrTrustOptions::plain);

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
          throw usage(
              set.source() + " is for identity bindings of AKS",
              "give --cluster-name of the AKS cluster too, or leave it out");
        });
  }

  private static CredentialException usage(String what, String hint) {
    return new CredentialException(Kind.USAGE, what, hint);
  }

  private static String plain(String text) {
    return matching(PLAIN, text, "must be a name or an id, without spaces");
  }

  private static String identity(String text) {
    return matching(
        Pattern.compile("[A-Za-z0-9][A-Za-z0-9_-]{2,127}"),
        text,
        "must be 3 to 128 letters, digits, hyphens and underscores");
  }

  private static String role(String text) {
    return matching(ROLE_NAME, text, "must be the name or the id (a GUID) of a role");
  }

  private static String matching(Pattern pattern, String text, String otherwise) {
    if (!pattern.matcher(text).matches()) {
      throw new IllegalArgumentException(otherwise);
    }
    return text;
  }
}
