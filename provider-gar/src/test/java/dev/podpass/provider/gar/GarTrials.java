// SPDX-License-Identifier: Apache-2.0
package dev.podpass.provider.gar;

import dev.podpass.core.pull.FallbackPolicy;
import dev.podpass.core.pull.FallbackPolicy.Fallback;
import dev.podpass.core.testing.ProviderTrial;
import dev.podpass.testkit.ExampleWorld;

/** The provider in the example's world. */
final class GarTrials {
  static final String STS = "sts.googleapis.com";
  static final String IAM = "iamcredentials.googleapis.com";

  private GarTrials() {}

  /** With a token for the example's workload identity pool provider. */
  static ProviderTrial trusted() {
    ProviderTrial trial = new ProviderTrial(new GarCredentialProvider());
    trial.token(trial.clouds().issuer().token().audience(ExampleWorld.GCP_PROVIDER).mint());
    return trial;
  }

  /** Lets a trial pull as the node where no identity is named. */
  static void asTheNode(ProviderTrial trial) {
    trial.fallBack(new FallbackPolicy(Fallback.FAIL, Fallback.NODE));
    trial.set(GarOptions.METADATA_ENDPOINT, trial.clouds().gceMetadata().getAuthority());
  }
}
