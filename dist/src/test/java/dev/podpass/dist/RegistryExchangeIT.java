// SPDX-License-Identifier: Apache-2.0
package dev.podpass.dist;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.argumentSet;

import dev.podpass.testkit.ExamplePulls;
import dev.podpass.testkit.ExampleWorld;
import dev.podpass.testkit.FakeClouds;
import dev.podpass.testkit.RegistryOptions;
import dev.podpass.testkit.exchange.FakeExchanges;
import dev.podpass.testkit.exchange.IssuedLogin;
import dev.podpass.testkit.kubelet.AnswerReader;
import dev.podpass.testkit.kubelet.Login;
import dev.podpass.testkit.kubelet.PluginAnswer;
import dev.podpass.testkit.kubelet.PluginRequest;
import dev.podpass.testkit.kubelet.PluginRun;
import dev.podpass.testkit.oidc.PodToken;
import java.time.Duration;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Quay, JFrog, Chainguard and Cloudsmith: good requests, and bad ones. */
class RegistryExchangeIT {

  @RegisterExtension private static final SharedClouds SHARED = new SharedClouds();

  private final FakeClouds clouds = SHARED.clouds();
  private final BuiltProgram podpass = new BuiltProgram(clouds);

  /** One registry: its requests, its images' host and the host of its exchange. */
  record Kind(Function<PodToken, PluginRequest> pull, String host, String exchange) {}

  static Stream<Arguments> registries() {
    return Stream.of(
        row("quay", ExamplePulls::quay, "quay.io", FakeExchanges.QUAY),
        row("jfrog", ExamplePulls::jfrog, "mycompany.jfrog.io", FakeExchanges.JFROG),
        row("chainguard", ExamplePulls::chainguard, "cgr.dev", FakeExchanges.CHAINGUARD),
        row(
            "cloudsmith",
            ExamplePulls::cloudsmith,
            "docker.cloudsmith.io",
            FakeExchanges.CLOUDSMITH));
  }

  private static Arguments row(
      String id, Function<PodToken, PluginRequest> pull, String host, String exchange) {
    return argumentSet(id, id, new Kind(pull, host, exchange));
  }

  @Tag("smoke")
  @ParameterizedTest
  @MethodSource("registries")
  void theAnswerOfTheRegistryIsTheCredential(String id, Kind kind) {
    PluginRequest request = kind.pull().apply(token());

    PluginRun run = run(request);

    PluginAnswer answer = run.answer(AnswerReader.of(request));
    IssuedLogin issued = clouds.exchanges().logins().getLast();
    assertThat(answer.auth()).containsOnlyKeys(kind.host());
    assertThat(answer.loginsFor(kind.host() + "/team/app"))
        .containsExactly(new Login(issued.username(), issued.password()));
    assertThat(answer.cacheDuration().orElseThrow())
        .isBetween(Duration.ofMinutes(40), Duration.ofMinutes(59));
    assertThat(run.stderr()).isEmpty();
    assertThat(clouds.received().requests()).hasSize(1);
  }

  @ParameterizedTest
  @MethodSource("registries")
  void whatTheRegistryDoesNotTrustIsToldInOneLine(String id, Kind kind) {
    assertFails(
        run(kind.pull().apply(token().serviceAccount("team-b", "other"))),
        77,
        kind.exchange(),
        "HTTP 401",
        "system:serviceaccount:team-b:other",
        "podpass trust " + id);
  }

  @ParameterizedTest
  @CsvSource({
    "quay.io.evil.example/a/b",
    "evil.example/quay.io/a",
    "cgr.dev:8443/a/b",
    "x.docker.cloudsmith.io/a/b/c",
    "other.jfrog.io/docker/app"
  })
  void anotherHostIsSentNothing(String image) {
    PluginRequest request =
        PluginRequest.forImage(image)
            .token(token().audience("quay.io").mint())
            .annotation(ExamplePulls.QUAY_ROBOT, ExampleWorld.QUAY_ROBOT);

    assertFails(run(request), 65, " the registry ");
    assertThat(clouds.received().requests()).isEmpty();
  }

  private PluginRun run(PluginRequest request) {
    return podpass.run(request, RegistryOptions.of(request.image()));
  }

  private PodToken token() {
    return clouds.issuer().token();
  }

  private void assertFails(PluginRun run, int status, String... because) {
    Contract.assertFails(clouds, run, status, because);
  }
}
