// SPDX-License-Identifier: Apache-2.0
package dev.podpass.spi;

import dev.podpass.failure.CredentialException;
import java.util.List;

/**
 * Generates the cloud setup that lets a service account pull: trust in the cluster's issuer, and
 * permissions. Operators review and run the output; podpass runs none of it.
 *
 * @since 0.1
 */
public interface TrustGuide {
  /** Further options; each becomes a flag of {@code podpass trust}. */
  List<ProviderOption<?>> options();

  /**
   * Returns a shell script for the cloud's own tool that can be run repeatedly.
   *
   * @throws CredentialException of kind {@code CONFIGURATION} if a required option is not set
   */
  String shell(TrustRequest request);

  /**
   * Returns a Terraform configuration.
   *
   * @throws CredentialException of kind {@code CONFIGURATION} if a required option is not set
   */
  String terraform(TrustRequest request);
}
