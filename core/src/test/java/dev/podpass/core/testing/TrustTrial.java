// SPDX-License-Identifier: Apache-2.0
package dev.podpass.core.testing;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.podpass.spi.ProviderOption;
import dev.podpass.spi.ProviderSettings;
import dev.podpass.spi.Sourced;
import dev.podpass.spi.failure.CredentialException;
import dev.podpass.spi.image.ImageReference;
import dev.podpass.spi.trust.Trust;
import dev.podpass.spi.trust.TrustGuide;
import dev.podpass.spi.trust.TrustRequest;
import java.util.Arrays;

/** The trust setup of a provider for the service account {@code team-a/app} of one cluster. */
public record TrustTrial(
    TrustGuide guide, ProviderSettings settings, String issuer, String serviceAccount) {
  public static TrustTrial of(TrustGuide guide) {
    return new TrustTrial(guide, ProviderSettings.NONE, "https://oidc.example.com/cluster", "app");
  }

  public TrustTrial with(ProviderOption<?> option, String text) {
    return new TrustTrial(
        guide, settings.set(option, new Sourced<>(text, "test")), issuer, serviceAccount);
  }

  public TrustTrial as(String other) {
    return new TrustTrial(guide, settings, issuer, other);
  }

  public TrustTrial issuedBy(String other) {
    return new TrustTrial(guide, settings, other, serviceAccount);
  }

  public Trust trust(String... images) {
    return guide.trust(
        new TrustRequest(
            issuer,
            "team-a",
            serviceAccount,
            Arrays.stream(images).map(ImageReference::parse).toList(),
            settings));
  }

  public String shell(String... images) {
    return trust(images).shell();
  }

  public String removal(String... images) {
    return trust(images).removal();
  }

  public String terraform(String... images) {
    return trust(images).terraform("v1.2.3");
  }

  public void refuses(String because, String... images) {
    assertThatThrownBy(() -> shell(images))
        .isInstanceOf(CredentialException.class)
        .hasMessageContaining(because);
  }
}
