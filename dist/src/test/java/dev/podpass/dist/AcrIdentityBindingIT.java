// SPDX-License-Identifier: Apache-2.0
package dev.podpass.dist;

import static org.assertj.core.api.Assertions.assertThat;

import dev.podpass.testkit.BindingServer;
import dev.podpass.testkit.ExamplePulls;
import dev.podpass.testkit.ExampleWorld;
import dev.podpass.testkit.FakeClouds;
import dev.podpass.testkit.kubelet.AnswerReader;
import dev.podpass.testkit.kubelet.PluginAnswer;
import dev.podpass.testkit.kubelet.PluginRequest;
import dev.podpass.testkit.kubelet.PluginRun;
import dev.podpass.testkit.net.TlsConnection;
import java.util.Optional;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

/** Pulls from Azure Container Registry with identity bindings of AKS. */
class AcrIdentityBindingIT {
  private static final String CLIENT = ExamplePulls.ACR_CLIENT;
  private static final String NAME = BindingServer.NAME;
  private static final String REGISTRY = ExampleWorld.ACR_REGISTRY;

  @AutoClose private final FakeClouds clouds = ExampleWorld.start();
  private final BindingServer server = BindingServer.in(clouds);
  private final BuiltProgram podpass = new BuiltProgram(clouds);

  @Test
  void thePodsTokenGoesToTheClusterAloneAndTheRestThroughTheProxy() {
    PluginRequest request = annotated();

    PluginRun run = run(request);

    assertAdmits(run.answer(AnswerReader.of(request)));
    assertThat(run.stderr()).isEmpty();
    assertThat(clouds.received().tlsConnectionsTo(NAME))
        .extracting(TlsConnection::serverName)
        .containsExactly(Optional.of(NAME));
    assertThat(clouds.received().proxyRequests())
        .extracting(asked -> asked.target())
        .containsExactly(REGISTRY + ":443");
  }

  @Test
  void aCaOfAnotherServerIsRefusedBeforeAnythingIsSent() {
    Contract.assertFails(
        clouds,
        podpass.run(
            annotated(),
            "--acr-identity-binding-sni=" + NAME,
            "--acr-identity-binding-server=" + server.address(),
            "--acr-identity-binding-ca=" + clouds.caFile()),
        78,
        "on 127.0.0.1 failed: its certificate is not trusted by " + clouds.caFile(),
        "compare --acr-identity-binding-sni");
    assertThat(clouds.received().requestsTo(NAME)).isEmpty();
  }

  private PluginRun run(PluginRequest request) {
    return podpass.run(request, server.options().toArray(String[]::new));
  }

  private PluginRequest annotated() {
    return request().annotation(CLIENT, ExampleWorld.AZURE_CLIENT_ID);
  }

  private PluginRequest request() {
    return PluginRequest.forImage(ExampleWorld.ACR_IMAGE)
        .token(clouds.issuer().token().audience(BindingServer.AUDIENCE).mint());
  }

  private void assertAdmits(PluginAnswer answer) {
    assertThat(answer.auth()).containsOnlyKeys(REGISTRY);
    String password = answer.loginsFor(ExampleWorld.ACR_IMAGE).getFirst().password();
    assertThat(clouds.azure().refreshToken(password).orElseThrow().identity().clientId())
        .isEqualTo(ExampleWorld.AZURE_CLIENT_ID);
  }
}
