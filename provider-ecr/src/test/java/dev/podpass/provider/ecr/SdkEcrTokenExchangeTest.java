// SPDX-License-Identifier: Apache-2.0
package dev.podpass.provider.ecr;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.argumentSet;

import dev.podpass.failure.Kind;
import dev.podpass.spi.CacheKeyType;
import dev.podpass.spi.CredentialAnswer.RegistryCredential;
import dev.podpass.spi.Fallback;
import dev.podpass.spi.FallbackPolicy;
import dev.podpass.spi.ProviderOption;
import dev.podpass.testing.ProviderTrial;
import dev.podpass.testkit.ExampleWorld;
import dev.podpass.testkit.FakeClouds;
import dev.podpass.testkit.aws.EcrFaults;
import dev.podpass.testkit.aws.ErrorStyle;
import dev.podpass.testkit.aws.FakeAws;
import dev.podpass.testkit.aws.RegistryPassword;
import dev.podpass.testkit.aws.StsFaults;
import dev.podpass.testkit.net.Fault;
import dev.podpass.testkit.net.Faults;
import dev.podpass.testkit.oidc.Signing;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** The SDK behind its seam, over the real door, against strict fakes of AWS. */
class SdkEcrTokenExchangeTest {
  private static final String STS = "sts.us-east-1.amazonaws.com";
  private static final String ECR = "api.ecr.us-east-1.amazonaws.com";

  private final ProviderTrial trial = new ProviderTrial(new EcrCredentialProvider());
  private final FakeClouds clouds = trial.clouds();

  @BeforeEach
  void asATrustedServiceAccount() {
    trial.token(clouds.issuer().token().mint());
    set(EcrOptions.ROLE_ARN, ExampleWorld.ROLE);
  }

  @AfterEach
  void close() {
    trial.close();
  }

  @Test
  void exchangesTheTokenWithTwoRequests() {
    RegistryCredential credential = exchange(ExampleWorld.IMAGE);

    RegistryPassword issued = clouds.aws().passwords().getFirst();
    assertThat(credential.username()).isEqualTo("AWS");
    assertThat(credential.password().reveal()).isEqualTo(issued.value());
    assertThat(credential.cacheKeyType()).isEqualTo(CacheKeyType.REGISTRY);
    assertThat(clouds.received().requests()).hasSize(2);
    assertThat(clouds.received().requestsTo(ECR).getFirst().body().text())
        .doesNotContain("registryIds");
  }

  @Test
  void theExpiryIsThatOfTheSessionIfThatEndsFirst() {
    RegistryCredential credential = exchange(ExampleWorld.IMAGE);

    assertThat(credential.expiry())
        .contains(clouds.aws().sessions().getFirst().expiry())
        .hasValueSatisfying(end -> assertThat(end).isBefore(in(Duration.ofMinutes(61))));
  }

  @Test
  void theExpiryIsThatOfTheTokenIfThatEndsFirst() {
    clouds.aws().passwordLife(Duration.ofMinutes(10));

    assertThat(exchange(ExampleWorld.IMAGE).expiry())
        .hasValueSatisfying(end -> assertThat(end).isBefore(in(Duration.ofMinutes(11))));
  }

  @Test
  void theExpiryIsUnknownIfEcrDoesNotTell() {
    clouds.misbehave(ECR, EcrFaults.without("expiresAt"));

    assertThat(exchange(ExampleWorld.IMAGE).expiry()).isEmpty();
  }

  @Test
  void theSessionIsNamedNarrowedAndLimited() {
    set(EcrOptions.SESSION_DURATION, "15m");
    set(EcrOptions.SESSION_POLICY, "repository");

    RegistryCredential credential = exchange(ExampleWorld.IMAGE);

    var session = clouds.aws().sessions().getFirst();
    assertThat(credential.cacheKeyType()).isEqualTo(CacheKeyType.IMAGE);
    assertThat(session.name()).isEqualTo("team-a.app");
    assertThat(session.expiry()).isBefore(in(Duration.ofMinutes(16)));
    assertThat(session.allows("ecr:BatchGetImage", repository("team-a/app"))).isTrue();
    assertThat(session.allows("ecr:BatchGetImage", repository("team-a/other"))).isFalse();
    assertThat(session.allows("ecr:PutImage", repository("team-a/app"))).isFalse();
  }

  @ParameterizedTest
  @CsvSource({
    "123456789012.dkr.ecr.eu-west-1.amazonaws.com,"
        + "sts.eu-west-1.amazonaws.com,api.ecr.eu-west-1.amazonaws.com",
    "123456789012.dkr.ecr-fips.us-east-1.amazonaws.com,"
        + "sts-fips.us-east-1.amazonaws.com,api.ecr-fips.us-east-1.amazonaws.com",
    "123456789012.dkr-ecr.us-east-1.on.aws,sts.us-east-1.api.aws,ecr.us-east-1.api.aws",
    "123456789012.dkr-ecr-fips.us-east-1.on.aws,"
        + "sts-fips.us-east-1.api.aws,ecr-fips.us-east-1.api.aws",
    "public.ecr.aws,sts.us-east-1.amazonaws.com,api.ecr-public.us-east-1.amazonaws.com",
    "ecr-public.aws.com,sts.us-east-1.api.aws,ecr-public.us-east-1.api.aws"
  })
  void asksTheEndpointsOfTheHostAndNoOthers(String registry, String sts, String api) {
    exchange(registry + "/team-a/app");

    assertThat(clouds.received().proxyRequests())
        .extracting(r -> r.target())
        .containsExactly(sts + ":443", api + ":443");
  }

  @Test
  void pullsAsTheNodeWithoutAnIdentity() {
    trial.fallBack(new FallbackPolicy(Fallback.FAIL, Fallback.NODE));
    set(EcrOptions.METADATA_ENDPOINT, clouds.ec2Metadata().toString());

    RegistryCredential credential = exchange(ExampleWorld.IMAGE);

    assertThat(clouds.aws().password(credential.password().reveal())).isPresent();
    assertThat(clouds.received().requestsTo(FakeAws.METADATA_HOST))
        .extracting(r -> r.method() + " " + r.path())
        .containsExactly(
            "PUT /latest/api/token",
            "GET /latest/meta-data/iam/security-credentials/",
            "GET /latest/meta-data/iam/security-credentials/node");
    assertThat(clouds.received().connectsTo(STS + ":443")).isEmpty();
  }

  static Stream<Arguments> metadataFaults() {
    return Stream.of(
        argumentSet("no role", Faults.status(404), Kind.CONFIGURATION, "instance profile"),
        argumentSet("no access", Faults.status(403), Kind.CONFIGURATION, "hop limit"),
        argumentSet(
            "fault",
            Faults.status(500),
            Kind.UNAVAILABLE,
            "instance metadata reports an internal error"),
        argumentSet(
            "busy",
            Faults.status(503),
            Kind.UNAVAILABLE,
            "instance metadata reports an internal error"),
        argumentSet("throttled", Faults.status(429), Kind.TRY_AGAIN, "throttles this node"),
        argumentSet("garbage", Faults.garbage(), Kind.UNAVAILABLE, "cannot be used"),
        argumentSet("nothing", Faults.closeUnanswered(), Kind.UNAVAILABLE, "connection broke"));
  }

  @ParameterizedTest
  @MethodSource("metadataFaults")
  void tellsWhyTheNodeHasNoRole(Fault fault, Kind kind, String because) {
    trial.fallBack(new FallbackPolicy(Fallback.FAIL, Fallback.NODE));
    set(EcrOptions.METADATA_ENDPOINT, clouds.ec2Metadata().toString());
    clouds.misbehave(FakeAws.METADATA_HOST, fault);

    assertFails(ExampleWorld.IMAGE, kind, because);
    assertThat(clouds.received().proxyRequests()).isEmpty();
  }

  static Stream<Arguments> stsFaults() {
    return Stream.of(
        row("expired", StsFaults.expiredToken(), Kind.DENIED, "compare the clocks"),
        row("denied", StsFaults.accessDenied(), Kind.DENIED, "system:serviceaccount:team-a:app"),
        row("issuer", StsFaults.idpCommunicationError(), Kind.UNAVAILABLE, "not reach the issuer"),
        row("throttled", StsFaults.throttling(), Kind.TRY_AGAIN, "throttles this account"),
        row("claim", sts(403, "IDPRejectedClaim", ""), Kind.DENIED, "rejected the token"),
        row("region", sts(403, "RegionDisabledException", "x"), Kind.CONFIGURATION, "activate STS"),
        row("policy", sts(400, "PackedPolicyTooLarge", "x"), Kind.CONFIGURATION, "session-policy"),
        row("malformed", sts(400, "MalformedPolicyDocument", "x"), Kind.CONFIGURATION, "none"),
        row("validation", sts(400, "ValidationError", "x"), Kind.CONFIGURATION, "role's maximum"),
        row("unknown", sts(418, "Teapot", "short and stout"), Kind.CONFIGURATION, "Teapot"),
        row("no audience", sts(400, "InvalidIdentityToken", "x"), Kind.DENIED, "JWKS"),
        row("500", Faults.status(500), Kind.UNAVAILABLE, "AWS reports an internal error"),
        row("429", Faults.tooManyRequests(Duration.ZERO), Kind.TRY_AGAIN, "throttles"),
        row("403", Faults.status(403), Kind.DENIED, "HTTP 403"),
        row("garbage", Faults.garbage(), Kind.UNAVAILABLE, "cannot be used"),
        row("nothing", Faults.emptyBody(), Kind.UNAVAILABLE, "cannot be used"),
        row("{}", Faults.emptyObject(), Kind.UNAVAILABLE, "cannot be used"),
        row("empty", StsFaults.emptyResult(), Kind.UNAVAILABLE, "cannot be used"),
        row("no end", StsFaults.without("Expiration"), Kind.UNAVAILABLE, "cannot be used"),
        row("no key", StsFaults.without("SecretAccessKey"), Kind.UNAVAILABLE, "cannot be used"));
  }

  private static Fault sts(int status, String code, String message) {
    return StsFaults.error(status, code, message);
  }

  private static Arguments row(String name, Fault fault, Kind kind, String because) {
    return argumentSet(name, fault, kind, because);
  }

  @ParameterizedTest
  @MethodSource("stsFaults")
  void tellsWhyThereIsNoSession(Fault fault, Kind kind, String because) {
    clouds.misbehave(STS, fault);

    assertFails(ExampleWorld.IMAGE, kind, "AssumeRoleWithWebIdentity at " + STS, because);
    assertThat(clouds.received().connectsTo(ECR + ":443")).isEmpty();
  }

  static Stream<Arguments> ecrFaults() {
    return Stream.of(
        row("denied", ecr("AccessDeniedException"), Kind.DENIED, "ecr:GetAuthorizationToken on *"),
        row("client", ecr("UnrecognizedClientException"), Kind.CONFIGURATION, "clock"),
        row("throttled", EcrFaults.throttling(), Kind.TRY_AGAIN, "throttles"),
        row("server", Faults.status(503), Kind.UNAVAILABLE, "AWS reports an internal error"),
        row("garbage", Faults.garbage(), Kind.UNAVAILABLE, "cannot be used"),
        row("{}", Faults.emptyObject(), Kind.UNAVAILABLE, "cannot be used"),
        row("no data", EcrFaults.noAuthorizationData(), Kind.UNAVAILABLE, "cannot be used"),
        row("no colon", EcrFaults.token("QVdT"), Kind.UNAVAILABLE, "cannot be used"),
        row("no base64", EcrFaults.token("!"), Kind.UNAVAILABLE, "cannot be used"),
        row("no token", EcrFaults.without("authorizationToken"), Kind.UNAVAILABLE, "cannot be"));
  }

  private static Fault ecr(String code) {
    return EcrFaults.error(ErrorStyle.PREFIXED, 400, code, "it is so");
  }

  @ParameterizedTest
  @MethodSource("ecrFaults")
  void tellsWhyThereIsNoToken(Fault fault, Kind kind, String because) {
    clouds.misbehave(ECR, fault);

    assertFails(ExampleWorld.IMAGE, kind, "GetAuthorizationToken at " + ECR, because);
  }

  @Test
  void triesAgainWhatPasses() {
    clouds.misbehave(STS, StsFaults.idpCommunicationError(), 1);
    clouds.misbehave(STS, StsFaults.throttling(), 1);
    clouds.misbehave(ECR, EcrFaults.throttling(), 2);

    assertThat(exchange(ExampleWorld.IMAGE).username()).isEqualTo("AWS");
    assertThat(clouds.received().requestsTo(STS)).hasSize(3);
    assertThat(clouds.received().requestsTo(ECR)).hasSize(3);
  }

  @ParameterizedTest
  @EnumSource
  void knowsThrottlingHoweverItIsSaid(ErrorStyle style) {
    clouds.misbehave(ECR, EcrFaults.error(style, 400, "ThrottlingException", "slow down"), 1);

    assertThat(exchange(ExampleWorld.IMAGE).username()).isEqualTo("AWS");
  }

  @Test
  void theSdkTriesNothingAgainByItself() {
    clouds.misbehave(STS, Faults.status(500));

    assertFails(ExampleWorld.IMAGE, Kind.UNAVAILABLE, "HTTP 500");
    assertThat(clouds.received().requestsTo(STS)).hasSize(3);
  }

  @Test
  void namesWhatAwsSupportAsksFor() {
    trial.token(clouds.issuer().token().serviceAccount("team-b", "other").mint());

    String line =
        assertFails(
            ExampleWorld.IMAGE,
            Kind.DENIED,
            "AssumeRoleWithWebIdentity at sts.us-east-1.amazonaws.com as"
                + " arn:aws:iam::123456789012:role/team-a-pull (--test) for team-b/other failed:"
                + " AccessDenied (HTTP 403): Not authorized to perform"
                + " sts:AssumeRoleWithWebIdentity, request id ",
            "trust policy",
            "the subject system:serviceaccount:team-b:other and the audience sts.amazonaws.com");
    String requestId =
        clouds
            .received()
            .answersOf(STS)
            .getFirst()
            .answer()
            .headers()
            .first("x-amzn-RequestId")
            .orElseThrow();
    assertThat(line).contains(requestId);
  }

  @Test
  void tellsAWrongClientIdFromAnUnknownIssuer() {
    clouds.aws().iam().registerProvider("123456789012", clouds.issuer().published(), "other");
    assertFails(
        ExampleWorld.IMAGE,
        Kind.CONFIGURATION,
        "Incorrect token audience",
        "add sts.amazonaws.com to the client ids (audiences) of the IAM OIDC provider for "
            + clouds.issuer().url());

    trial.token(clouds.newIssuer(URI.create("https://issuer.foreign.example")).token().mint());
    assertFails(
        ExampleWorld.IMAGE,
        Kind.CONFIGURATION,
        "create an IAM OIDC provider for https://issuer.foreign.example");
  }

  @Test
  void aForgedTokenIsTheCloudsToRefuse() {
    trial.token(clouds.issuer().token().signed(Signing.WRONG_KEY).mint());

    assertFails(ExampleWorld.IMAGE, Kind.DENIED, "InvalidIdentityToken", "JWKS");
  }

  @Test
  void anEchoedTokenIsNotShown() {
    String token = clouds.issuer().token().mint();
    trial.token(token);
    clouds.misbehave(STS, StsFaults.error(400, "InvalidIdentityToken", "bad token " + token));

    assertFails(ExampleWorld.IMAGE, Kind.DENIED, "bad token [secret]");
  }

  private String assertFails(String image, Kind kind, String... because) {
    return trial.assertFails(image, kind, because);
  }

  private RegistryCredential exchange(String image) {
    return trial.exchange(image);
  }

  private void set(ProviderOption<?> option, String value) {
    trial.set(option, value);
  }

  private static Instant in(Duration time) {
    return Instant.now().plus(time);
  }

  private static String repository(String name) {
    return "arn:aws:ecr:us-east-1:123456789012:repository/" + name;
  }
}
