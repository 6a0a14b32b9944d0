// SPDX-License-Identifier: Apache-2.0
package dev.podpass.provider.alibaba;

import dev.podpass.core.testing.ProviderTrial;
import dev.podpass.testkit.ExampleWorld;
import dev.podpass.testkit.oidc.PodToken;

/** The provider in the example's world. */
final class AlibabaTrials {
  static final String IMAGE = ExampleWorld.ALIBABA_IMAGE;
  static final String STS = "sts.cn-hangzhou.aliyuncs.com";
  static final String API = "cr.cn-hangzhou.aliyuncs.com";

  private AlibabaTrials() {}

  /** With a token of a service account that the role of the option trusts. */
  static ProviderTrial trusted() {
    ProviderTrial trial = new ProviderTrial(new AlibabaCredentialProvider());
    trial.token(pod(trial).mint());
    trial.set(AlibabaOptions.ROLE_ARN, ExampleWorld.ALIBABA_ROLE);
    trial.set(AlibabaOptions.PROVIDER_ARN, ExampleWorld.ALIBABA_PROVIDER);
    trial.set(
        AlibabaOptions.INSTANCE,
        ExampleWorld.ALIBABA_REGISTRY + "=" + ExampleWorld.ALIBABA_INSTANCE);
    return trial;
  }

  static PodToken pod(ProviderTrial trial) {
    return trial.clouds().issuer().token().audience(ExampleWorld.ALIBABA_AUDIENCE);
  }
}
