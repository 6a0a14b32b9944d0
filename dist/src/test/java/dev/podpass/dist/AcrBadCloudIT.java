// SPDX-License-Identifier: Apache-2.0
package dev.podpass.dist;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.argumentSet;

import dev.podpass.testkit.ExamplePulls;
import dev.podpass.testkit.ExampleWorld;
import dev.podpass.testkit.FakeClouds;
import dev.podpass.testkit.azure.AcrFaults;
import dev.podpass.testkit.azure.ChallengeFaults;
import dev.podpass.testkit.azure.EntraFaults;
import dev.podpass.testkit.kubelet.PluginRequest;
import dev.podpass.testkit.kubelet.PluginRun;
import dev.podpass.testkit.net.Fault;
import dev.podpass.testkit.net.Faults;
import dev.podpass.testkit.net.ReceivedRequest;
import dev.podpass.testkit.net.Where;
import java.net.URI;
import java.time.Duration;
import java.util.stream.Stream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Whatever Entra ID, a registry, or something in its place, answers. */
class AcrBadCloudIT {
  private static final String ENTRA = "login.microsoftonline.com";
  private static final String ACR = ExampleWorld.ACR_REGISTRY;
  private static final Where AUTHORITY = Where.host(ENTRA);
  private static final Where CHALLENGE = Where.host(ACR).path("/v2/");
  private static final Where EXCHANGE = Where.host(ACR).path("/oauth2/exchange");
  private static final URI ELSEWHERE = URI.create("https://elsewhere.example.com/");

  @AutoClose private final FakeClouds clouds = ExampleWorld.start();
  private final BuiltProgram podpass = new BuiltProgram(clouds);

  static Stream<Arguments> faults() {
    return Stream.of(
        row(AUTHORITY, "policy", EntraFaults.conditionalAccess(), 77, "AADSTS53003"),
        row(AUTHORITY, "garbage", Faults.garbage(), 69, "an answer that cannot be used"),
        row(AUTHORITY, "oversize", Faults.oversize(2 << 20), 69, "larger than 1 MiB"),
        row(CHALLENGE, "403", Faults.status(403), 77, "HTTP 403"),
        row(CHALLENGE, "redirect", Faults.redirect(302, ELSEWHERE), 69, "redirect (HTTP 302)"),
        row(EXCHANGE, "401", AcrFaults.unauthorized(), 77, "UNAUTHORIZED (HTTP 401)"),
        row(EXCHANGE, "{}", Faults.emptyObject(), 69, "an answer that cannot be used"),
        row(EXCHANGE, "no token", AcrFaults.refreshToken("x.y.z"), 69, "cannot be used"));
  }

  private static Arguments row(Where where, String name, Fault fault, int status, String because) {
    String host = where.host().orElseThrow();
    return argumentSet(
        host + where.pathPrefix().orElse("") + " " + name, where, fault, status, because);
  }

  @ParameterizedTest
  @MethodSource("faults")
  void isToldInOneLine(Where where, Fault fault, int status, String because) {
    clouds.misbehave(where, fault, Integer.MAX_VALUE);

    assertFails(podpass.run(request()), status, where.host().orElseThrow(), because);
    assertThat(clouds.received().requestsTo(ELSEWHERE.getHost())).isEmpty();
  }

  static Stream<Arguments> foreignChallenges() {
    return Stream.of(
        challenge("host", 77, ChallengeFaults.realm("https://elsewhere.example.com/oauth2/token")),
        challenge(
            "suffix", 77, ChallengeFaults.realm("https://" + ACR + ".evil.example/oauth2/token")),
        challenge("service", 77, ChallengeFaults.service("elsewhere.example.com")),
        challenge("no challenge", 69, ChallengeFaults.headers()));
  }

  private static Arguments challenge(String name, int status, Fault fault) {
    return argumentSet(name, status, fault);
  }

  @ParameterizedTest
  @MethodSource("foreignChallenges")
  void noTokenFollowsAForeignChallenge(int status, Fault fault) {
    clouds.misbehave(ACR, fault);

    assertFails(podpass.run(request()), status, ACR);
    assertThat(clouds.received().requestsTo(ACR))
        .extracting(ReceivedRequest::path)
        .containsOnly("/v2/");
    assertThat(clouds.received().requestsTo(ELSEWHERE.getHost())).isEmpty();
  }

  @Test
  void aSubjectThatNoFederatedCredentialNamesIsShownWithItsIssuer() {
    PluginRequest request =
        ExamplePulls.acr(clouds.issuer().token().serviceAccount("team-b", "other"));

    assertFails(
        podpass.run(request, "--without-identity=node"),
        77,
        "AADSTS700213",
        "system:serviceaccount:team-b:other",
        clouds.issuer().url());
    assertThat(clouds.azure().accessTokens()).isEmpty();
  }

  @Test
  void isNotWaitedForPastTheDeadline() {
    clouds.misbehave(ACR, Faults.hang());

    PluginRun run = podpass.run(request(), "--deadline=4s");

    assertFails(run, 75, ACR, "no answer within the deadline of 4 s");
    assertThat(run.duration()).isLessThan(Duration.ofSeconds(7));
  }

  private PluginRequest request() {
    return ExamplePulls.acr(clouds.issuer().token());
  }

  private void assertFails(PluginRun run, int status, String... because) {
    FailureContract.assertFails(clouds, run, status, because);
  }
}
