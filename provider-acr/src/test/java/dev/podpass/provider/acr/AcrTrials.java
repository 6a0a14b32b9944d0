// SPDX-License-Identifier: Apache-2.0
package dev.podpass.provider.acr;

import dev.podpass.core.testing.ProviderTrial;
import dev.podpass.testkit.ExampleWorld;
import dev.podpass.testkit.FakeClouds;
import dev.podpass.testkit.net.Where;
import dev.podpass.testkit.oidc.PodToken;

/** The provider in the example's world. */
final class AcrTrials {
  static final String ENTRA = "login.microsoftonline.com";
  static final Where EXCHANGE = Where.host(ExampleWorld.ACR_REGISTRY).path("/oauth2/exchange");

  private AcrTrials() {}

  /** With a token of a service account whose annotations name the example's application. */
  static ProviderTrial annotated() {
    ProviderTrial trial = new ProviderTrial(new AcrCredentialProvider());
    trial.token(pod(trial.clouds()).mint());
    trial.annotate("kubernetes.azure.com/acr-client-id", ExampleWorld.AZURE_CLIENT_ID);
    trial.annotate("kubernetes.azure.com/acr-tenant-id", ExampleWorld.AZURE_TENANT);
    return trial;
  }

  /** That token, before it is minted. */
  static PodToken pod(FakeClouds clouds) {
    return clouds.issuer().token().audience(ExampleWorld.AZURE_AUDIENCE);
  }
}
