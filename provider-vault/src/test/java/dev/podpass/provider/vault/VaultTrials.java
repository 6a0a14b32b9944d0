// SPDX-License-Identifier: Apache-2.0
package dev.podpass.provider.vault;

import dev.podpass.core.testing.ProviderTrial;
import dev.podpass.testkit.ExampleWorld;
import dev.podpass.testkit.exchange.FakeExchanges;
import dev.podpass.testkit.exchange.FakeVault;
import dev.podpass.testkit.oidc.PodToken;

/** The provider in the example's world. */
final class VaultTrials {
  static final String IMAGE = ExampleWorld.STORED_IMAGE;
  static final String HOST = FakeExchanges.VAULT;

  private VaultTrials() {}

  static ProviderTrial trusted() {
    ProviderTrial trial = new ProviderTrial(new VaultCredentialProvider());
    trial.set(VaultOptions.REGISTRY, "ghcr.io");
    trial.set(VaultOptions.URL, "https://" + HOST);
    trial.set(VaultOptions.ROLE, "pull");
    trial.set(VaultOptions.SECRET, "secret/data/pull/{namespace}/{serviceaccount}");
    trial.token(pod(trial).mint());
    return trial;
  }

  static PodToken pod(ProviderTrial trial) {
    return trial.clouds().issuer().token().audience(HOST);
  }

  static FakeVault vault(ProviderTrial trial) {
    return trial.clouds().exchanges().vault();
  }
}
