// SPDX-License-Identifier: Apache-2.0
package dev.podpass.dist;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.argumentSet;

import dev.podpass.testkit.ExamplePulls;
import dev.podpass.testkit.ExampleWorld;
import dev.podpass.testkit.FakeClouds;
import dev.podpass.testkit.Options;
import dev.podpass.testkit.kubelet.AnswerReader;
import dev.podpass.testkit.kubelet.PluginRequest;
import dev.podpass.testkit.kubelet.PluginRun;
import dev.podpass.testkit.net.Headers;
import dev.podpass.testkit.net.ReceivedRequest;
import dev.podpass.testkit.oidc.PodToken;
import dev.podpass.testkit.pki.ServerKeys;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What surrounds the process: environment, proxy, terminal, an open stdin. */
class SurroundingsIT {
  private static final Set<String> DIFFERS =
      Set.of(
          "amz-sdk-invocation-id",
          "client-request-id",
          "content-length",
          "x-acs-accesskey-id",
          "x-acs-date",
          "x-acs-security-token",
          "x-acs-signature-nonce",
          "x-amz-date",
          "x-amz-security-token",
          "x-client-last-telemetry");

  @AutoClose private FakeClouds clouds = ExampleWorld.start();

  static Stream<Arguments> requests() {
    return Stream.of(
        argumentSet("ECR", (Function<PodToken, PluginRequest>) ExamplePulls::ecr),
        argumentSet("GAR", (Function<PodToken, PluginRequest>) ExamplePulls::gar),
        argumentSet("ACR", (Function<PodToken, PluginRequest>) ExamplePulls::acr),
        argumentSet("Alibaba Cloud", (Function<PodToken, PluginRequest>) ExamplePulls::alibaba));
  }

  @ParameterizedTest
  @MethodSource("requests")
  void noOtherVariableAndNoProfileHasAnyInfluence(Function<PodToken, PluginRequest> of)
      throws IOException {
    PluginRequest request = of.apply(clouds.issuer().token());
    BuiltProgram planted = new BuiltProgram(clouds);
    planted.run(request).answer(AnswerReader.of(request));
    List<String> before = normalised();
    clouds.received().clear();

    for (var variable : PlantedEnvironment.in(clouds.directory()).entrySet()) {
      planted = planted.with(variable.getKey(), variable.getValue());
    }
    planted.run(request).answer(AnswerReader.of(request));

    assertThat(normalised()).isEqualTo(before).noneMatch(line -> line.contains("planted"));
  }

  /** The requests without what differs from run to run, as does the order of some. */
  private List<String> normalised() {
    return clouds.received().requests().stream().map(SurroundingsIT::normalised).sorted().toList();
  }

  private static String normalised(ReceivedRequest request) {
    StringBuilder text = new StringBuilder(request.method() + " " + request.host());
    for (Headers.Field field : request.headers().fields()) {
      String value =
          DIFFERS.contains(field.name().toLowerCase(Locale.ROOT))
              ? "…"
              : field.value().replaceAll("(Credential=|Signature=|Bearer )[^,/]*", "$1");
      text.append('\n').append(field.name()).append(": ").append(value);
    }
    return text.append("\n\n")
        .append(request.body().text().replaceAll("access_token=[^&]*", "access_token="))
        .toString();
  }

  @Test
  void aProxysPasswordIsUsedOnceAndNeverShown() {
    clouds.close();
    clouds = ExampleWorld.start(Options.defaults().proxyCredentials("joe", "hunter2-proxy"));
    PluginRequest request = request();

    PluginRun run = new BuiltProgram(clouds).run(request, "--log-level=debug");

    assertThat(run.answer(AnswerReader.of(request)).auth()).hasSize(1);
    assertThat(clouds.received().proxyRequests())
        .hasSize(2)
        .allMatch(connect -> connect.credentials());
    assertThat(run.stderr()).doesNotContain("hunter2-proxy");
    Contract.assertNoSecrets(clouds, run.stderr());
  }

  /** As AWS's and Microsoft's have, and other code than that for the fakes' usual keys. */
  @Test
  void serversMayHaveRsaKeys() {
    clouds.close();
    clouds = ExampleWorld.start(Options.defaults().serverKeys(ServerKeys.RSA2048));
    PluginRequest request = request();

    PluginRun run = new BuiltProgram(clouds).run(request);

    assertThat(run.answer(AnswerReader.of(request)).auth()).hasSize(1);
  }

  @Test
  void anInspectingProxysAuthorityIsAddedWithCaBundle() throws IOException {
    Path none = Files.writeString(clouds.directory().resolve("other.pem"), otherAuthority());
    PluginRequest request = request();
    BuiltProgram distrusting = new BuiltProgram(clouds).with("SSL_CERT_FILE", none.toString());

    Contract.assertFails(
        clouds, distrusting.run(request), 78, "its certificate is not trusted by " + none);
    PluginRun run = distrusting.run(request, "--ca-bundle=" + clouds.caFile());

    assertThat(run.answer(AnswerReader.of(request)).auth()).hasSize(1);
  }

  private static String otherAuthority() throws IOException {
    try (FakeClouds others = FakeClouds.start()) {
      return Files.readString(others.caFile());
    }
  }

  @Test
  void aTerminalIsShownTheUsage() throws Exception {
    String command =
        BuiltProgram.command().stream()
            .map(word -> "'" + word + "'")
            .collect(Collectors.joining(" "));
    Process process =
        new ProcessBuilder("script", "--quiet", "--return", "--command", command, "/dev/null")
            .redirectErrorStream(true)
            .start();

    String output = new String(process.getInputStream().readAllBytes(), UTF_8);
    assertThat(process.waitFor(20, TimeUnit.SECONDS)).isTrue();
    assertThat(process.exitValue()).isEqualTo(64);
    assertThat(output).contains("Usage: podpass", "podpass --help-all: the plugin's options");
  }

  private PluginRequest request() {
    return ExamplePulls.ecr(clouds.issuer().token());
  }
}
