// SPDX-License-Identifier: Apache-2.0
package dev.podpass.spi.trust;

import dev.podpass.spi.IdentityOptions;
import dev.podpass.spi.ProviderSettings;
import dev.podpass.spi.Sourced;
import dev.podpass.spi.failure.CredentialException;
import java.util.Map;
import java.util.Optional;

/**
 * Generates the cloud setup that lets a service account pull: trust in the cluster's issuer, and
 * permissions. Operators review and run the output; podpass runs none of it.
 *
 * <p>A public class with a public constructor without parameters, named in {@code
 * META-INF/services/dev.podpass.spi.trust.TrustGuide} of its jar; one for a provider.
 *
 * @since 0.1
 */
public interface TrustGuide {
  /** {@return the id of the provider whose registries the guide is for} */
  String provider();

  /** {@return the options that name a part of an identity, by the name of the part in a plan} */
  default Map<String, IdentityOptions<?>> identities() {
    return Map.of();
  }

  /**
   * {@return the issuer that an option names, which then is the only one to trust}
   *
   * @param settings the options of the provider
   */
  default Optional<Sourced<String>> issuer(ProviderSettings settings) {
    return Optional.empty();
  }

  /**
   * {@return what a service account needs}
   *
   * @param request for registries of this provider
   * @throws CredentialException of kind {@code USAGE} if an option is missing or does not fit
   */
  Trust trust(TrustRequest request);
}
