// SPDX-License-Identifier: Apache-2.0
package dev.podpass.dist;

import static dev.podpass.testkit.aws.ErrorStyle.PREFIXED;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.argumentSet;

import dev.podpass.testkit.ExamplePulls;
import dev.podpass.testkit.ExampleWorld;
import dev.podpass.testkit.FakeClouds;
import dev.podpass.testkit.RegistryOptions;
import dev.podpass.testkit.alibaba.AlibabaFaults;
import dev.podpass.testkit.aws.EcrFaults;
import dev.podpass.testkit.aws.StsFaults;
import dev.podpass.testkit.azure.AcrFaults;
import dev.podpass.testkit.azure.ChallengeFaults;
import dev.podpass.testkit.azure.EntraFaults;
import dev.podpass.testkit.exchange.ExchangeFaults;
import dev.podpass.testkit.exchange.FakeExchanges;
import dev.podpass.testkit.gcp.GcpFaults;
import dev.podpass.testkit.kubelet.PluginRequest;
import dev.podpass.testkit.kubelet.PluginRun;
import dev.podpass.testkit.net.Fault;
import dev.podpass.testkit.net.Faults;
import dev.podpass.testkit.net.Where;
import dev.podpass.testkit.oidc.PodToken;
import dev.podpass.testkit.pki.CertificateKind;
import java.net.URI;
import java.time.Duration;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Whatever a cloud, or something in its place, answers, there is one line and no credential. */
class BadCloudIT {
  private static final String STS = "sts.us-east-1.amazonaws.com";
  private static final String ECR = "api.ecr.us-east-1.amazonaws.com";
  private static final String GOOGLE = "sts.googleapis.com";
  private static final String IAM = "iamcredentials.googleapis.com";
  private static final Where ENTRA = Where.host("login.microsoftonline.com");
  private static final Where CHALLENGE = Where.host(ExampleWorld.ACR_REGISTRY).path("/v2/");
  private static final Where EXCHANGE =
      Where.host(ExampleWorld.ACR_REGISTRY).path("/oauth2/exchange");
  private static final URI FILE = URI.create("file:///etc/hostname");
  private static final URI ELSEWHERE = URI.create("https://elsewhere.example.com/");

  @RegisterExtension private static final SharedClouds SHARED = new SharedClouds();

  private final FakeClouds clouds = SHARED.clouds();
  private final BuiltProgram podpass = new BuiltProgram(clouds);

  static Stream<Arguments> faults() {
    return Stream.of(
        ecr(STS, "403", StsFaults.accessDenied(), 77, 1, "AccessDenied (HTTP 403)"),
        ecr(STS, "500", Faults.status(500), 69, 3, "HTTP 500"),
        ecr(STS, "429", Faults.tooManyRequests(Duration.ofSeconds(1)), 75, 6, "HTTP 429"),
        ecr(STS, "garbage", Faults.garbage(), 69, 1, "an answer that cannot be used"),
        ecr(STS, "entity", StsFaults.external("AccessKeyId", FILE), 69, 1, "cannot be used"),
        ecr(STS, "redirect", Faults.redirect(307, ELSEWHERE), 69, 1, "redirect (HTTP 307)"),
        ecr(STS, "oversize", Faults.oversize(2 << 20), 69, 1, "larger than 1 MiB"),
        ecr(STS, "closed in the body", Faults.closeMidBody(), 69, 3, "the connection broke"),
        ecr(
            ECR,
            "403",
            EcrFaults.error(PREFIXED, 400, "AccessDeniedException", "no"),
            77,
            1,
            "on *"),
        ecr(ECR, "{}", Faults.emptyObject(), 69, 1, "cannot be used"),
        gar(GOOGLE, "condition", GcpFaults.attributeCondition(), 77, "attribute condition"),
        gar(GOOGLE, "garbage", Faults.garbage(), 69, "an answer that cannot be used"),
        gar(GOOGLE, "redirect", Faults.redirect(307, ELSEWHERE), 69, "redirect (HTTP 307)"),
        gar(IAM, "403", GcpFaults.permissionDenied(), 77, "iam.serviceAccounts.getAccessToken"),
        gar(IAM, "404", Faults.status(404), 78, "HTTP 404"),
        gar(IAM, "{}", Faults.emptyObject(), 69, "an answer that cannot be used"),
        acr(ENTRA, "policy", EntraFaults.conditionalAccess(), 77, "AADSTS53003"),
        acr(ENTRA, "garbage", Faults.garbage(), 69, "an answer that cannot be used"),
        acr(CHALLENGE, "403", Faults.status(403), 77, "HTTP 403"),
        acr(CHALLENGE, "foreign", ChallengeFaults.realm(ELSEWHERE + "token"), 77, "elsewhere"),
        acr(CHALLENGE, "redirect", Faults.redirect(302, ELSEWHERE), 69, "redirect (HTTP 302)"),
        acr(EXCHANGE, "401", AcrFaults.unauthorized(), 77, "UNAUTHORIZED (HTTP 401)"),
        acr(EXCHANGE, "no token", AcrFaults.refreshToken("x.y.z"), 69, "cannot be used"),
        alibaba(AlibabaFaults.error(403, "NoPrivilege", "no"), 77, "NoPrivilege (HTTP 403): no"),
        own("400", ExchangeFaults.error(400, "invalid_request", "no"), 78, "invalid_request"),
        own("403", ExchangeFaults.error(403, "access_denied", "no"), 77, "trust the issuer"),
        own("garbage", Faults.garbage(), 69, "an answer that cannot be used"),
        own("{}", Faults.emptyObject(), 78, "it has no access_token; hint: correct --exchange-url"),
        own("200 with an error", ExchangeFaults.errorBesides(), 78, "denied (HTTP 200)"),
        own("gzip", Faults.gzip(), 69, "its answer is compressed"));
  }

  private static Arguments ecr(
      String host, String name, Fault fault, int status, int requests, String because) {
    Expected expected = new Expected(status, requests, because);
    return row("ecr " + name, ExamplePulls::ecr, Where.host(host), fault, expected);
  }

  private static Arguments gar(String host, String name, Fault fault, int status, String because) {
    Expected expected = new Expected(status, 1, because);
    return row("gar " + name, ExamplePulls::gar, Where.host(host), fault, expected);
  }

  private static Arguments acr(Where where, String name, Fault fault, int status, String because) {
    int requests = where.equals(EXCHANGE) ? 2 : 1;
    Expected expected = new Expected(status, requests, because);
    return row("acr " + name, ExamplePulls::acr, where, fault, expected);
  }

  private static Arguments alibaba(Fault fault, int status, String because) {
    Where where = Where.host("cr.cn-hangzhou.aliyuncs.com");
    return row("alibaba", ExamplePulls::alibaba, where, fault, new Expected(status, 1, because));
  }

  private static Arguments own(String name, Fault fault, int status, String because) {
    Where where = Where.host(FakeExchanges.TOKEN_EXCHANGE);
    return row("own " + name, ExamplePulls::own, where, fault, new Expected(status, 1, because));
  }

  private static Arguments row(
      String name,
      Function<PodToken, PluginRequest> pull,
      Where where,
      Fault fault,
      Expected expected) {
    return argumentSet(name, pull, where, fault, expected);
  }

  record Expected(int status, int requests, String because) {}

  @ParameterizedTest
  @MethodSource("faults")
  void isToldInOneLine(
      Function<PodToken, PluginRequest> pull, Where where, Fault fault, Expected expected) {
    PluginRequest request = pull.apply(clouds.issuer().token());
    String host = where.host().orElseThrow();
    clouds.misbehave(where, fault, Integer.MAX_VALUE);

    PluginRun run = podpass.run(request, RegistryOptions.of(request.image()));

    assertFails(run, expected.status(), host, expected.because());
    assertThat(clouds.received().requestsTo(host)).hasSize(expected.requests());
    assertThat(clouds.received().requestsTo(ELSEWHERE.getHost())).isEmpty();
  }

  @Test
  void aRefusedImpersonationNeverFallsBackToTheNode() {
    PodToken other = clouds.issuer().token().serviceAccount("team-b", "other");

    PluginRun run =
        podpass.run(ExamplePulls.gar(other), "--without-token=node", "--without-identity=node");

    assertFails(run, 77, IAM, "PERMISSION_DENIED (HTTP 403)", "roles/iam.workloadIdentityUser");
    assertThat(clouds.received().requests()).hasSize(2);
  }

  static Stream<Arguments> connections() {
    return Stream.of(
        argumentSet(
            "unknown CA",
            Faults.certificate(CertificateKind.UNKNOWN_AUTHORITY),
            78,
            "its certificate is not trusted by"),
        argumentSet("closed", Faults.closeInHandshake(), 69, "handshake"),
        argumentSet("proxy says no", Faults.proxyRefuses(403), 78, "HTTP 403"),
        argumentSet("proxy wants a password", Faults.proxyRefuses(407), 78, "HTTPS_PROXY"),
        argumentSet("proxy cannot reach it", Faults.proxyRefuses(502), 69, "HTTP 502"));
  }

  @ParameterizedTest
  @MethodSource("connections")
  void isSentNothingOverAConnectionThatIsNotRight(Fault fault, int status, String because) {
    clouds.misbehave(STS, fault);

    assertFails(podpass.run(request()), status, STS, because);
    assertThat(clouds.received().requests()).isEmpty();
  }

  static Stream<Arguments> slowness() {
    return Stream.of(
        slow("silence", ExamplePulls::ecr, STS, Faults.hang()),
        slow("silence of the proxy", ExamplePulls::ecr, STS, Faults.proxyHangs()),
        slow("dripping body", ExamplePulls::gar, IAM, Faults.dripBody()),
        slow("silence of a registry", ExamplePulls::acr, ExampleWorld.ACR_REGISTRY, Faults.hang()));
  }

  private static Arguments slow(
      String name, Function<PodToken, PluginRequest> pull, String host, Fault fault) {
    return argumentSet(name, pull, host, fault);
  }

  @ParameterizedTest
  @MethodSource("slowness")
  void isNotWaitedForPastTheDeadline(
      Function<PodToken, PluginRequest> pull, String host, Fault fault) {
    clouds.misbehave(host, fault);

    PluginRun run = podpass.run(pull.apply(clouds.issuer().token()), "--deadline=4s");

    assertFails(run, 75, host, "no answer within the deadline of 4 s");
    assertThat(run.duration()).isLessThan(Duration.ofSeconds(7));
  }

  @Tag("smoke")
  @Test
  void isShownNoSecretEvenInATrace() {
    PluginRequest request = request();
    clouds.misbehave(
        STS,
        StsFaults.error(
            400, "InvalidIdentityToken", "x " + request.serviceAccountToken().orElseThrow()));

    PluginRun run = podpass.run(request, "--log-level=debug");

    assertThat(run.exitCode()).isEqualTo(77);
    assertThat(run.stderr()).contains("x [secret]", "    at ");
    Contract.assertNoSecrets(clouds, run.stderr());
  }

  private PluginRequest request() {
    return ExamplePulls.ecr(clouds.issuer().token());
  }

  private void assertFails(PluginRun run, int status, String... because) {
    Contract.assertFails(clouds, run, status, because);
  }
}
