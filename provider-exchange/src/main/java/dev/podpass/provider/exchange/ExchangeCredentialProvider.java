// SPDX-License-Identifier: Apache-2.0
package dev.podpass.provider.exchange;

/** The credential provider for any registry whose exchange is one HTTPS request. */
public final class ExchangeCredentialProvider extends ExchangeProvider {
  /** Creates the provider. */
  public ExchangeCredentialProvider() {
    super(Preset.EXCHANGE);
  }

  @Override
  public boolean takesAnyAudience() {
    return true;
  }
}
