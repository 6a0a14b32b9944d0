// SPDX-License-Identifier: Apache-2.0
package dev.podpass.spi.trust;

import dev.podpass.spi.ProviderOption;
import dev.podpass.spi.failure.CredentialException;
import java.util.List;

/**
 * Generates the cloud setup that lets a service account pull: trust in the cluster's issuer, and
 * permissions. Operators review and run the output; podpass runs none of it.
 *
 * <p>A public class with a public constructor without parameters, named in {@code
 * META-INF/services/dev.podpass.spi.trust.TrustGuide} of its jar. Two guides for one provider are
 * rejected by {@code podpass trust}.
 *
 * @since 0.1
 */
public interface TrustGuide {
  /** The id of the provider whose registries the guide is for. */
  String provider();

  /** Further options; each becomes a flag of {@code podpass trust}. */
  default List<ProviderOption<?>> options() {
    return List.of();
  }

  /**
   * Whether the cloud can trust every service account of a namespace by one rule. Only then a
   * request is for {@link TrustRequest#ALL}.
   */
  default boolean trustsNamespaces() {
    return false;
  }

  /**
   * Finds out what a service account needs.
   *
   * @throws CredentialException of kind {@code CONFIGURATION} if a required option is not set
   */
  Trust trust(TrustRequest request);
}
