// SPDX-License-Identifier: Apache-2.0
package dev.podpass.spi;

import dev.podpass.spi.FallbackPolicy.Fallback;
import dev.podpass.spi.failure.CredentialException;
import dev.podpass.spi.failure.Kind;
import dev.podpass.spi.token.UnverifiedClaims;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * The choice of the identity for a pull. The rule is the same for every cloud, so that no provider
 * has a fallback of its own. No fourth choice will be added.
 *
 * @since 0.1
 */
public sealed interface IdentityChoice<T> {

  /**
   * An identity that an annotation, a flag or a variable names.
   *
   * @param identity the identity
   * @param claims the unverified claims of the pod's token; a named identity needs a token
   */
  record Named<T>(T identity, UnverifiedClaims claims) implements IdentityChoice<T> {}

  /** The node's identity. */
  record Node<T>() implements IdentityChoice<T> {}

  /** No credential. */
  record Anonymous<T>() implements IdentityChoice<T> {}

  /**
   * Chooses. A named identity takes precedence and needs a token; the policy applies only where
   * none is named or none can be used.
   *
   * @param named the identity that an annotation, a flag or a variable names, if any
   * @param howToName the hint if there is no identity
   * @throws CredentialException of kind {@code NO_TOKEN} or {@code NO_IDENTITY} if the policy is to
   *     fail
   */
  static <T> IdentityChoice<T> of(
      CredentialRequest request, Optional<T> named, ProviderSettings settings, String howToName) {
    FallbackPolicy policy = settings.fallbacks();
    UnverifiedClaims claims = request.claims().orElse(null);
    if (claims == null) {
      return fallBack(policy.withoutToken(), IdentityChoice::noToken);
    }
    return named
        .<IdentityChoice<T>>map(identity -> new Named<>(identity, claims))
        .orElseGet(() -> fallBack(policy.withoutIdentity(), () -> noIdentity(claims, howToName)));
  }

  private static <T> IdentityChoice<T> fallBack(
      Fallback fallback, Supplier<CredentialException> failure) {
    return switch (fallback) {
      case NODE -> new Node<>();
      case ANONYMOUS -> new Anonymous<>();
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

  private static CredentialException noIdentity(UnverifiedClaims claims, String howToName) {
    return new CredentialException(
        Kind.NO_IDENTITY,
        "no identity is named for service account "
            + claims.workload()
            + "; kubelet tries the next entry for this image, or pulls anonymously",
        howToName + ", or set --without-identity");
  }
}
