// SPDX-License-Identifier: Apache-2.0
package dev.podpass.provider.ecr;

import dev.podpass.core.testing.ProviderTrial;
import dev.podpass.testkit.ExampleWorld;

/** The provider in the example's world. */
final class EcrTrials {
  static final String STS = "sts.us-east-1.amazonaws.com";
  static final String ECR = "api.ecr.us-east-1.amazonaws.com";

  private EcrTrials() {}

  /** With a token of a service account that the role of the option trusts. */
  static ProviderTrial trusted() {
    ProviderTrial trial = new ProviderTrial(new EcrCredentialProvider());
    trial.token(trial.clouds().issuer().token().mint());
    trial.set(EcrOptions.ROLE_ARN, ExampleWorld.ROLE);
    return trial;
  }
}
