// SPDX-License-Identifier: Apache-2.0
package dev.podpass.core.testing;

import dev.podpass.spi.CredentialRequest;
import dev.podpass.spi.ExchangePlan;
import dev.podpass.spi.FallbackPolicy;
import dev.podpass.spi.ProviderOption;
import dev.podpass.spi.ProviderSettings;
import dev.podpass.spi.RegistryCredentialProvider;
import dev.podpass.spi.Sourced;
import dev.podpass.spi.image.ImageReference;
import dev.podpass.spi.token.UnverifiedClaims;
import java.util.Map;
import java.util.Optional;

/** Plans of a provider for a pod with a token, by settings that a test changes. */
public abstract class PlanFixture {
  protected static final String ISSUER = "https://issuer.example";

  protected final RegistryCredentialProvider provider;

  protected Optional<UnverifiedClaims> claims;

  protected ProviderSettings settings = ProviderSettings.with(FallbackPolicy.STRICT);

  protected PlanFixture(RegistryCredentialProvider provider, String audience) {
    this.provider = provider;
    this.claims = Optional.of(PodClaims.with(ISSUER, audience));
  }

  /** The plan for an image, with the annotations of a service account. */
  public final ExchangePlan plan(String name, Map<String, String> annotations) {
    ImageReference image = ImageReference.parse(name);
    return provider
        .serve(image.registry(), settings)
        .orElseThrow()
        .plan(new CredentialRequest(image, annotations, claims));
  }

  /** Sets an option. */
  public final void set(ProviderOption<?> option, String value) {
    settings = settings.set(option, new Sourced<>(value, "--test"));
  }
}
