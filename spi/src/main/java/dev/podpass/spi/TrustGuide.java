// SPDX-License-Identifier: Apache-2.0
package dev.podpass.spi;

import dev.podpass.failure.CredentialException;
import java.util.List;

/**
 * Writes down how a cloud is told to believe the tokens of a service account, and to let it pull.
 * What it writes is for people to read before they run it; podpass runs none of it.
 *
 * @since 0.1
 */
public interface TrustGuide {
  /** What has to be known besides; each becomes a flag of {@code podpass trust}. */
  List<ProviderOption<?>> options();

  /**
   * As a shell script with the cloud's own tool, that can be run twice.
   *
   * @throws CredentialException of kind {@code CONFIGURATION} if something has to be set first
   */
  String shell(TrustRequest request);

  /**
   * As a Terraform configuration.
   *
   * @throws CredentialException of kind {@code CONFIGURATION} if something has to be set first
   */
  String terraform(TrustRequest request);
}
