// SPDX-License-Identifier: Apache-2.0
package dev.podpass.core.pull;

import dev.podpass.core.pull.FallbackPolicy.Fallback;
import dev.podpass.spi.Exchange;
import dev.podpass.spi.Pod;
import dev.podpass.spi.ProviderSettings;
import dev.podpass.spi.RegistryCredentialProvider;
import dev.podpass.spi.Sourced;
import dev.podpass.spi.failure.CredentialException;
import dev.podpass.spi.failure.Kind;
import dev.podpass.spi.image.ImageReference;
import dev.podpass.spi.token.UnverifiedClaims;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

/**
 * Who a pull is made as, and how. An identity that is named takes precedence and needs a token; the
 * operator's policy applies only where none is named or none can be used. The rule is the same for
 * every provider.
 *
 * @param as who it is made as
 * @param exchange the exchange; of an anonymous pull, one without calls, which is not run
 * @param audiences the audiences accepted in the token; empty if it is not used
 */
public record PullPlan(As as, Exchange exchange, Set<String> audiences) {
  /** Whose credential it is. */
  public enum As {
    /** The pod's, by its token. */
    POD,
    /** The node's. */
    NODE,
    /** Nobody's: an anonymous pull, for which no request is sent. */
    NOBODY
  }

  /** A provider that serves the image, and what the operator has set for it. */
  record Planner(
      RegistryCredentialProvider provider, ProviderSettings settings, FallbackPolicy policy) {
    PullPlan plan(
        ImageReference image,
        Optional<UnverifiedClaims> claims,
        Map<String, String> annotations,
        List<String> push) {
      if (claims.isEmpty()) {
        return fallBack(policy.withoutToken(), image, Planner::noToken);
      }
      Pod pod = new Pod(image, claims.get(), annotations, push);
      return provider
          .exchange(pod, settings)
          .map(exchange -> new PullPlan(As.POD, exchange, audiences(exchange, pod)))
          .orElseGet(() -> fallBack(policy.withoutIdentity(), image, () -> noIdentity(pod)));
    }

    private Set<String> audiences(Exchange exchange, Pod pod) {
      Set<String> all =
          exchange.audiences().isEmpty()
              ? Set.of(
                  provider
                      .entry(pod.image().registry(), Optional.of(pod.claims()), settings)
                      .audience())
              : exchange.audiences();
      if (all.stream().anyMatch(String::isBlank)) {
        throw new CredentialException(
            Kind.BUG, "the provider " + provider.id() + " plans to send a token for no audience");
      }
      return all;
    }

    private PullPlan fallBack(
        Fallback fallback, ImageReference image, Supplier<CredentialException> failure) {
      return switch (fallback) {
        case NODE ->
            new PullPlan(
                As.NODE,
                provider
                    .asNode(settings)
                    .orElseThrow(() -> FallbackPolicy.noNode(provider.id()))
                    .apply(image),
                Set.of());
        case ANONYMOUS ->
            new PullPlan(
                As.NOBODY,
                Exchange.as("identity", new Sourced<>("anonymous", "policy")).access("anonymous"),
                Set.of());
        case FAIL -> throw failure.get();
      };
    }

    private static CredentialException noToken() {
      return new CredentialException(
          Kind.NO_TOKEN,
          "kubelet sent no service account token; it tries the next entry for this image, or pulls"
              + " anonymously",
          "set tokenAttributes in this entry of kubelet's CredentialProviderConfig; static pods have no"
              + " token: for them, set --without-token");
    }

    private CredentialException noIdentity(Pod pod) {
      return new CredentialException(
          Kind.NO_IDENTITY,
          "no identity is named for service account "
              + pod.workload()
              + "; kubelet tries the next entry for this image, or pulls anonymously",
          provider.howToName(pod, settings) + ", or set --without-identity");
    }
  }
}
