// SPDX-License-Identifier: Apache-2.0
package dev.podpass.provider.acr;

import dev.podpass.core.testing.ProviderTrial;
import dev.podpass.testkit.BindingServer;
import dev.podpass.testkit.ExampleWorld;
import dev.podpass.testkit.FakeClouds;
import dev.podpass.testkit.oidc.PodToken;
import org.junit.jupiter.api.AutoClose;

/** A trial of a pull with identity bindings, against a strict fake of the cluster's endpoint. */
abstract class BindingFixture {
  static final String IMAGE = ExampleWorld.ACR_IMAGE;
  static final String CLIENT = ExampleWorld.AZURE_CLIENT_ID;
  static final String NAME = BindingServer.NAME;

  @AutoClose final ProviderTrial trial = new ProviderTrial(new AcrCredentialProvider());
  final FakeClouds clouds = trial.clouds();
  final BindingServer server = BindingServer.in(clouds);

  BindingFixture() {
    trial.token(pod().mint());
    trial.set(AcrOptions.CLIENT_ID, CLIENT);
    trial.set(AcrOptions.BINDING_SNI, NAME);
    trial.set(AcrOptions.BINDING_SERVER, server.address());
    trial.set(AcrOptions.BINDING_CA, server.caFile().toString());
  }

  PodToken pod() {
    return clouds.issuer().token().audience(BindingServer.AUDIENCE);
  }
}
