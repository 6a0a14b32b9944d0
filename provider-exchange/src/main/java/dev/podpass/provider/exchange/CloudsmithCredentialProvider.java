// SPDX-License-Identifier: Apache-2.0
package dev.podpass.provider.exchange;

/**
 * The {@code exchange} provider with the preset of Cloudsmith, by service accounts of an
 * organization.
 *
 * @see <a href="https://docs.cloudsmith.com/authentication/openid-connect">its documentation</a>
 */
public final class CloudsmithCredentialProvider extends ExchangeProvider {
  /** Creates the provider. */
  public CloudsmithCredentialProvider() {
    super(Preset.CLOUDSMITH);
  }
}
