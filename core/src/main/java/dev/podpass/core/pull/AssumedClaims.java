// SPDX-License-Identifier: Apache-2.0
package dev.podpass.core.pull;

import dev.podpass.spi.RegistryCredentialProvider;
import dev.podpass.spi.image.RegistryHost;
import dev.podpass.spi.token.ServiceAccountSubject;
import dev.podpass.spi.token.ServiceAccountSubject.ObjectReference;
import dev.podpass.spi.token.UnverifiedClaims;
import dev.podpass.spi.token.UnverifiedClaims.Validity;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Claims to plan with if a request has no token, for {@code explain} and {@code doctor}. */
@FunctionalInterface
public interface AssumedClaims {
  /** A request without a token is planned without one, as kubelet's are. */
  AssumedClaims NONE = (_, _) -> Optional.empty();

  /** Returns the claims; the request has none. */
  Optional<UnverifiedClaims> of(RegistryCredentialProvider provider, RegistryHost host);

  /** The claims that an API server would issue, valid for one hour from now. */
  static UnverifiedClaims of(String serviceAccount, String audience, Instant now) {
    String namespace = serviceAccount.substring(0, serviceAccount.indexOf('/'));
    String name = serviceAccount.substring(namespace.length() + 1);
    return new UnverifiedClaims(
        "https://kubernetes.default.svc",
        "system:serviceaccount:" + namespace + ":" + name,
        List.of(audience),
        new Validity(now.plus(Duration.ofHours(1)), Optional.of(now), Optional.of(now)),
        Optional.empty(),
        new ServiceAccountSubject(
            namespace,
            new ObjectReference(name, Optional.empty()),
            Optional.empty(),
            Optional.empty()));
  }
}
