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
   * Returns a shell script for the cloud's own tool. It can be run repeatedly: it adds what is
   * missing, keeps other settings, and stops at a setting of the same name that differs.
   *
   * @throws CredentialException of kind {@code CONFIGURATION} if a required option is not set
   */
  String shell(TrustRequest request);

  /**
   * Returns the reverse of {@link #shell}: a script that removes what that one adds.
   *
   * @throws CredentialException of kind {@code CONFIGURATION} if a required option is not set
   */
  String removal(TrustRequest request);

  /**
   * Returns a Terraform module.
   *
   * @throws CredentialException of kind {@code CONFIGURATION} if a required option is not set
   */
  String terraform(TrustRequest request);
}
