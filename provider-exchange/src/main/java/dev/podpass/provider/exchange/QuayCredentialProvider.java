// SPDX-License-Identifier: Apache-2.0
package dev.podpass.provider.exchange;

/**
 * The {@code exchange} provider with the preset of quay.io and Red Hat Quay, by robot accounts with
 * federation.
 *
 * @see <a href="https://docs.projectquay.io/manage_quay.html#keyless-auth-robot-accounts">its
 *     documentation</a>
 */
public final class QuayCredentialProvider extends ExchangeProvider {
  /** Creates the provider. */
  public QuayCredentialProvider() {
    super(Preset.QUAY);
  }
}
