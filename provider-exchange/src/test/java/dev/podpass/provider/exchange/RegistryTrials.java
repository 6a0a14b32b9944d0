// SPDX-License-Identifier: Apache-2.0
package dev.podpass.provider.exchange;

import dev.podpass.core.testing.ProviderTrial;
import dev.podpass.spi.RegistryCredentialProvider;
import dev.podpass.testkit.ExamplePulls;
import dev.podpass.testkit.ExampleWorld;

/** The provider of each registry in the example's world, with a token that the registry trusts. */
final class RegistryTrials {
  private RegistryTrials() {}

  static ProviderTrial quay() {
    ProviderTrial trial = with(new ExchangeCredentialProvider.Quay(), "quay.io");
    trial.annotate(ExamplePulls.QUAY_ROBOT, ExampleWorld.QUAY_ROBOT);
    return trial;
  }

  static ProviderTrial jfrog() {
    ProviderTrial trial = with(new ExchangeCredentialProvider.Jfrog(), "mycompany.jfrog.io");
    trial.set(Preset.JFROG.entry().registry(), "mycompany.jfrog.io");
    trial.set(ExchangeOptions.FIELDS, "provider_name=" + ExampleWorld.JFROG_PROVIDER);
    return trial;
  }

  static ProviderTrial chainguard() {
    ProviderTrial trial = with(new ExchangeCredentialProvider.Chainguard(), "cgr.dev");
    trial.annotate(ExamplePulls.CHAINGUARD_IDENTITY, ExampleWorld.CHAINGUARD_IDENTITY);
    return trial;
  }

  static ProviderTrial cloudsmith() {
    ProviderTrial trial = with(new ExchangeCredentialProvider.Cloudsmith(), "docker.cloudsmith.io");
    trial.set(ExchangeOptions.FIELDS, "organization=" + ExampleWorld.CLOUDSMITH_ORGANIZATION);
    trial.annotate(ExamplePulls.CLOUDSMITH_SERVICE, ExampleWorld.CLOUDSMITH_SERVICE);
    return trial;
  }

  private static ProviderTrial with(RegistryCredentialProvider provider, String audience) {
    ProviderTrial trial = new ProviderTrial(provider);
    trial.token(trial.clouds().issuer().token().audience(audience).mint());
    return trial;
  }
}
