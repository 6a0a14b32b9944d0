// SPDX-License-Identifier: Apache-2.0
package dev.podpass.provider.exchange;

/**
 * The {@code exchange} provider with the preset of Chainguard's registry, by assumable identities.
 *
 * @see <a
 *     href="https://edu.chainguard.dev/chainguard/administration/assumable-ids/assumable-ids/">its
 *     documentation</a>
 */
public final class ChainguardCredentialProvider extends ExchangeProvider {
  /** Creates the provider. */
  public ChainguardCredentialProvider() {
    super(Preset.CHAINGUARD);
  }
}
