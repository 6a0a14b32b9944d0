// SPDX-License-Identifier: Apache-2.0
package dev.podpass.provider.acr;

import dev.podpass.spi.ProviderSettings;
import dev.podpass.spi.Sourced;
import dev.podpass.spi.failure.CredentialException;
import dev.podpass.spi.failure.Kind;
import java.net.URI;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * An Azure cloud with the operator's options applied: a known one, or a custom one such as Azure
 * Stack Hub. Its authority is the token endpoint of Entra ID, and its resource what access tokens
 * are for.
 */
public record AcrCloud(
    Optional<AzureCloud> known,
    String registrySuffix,
    URI authority,
    String tokenAudience,
    String resource) {
  /** The resource of registries, equal in every known cloud: an application ID URI. */
  static final String AZURE_RESOURCE = "https://containerregistry.azure.net";

  /** The scope with all permissions that are granted for a resource, behind the resource. */
  static final String DEFAULT_SCOPE = "/.default";

  @Override
  public String toString() {
    return known.map(AzureCloud::toString).orElse(registrySuffix);
  }

  /** Returns the clouds whose registries are served, and first the one that an entry is for. */
  static List<AcrCloud> served(ProviderSettings settings) {
    Optional<AzureCloud> chosen = settings.findValue(AcrOptions.CLOUD);
    return settings
        .find(AcrOptions.REGISTRY_SUFFIX)
        .map(suffix -> List.of(own(suffix, chosen.orElse(AzureCloud.PUBLIC), settings)))
        .orElseGet(() -> known(chosen, settings));
  }

  private static List<AcrCloud> known(Optional<AzureCloud> chosen, ProviderSettings settings) {
    settings
        .find(AcrOptions.RESOURCE)
        .ifPresent(resource -> {
          throw new CredentialException(
              Kind.USAGE,
              "the resource %s is set without --acr-registry-suffix".formatted(resource),
              "known clouds have one resource, %s; to change the audience of the pod's token, set --token-audience"
                  .formatted(AZURE_RESOURCE));
        });
    Stream<AzureCloud> clouds =
        chosen.isPresent()
            ? chosen.stream()
            : Stream.concat(ofNode(settings).stream(), Arrays.stream(AzureCloud.values()));
    return clouds.distinct().map(cloud -> known(cloud, settings)).toList();
  }

  /** The cloud of the node's file; empty if that is on another machine, or cannot be used. */
  private static Optional<AzureCloud> ofNode(ProviderSettings settings) {
    try {
      return settings.findValue(AcrOptions.AZURE_CONFIG).flatMap(file -> file.get().cloud());
    } catch (CredentialException _) {
      return Optional.empty(); // What needs the file says why.
    }
  }

  private static AcrCloud known(AzureCloud cloud, ProviderSettings settings) {
    return new AcrCloud(
        Optional.of(cloud),
        cloud.registrySuffix(),
        settings.findValue(AcrOptions.AUTHORITY).orElseGet(cloud::authority),
        tokenAudience(cloud, settings),
        AZURE_RESOURCE);
  }

  /**
   * A custom suffix requires an authority: without it, tokens would be sent to a cloud that the
   * registry does not belong to.
   */
  private static AcrCloud own(Sourced<String> suffix, AzureCloud like, ProviderSettings settings) {
    Arrays.stream(AzureCloud.values())
        .filter(cloud -> ("." + suffix.value()).endsWith("." + cloud.registrySuffix()))
        .findFirst()
        .ifPresent(cloud -> {
          throw new CredentialException(
              Kind.USAGE,
              "the domain %s belongs to the cloud %s".formatted(suffix, cloud),
              "set --acr-cloud=%s instead of --acr-registry-suffix".formatted(cloud));
        });
    URI authority =
        settings
            .findValue(AcrOptions.AUTHORITY)
            .orElseThrow(() ->
                new CredentialException(
                    Kind.USAGE,
                    "podpass does not know who issues tokens for the registries of " + suffix,
                    "set --acr-authority together with --acr-registry-suffix"));
    return new AcrCloud(
        Optional.empty(),
        suffix.value(),
        authority,
        tokenAudience(like, settings),
        settings.findValue(AcrOptions.RESOURCE).orElse(AZURE_RESOURCE));
  }

  /** What access tokens are requested for. */
  String scope() {
    return resource + DEFAULT_SCOPE;
  }

  private static String tokenAudience(AzureCloud cloud, ProviderSettings settings) {
    // Found first, so that a part of its options is an error for every command.
    Optional<IdentityBinding> bindings = IdentityBinding.find(settings);
    return settings
        .findValue(AcrOptions.TOKEN_AUDIENCE)
        .orElseGet(() -> bindings.isPresent() ? IdentityBinding.AUDIENCE : cloud.tokenAudience());
  }
}
