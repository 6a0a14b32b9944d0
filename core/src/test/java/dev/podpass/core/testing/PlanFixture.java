// SPDX-License-Identifier: Apache-2.0
package dev.podpass.core.testing;

import dev.podpass.core.pull.ConfiguredProviders;
import dev.podpass.core.pull.FallbackPolicy;
import dev.podpass.core.pull.Mirrors;
import dev.podpass.core.pull.Providers;
import dev.podpass.core.pull.PullPlan;
import dev.podpass.spi.ProviderOption;
import dev.podpass.spi.ProviderSettings;
import dev.podpass.spi.RegistryCredentialProvider;
import dev.podpass.spi.Sourced;
import dev.podpass.spi.image.ImageReference;
import dev.podpass.spi.token.UnverifiedClaims;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Optional;

/** Plans of a provider for a pod with a token, by settings that a test changes. */
public abstract class PlanFixture {
  protected static final String ISSUER = "https://issuer.example";

  protected final RegistryCredentialProvider provider;

  protected Optional<UnverifiedClaims> claims;

  protected ProviderSettings settings = ProviderSettings.NONE;

  protected FallbackPolicy fallbacks = FallbackPolicy.STRICT;

  protected PlanFixture(RegistryCredentialProvider provider, String audience) {
    this.provider = provider;
    this.claims = Optional.of(PodClaims.with(ISSUER, audience));
  }

  /** The plan for an image, with the annotations of a service account. */
  public final PullPlan plan(String name, Map<String, String> annotations) {
    ImageReference image = ImageReference.parse(name);
    if (!Providers.serves(provider, image.registry(), settings)) {
      throw new NoSuchElementException("not served: " + name);
    }
    return configured().plan(provider, image, claims, annotations);
  }

  /** The provider alone, as it is configured. */
  protected final ConfiguredProviders configured() {
    return new ConfiguredProviders(
        Providers.of(List.of(provider)),
        Map.of(provider.id(), settings),
        fallbacks,
        false,
        Mirrors.NONE,
        List.of());
  }

  /** Whether the provider serves the registry of an image. */
  public final boolean serves(String image) {
    return Providers.serves(provider, ImageReference.parse(image).registry(), settings);
  }

  /** Sets an option. */
  public final void set(ProviderOption<?> option, String value) {
    settings = settings.set(option, new Sourced<>(value, "--test"));
  }
}
