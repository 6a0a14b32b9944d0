// SPDX-License-Identifier: Apache-2.0
package dev.podpass.dist;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.argumentSet;

import dev.podpass.testkit.ExamplePulls;
import dev.podpass.testkit.ExampleWorld;
import dev.podpass.testkit.FakeClouds;
import dev.podpass.testkit.RegistryOptions;
import dev.podpass.testkit.exchange.ExchangeFaults;
import dev.podpass.testkit.exchange.FakeExchanges;
import dev.podpass.testkit.exchange.IssuedLogin;
import dev.podpass.testkit.kubelet.AnswerReader;
import dev.podpass.testkit.kubelet.Login;
import dev.podpass.testkit.kubelet.PluginAnswer;
import dev.podpass.testkit.kubelet.PluginRequest;
import dev.podpass.testkit.kubelet.PluginRun;
import dev.podpass.testkit.net.Faults;
import dev.podpass.testkit.oidc.PodToken;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Quay, JFrog, Chainguard and Cloudsmith: good requests, and bad ones. */
class RegistryExchangeIT {
  private static final URI ELSEWHERE = URI.create("https://elsewhere.example.com/");

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
  @MethodSource("registries")
  void aTokenThatHasExpiredOrIsForAnotherIsNotSent(String id, Kind kind) {
    PluginRequest good = kind.pull().apply(token());

    assertFails(
        run(good.token(token().audience("other").mint())), 78, "must have exactly " + kind.host());
    assertFails(run(kind.pull().apply(token().lifetime(Duration.ofMinutes(-5)))), 77, "expired at");
    assertThat(clouds.received().requests()).isEmpty();
  }

  @ParameterizedTest
  @MethodSource("registries")
  void aBadAnswerIsNoCredential(String id, Kind kind) {
    PluginRequest request = kind.pull().apply(token());

    clouds.misbehave(kind.exchange(), Faults.garbage());
    assertFails(run(request), 69, kind.exchange(), "an answer that cannot be used");
    clouds.behave();
    clouds.misbehave(kind.exchange(), ExchangeFaults.errorBesides());
    assertFails(run(request), 69, "it contains an error");
    clouds.behave();
    clouds.misbehave(kind.exchange(), Faults.redirect(302, ELSEWHERE));
    assertFails(run(request), 69, "redirect (HTTP 302)");
    assertThat(clouds.received().requestsTo(ELSEWHERE.getHost())).isEmpty();
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

  @Test
  void anAnnotationNamesAnIdentityAndNothingElse() {
    PluginRequest request =
        ExamplePulls.quay(token())
            .annotation(ExamplePulls.QUAY_ROBOT, "https://elsewhere.example.com/+x");

    assertFails(run(request), 77, ExamplePulls.QUAY_ROBOT);
    assertThat(clouds.received().requests()).isEmpty();
  }

  /** Several registries of one kind have an entry each, with their settings in a file. */
  @Test
  void argumentsMayStandInAFile() throws IOException {
    Path file =
        Files.write(
            clouds.directory().resolve("jfrog.args"),
            List.of(
                "--provider=jfrog",
                "--registry=mycompany.jfrog.io",
                "--exchange-fields=provider_name=" + ExampleWorld.JFROG_PROVIDER));
    PluginRequest request = ExamplePulls.jfrog(token());

    PluginAnswer answer = podpass.run(request, "@" + file).answer(AnswerReader.of(request));

    assertThat(answer.auth()).containsOnlyKeys("mycompany.jfrog.io");
    assertFails(podpass.run(request, "@" + file + ".none"), 64, "cannot be read");
  }

  @Test
  void aHostThatTwoProvidersServeIsRefusedWithTheirOptions() {
    assertFails(
        podpass.run(ExamplePulls.quay(token()), "--passthrough-registry=quay.io"),
        78,
        "quay, passthrough by --passthrough-registry");
    assertThat(clouds.received().requests()).isEmpty();
  }

  /** Whatever is pulled: the node's configuration is wrong. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "--passthrough-registry=cgr.dev|chainguard, passthrough by --passthrough-registry",
        "--registry=eu.gcr.io|gar, quay by --registry, jfrog by --registry",
        "--registry=team.azurecr.io|acr, quay by --registry"
      })
  void aRegistryOfAnOptionThatAnotherProviderServesIsRefused(String option, String providers) {
    PluginRequest request = ExamplePulls.ecr(token());

    assertFails(
        podpass.run(request, option), 78, "several providers serve the registry", providers);
    assertThat(clouds.received().requests()).isEmpty();
    assertThat(podpass.run(request, option, "--provider=ecr").exitCode()).isZero();
  }

  private PluginRun run(PluginRequest request) {
    return podpass.run(request, RegistryOptions.of(request.image()));
  }

  private PodToken token() {
    return clouds.issuer().token();
  }

  private void assertFails(PluginRun run, int status, String... because) {
    FailureContract.assertFails(clouds, run, status, because);
  }
}
