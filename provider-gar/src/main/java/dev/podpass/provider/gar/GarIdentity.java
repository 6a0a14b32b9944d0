// SPDX-License-Identifier: Apache-2.0
package dev.podpass.provider.gar;

import dev.podpass.spi.Pod;
import dev.podpass.spi.ProviderSettings;
import dev.podpass.spi.Sourced;
import dev.podpass.spi.failure.CredentialException;
import dev.podpass.spi.failure.Kind;
import java.util.List;
import java.util.Optional;

/**
 * The Google identity that a pod pulls as: the principal of its workload identity pool, or a
 * service account that this principal impersonates.
 */
record GarIdentity(
    Sourced<WorkloadIdentityPoolProvider> audience,
    Optional<Sourced<ServiceAccountEmail>> serviceAccount) {

  /** The hint for a pod without an identity. */
  static String howToName(ProviderSettings settings) {
    return settings
        .find(GarOptions.REQUIRE_ANNOTATION)
        .map(keys -> "annotate it with " + String.join(" or ", keys.value()) + ": \"true\"")
        .orElse(
            "set --gar-audience, or make serviceAccountTokenAudience the full resource name of the"
                + " workload identity pool provider");
  }

  /**
   * Resolves the identity: the operator's pool provider, otherwise the one in the token's audience.
   */
  static Optional<GarIdentity> find(Pod pod, ProviderSettings settings) {
    if (!hasConsent(pod, settings)) {
      return Optional.empty();
    }
    return settings
        .find(GarOptions.AUDIENCE)
        .or(() ->
            WorkloadIdentityPoolProvider.of(pod.claims())
                .map(audience -> new Sourced<>(audience, "the token's audience")))
        .map(audience ->
            new GarIdentity(
                inUniverse(audience, settings), account(pod, audience.value(), settings)));
  }

  private static Optional<Sourced<ServiceAccountEmail>> account(
      Pod pod, WorkloadIdentityPoolProvider pool, ProviderSettings settings) {
    ProviderSettings inPool =
        settings.withParsed(
            GarOptions.SERVICE_ACCOUNT_ANNOTATIONS,
            new Sourced<>(GarOptions.serviceAccountAnnotations(settings, pool), "the pool"));
    return GarOptions.IMPERSONATED.find(pod, inPool);
  }

  /**
   * Whether the service account opts in. Direct access gives an identity to every pod, so an
   * operator can require an annotation.
   */
  private static boolean hasConsent(Pod pod, ProviderSettings settings) {
    return settings
        .find(GarOptions.REQUIRE_ANNOTATION)
        .map(keys ->
            pod.firstAnnotation(keys.value())
                .filter(consent -> consent.value().equals("true"))
                .isPresent())
        .orElse(true);
  }

  /**
   * In another universe, a provider's name starts with that universe's host or with the public one.
   */
  private static Sourced<WorkloadIdentityPoolProvider> inUniverse(
      Sourced<WorkloadIdentityPoolProvider> audience, ProviderSettings settings) {
    String host = "iam." + Universe.of(settings).domain();
    if (audience.value() instanceof WorkloadIdentityPoolProvider.Provider provider
        && !List.of(host, "iam." + Universe.PUBLIC).contains(provider.host())) {
      throw new CredentialException(
          Kind.CONFIGURATION,
          "the workload identity pool provider of %s is at %s, and not at %s"
              .formatted(audience.source(), provider.host(), host),
          "set --gar-universe-domain to the domain that it is in");
    }
    return audience;
  }
}
