// SPDX-License-Identifier: Apache-2.0
package dev.podpass.provider.ecr;

import static dev.podpass.provider.ecr.EcrTrials.ECR;
import static dev.podpass.provider.ecr.EcrTrials.STS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.argumentSet;

import dev.podpass.core.pull.FallbackPolicy;
import dev.podpass.core.pull.FallbackPolicy.Fallback;
import dev.podpass.core.testing.ProviderTrial;
import dev.podpass.spi.failure.Kind;
import dev.podpass.testkit.ExampleWorld;
import dev.podpass.testkit.FakeClouds;
import dev.podpass.testkit.aws.EcrFaults;
import dev.podpass.testkit.aws.ErrorStyle;
import dev.podpass.testkit.aws.FakeAws;
import dev.podpass.testkit.aws.StsFaults;
import dev.podpass.testkit.net.AnswerFault;
import dev.podpass.testkit.net.Bytes;
import dev.podpass.testkit.net.Fault;
import dev.podpass.testkit.net.Faults;
import java.net.URI;
import java.util.stream.Stream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** What an operator reads of AWS's errors, over TLS, against strict fakes of AWS. */
class EcrFailureTest {
  @AutoClose private final ProviderTrial trial = EcrTrials.trusted();
  private final FakeClouds clouds = trial.clouds();

  static Stream<Arguments> metadataFaults() {
    return Stream.of(
        argumentSet("no role", Faults.status(404), Kind.CONFIGURATION, "instance profile"),
        argumentSet("no access", Faults.status(403), Kind.CONFIGURATION, "hop limit"),
        argumentSet(
            "fault",
            Faults.status(500),
            Kind.UNAVAILABLE,
            "instance metadata reports an internal error"),
        argumentSet("throttled", Faults.status(429), Kind.TRY_AGAIN, "throttles this node"),
        argumentSet("garbage", Faults.garbage(), Kind.UNAVAILABLE, "cannot be used"));
  }

  @ParameterizedTest
  @MethodSource("metadataFaults")
  void tellsWhyTheNodeHasNoRole(Fault fault, Kind kind, String because) {
    trial.fallBack(new FallbackPolicy(Fallback.FAIL, Fallback.NODE));
    trial.set(EcrOptions.METADATA_ENDPOINT, clouds.ec2Metadata().toString());
    clouds.misbehave(FakeAws.METADATA_HOST, fault);

    trial.assertFails(ExampleWorld.IMAGE, kind, because);
    assertThat(clouds.received().proxyRequests()).isEmpty();
  }

  @Test
  void aDocumentOfTheNodeThatIsNoSuccessIsRefused() {
    trial.fallBack(new FallbackPolicy(Fallback.FAIL, Fallback.NODE));
    trial.set(EcrOptions.METADATA_ENDPOINT, clouds.ec2Metadata().toString());
    clouds.misbehave(
        FakeAws.METADATA_HOST,
        new AnswerFault.Altered(answer ->
            answer.withBody(Bytes.of(answer.body().text().replace("Success", "Failed")))));

    trial.assertFails(ExampleWorld.IMAGE, Kind.UNAVAILABLE, "its Code is not Success");
  }

  static Stream<Arguments> stsFaults() {
    return Stream.of(
        row("expired", StsFaults.expiredToken(), Kind.DENIED, "correct the clock"),
        row("denied", StsFaults.accessDenied(), Kind.DENIED, "system:serviceaccount:team-a:app"),
        row(
            "issuer",
            StsFaults.idpCommunicationError(),
            Kind.UNAVAILABLE,
            "let AWS reach the issuer"),
        row("throttled", StsFaults.throttling(), Kind.TRY_AGAIN, "throttles this account"),
        row("claim", sts(403, "IDPRejectedClaim", ""), Kind.DENIED, "rejected the token"),
        row("region", sts(403, "RegionDisabledException", "x"), Kind.CONFIGURATION, "activate STS"),
        row("policy", sts(400, "PackedPolicyTooLarge", "x"), Kind.CONFIGURATION, "session-policy"),
        row("malformed", sts(400, "MalformedPolicyDocument", "x"), Kind.CONFIGURATION, "none"),
        row("validation", sts(400, "ValidationError", "x"), Kind.CONFIGURATION, "role's ARN"),
        row("unknown", sts(418, "Teapot", "short and stout"), Kind.CONFIGURATION, "Teapot"),
        row("no audience", sts(400, "InvalidIdentityToken", "x"), Kind.DENIED, "JWKS"),
        row("500", Faults.status(500), Kind.UNAVAILABLE, "AWS reports an internal error"),
        row("garbage", Faults.garbage(), Kind.UNAVAILABLE, "cannot be used"),
        row("empty", StsFaults.emptyResult(), Kind.UNAVAILABLE, "cannot be used"),
        row("no end", StsFaults.without("Expiration"), Kind.UNAVAILABLE, "cannot be used"));
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

    trial.assertFails(ExampleWorld.IMAGE, kind, "AssumeRoleWithWebIdentity at " + STS, because);
    assertThat(clouds.received().connectsTo(ECR + ":443")).isEmpty();
  }

  static Stream<Arguments> ecrFaults() {
    return Stream.of(
        row("denied", ecr("AccessDeniedException"), Kind.DENIED, "ecr:GetAuthorizationToken on *"),
        row("client", ecr("UnrecognizedClientException"), Kind.CONFIGURATION, "clock"),
        row("throttled", EcrFaults.throttling(), Kind.TRY_AGAIN, "throttles"),
        row("server", Faults.status(503), Kind.UNAVAILABLE, "AWS reports an internal error"),
        row("garbage", Faults.garbage(), Kind.UNAVAILABLE, "cannot be used"),
        row("no data", EcrFaults.noAuthorizationData(), Kind.UNAVAILABLE, "cannot be used"));
  }

  private static Fault ecr(String code) {
    return EcrFaults.error(ErrorStyle.PREFIXED, 400, code, "it is so");
  }

  @ParameterizedTest
  @MethodSource("ecrFaults")
  void tellsWhyThereIsNoToken(Fault fault, Kind kind, String because) {
    clouds.misbehave(ECR, fault);

    trial.assertFails(ExampleWorld.IMAGE, kind, "GetAuthorizationToken at " + ECR, because);
  }

  @ParameterizedTest
  @EnumSource
  void knowsThrottlingHoweverItIsSaid(ErrorStyle style) {
    clouds.misbehave(ECR, EcrFaults.error(style, 400, "ThrottlingException", "slow down"), 1);

    assertThat(trial.exchange(ExampleWorld.IMAGE).username()).isEqualTo("AWS");
  }

  @Test
  void namesWhatAwsSupportAsksFor() {
    trial.token(clouds.issuer().token().serviceAccount("team-b", "other").mint());

    String line =
        trial.assertFails(
            ExampleWorld.IMAGE,
            Kind.DENIED,
            "AssumeRoleWithWebIdentity at sts.us-east-1.amazonaws.com as"
                + " role arn:aws:iam::123456789012:role/team-a-pull (--test) for team-b/other failed:"
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
    trial.assertFails(
        ExampleWorld.IMAGE,
        Kind.CONFIGURATION,
        "Incorrect token audience",
        "add sts.amazonaws.com to the client ids (audiences) of the IAM OIDC provider for "
            + clouds.issuer().url());

    trial.token(clouds.newIssuer(URI.create("https://issuer.foreign.example")).token().mint());
    trial.assertFails(
        ExampleWorld.IMAGE,
        Kind.CONFIGURATION,
        "create an IAM OIDC provider for https://issuer.foreign.example");
  }

  @Test
  void anEchoedTokenIsNotShown() {
    String token = clouds.issuer().token().mint();
    trial.token(token);
    clouds.misbehave(STS, StsFaults.error(400, "InvalidIdentityToken", "bad token " + token));

    trial.assertFails(ExampleWorld.IMAGE, Kind.DENIED, "bad token [secret]");
  }
}
