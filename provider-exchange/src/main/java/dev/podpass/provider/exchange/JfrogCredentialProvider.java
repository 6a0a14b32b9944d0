// SPDX-License-Identifier: Apache-2.0
package dev.podpass.provider.exchange;

/**
 * The {@code exchange} provider with the preset of JFrog Artifactory, by an OIDC integration of the
 * platform.
 *
 * @see <a
 *     href="https://jfrog.com/help/r/jfrog-platform-administration-documentation/openid-connect-integration">its
 *     documentation</a>
 */
public final class JfrogCredentialProvider extends ExchangeProvider {
  /** Creates the provider. */
  public JfrogCredentialProvider() {
    super(Preset.JFROG);
  }
}
