// SPDX-License-Identifier: Apache-2.0
package dev.podpass.provider.alibaba;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.argumentSet;

import dev.podpass.core.testing.ProviderTrial;
import dev.podpass.spi.failure.Kind;
import dev.podpass.testkit.ExampleWorld;
import dev.podpass.testkit.alibaba.AlibabaFaults;
import dev.podpass.testkit.net.Answer;
import dev.podpass.testkit.net.Fault;
import dev.podpass.testkit.net.Faults;
import dev.podpass.testkit.oidc.PodToken;
import java.time.Duration;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class AlibabaFailureTest {
  private static final String STS = AlibabaTrials.STS;
  private static final String API = AlibabaTrials.API;
  private static final String TOKEN = "AuthenticationFail.OIDCToken.";

  @AutoClose private final ProviderTrial trial = AlibabaTrials.trusted();

  static Stream<Arguments> tokens() {
    return Stream.of(
        token(
            "of another service account",
            pod -> pod.serviceAccount("team-b", "app"),
            Kind.DENIED,
            "There is no permission, request id ",
            "allow sts:AssumeRole in the role's trust policy to the federated"
                + " principal "
                + ExampleWorld.ALIBABA_PROVIDER),
        token(
            "expired",
            pod -> pod.lifetime(Duration.ofSeconds(-10)),
            Kind.DENIED,
            TOKEN + "Expired (HTTP 401)",
            "correct the clock"));
  }

  private static Arguments token(
      String name, UnaryOperator<PodToken> change, Kind kind, String... because) {
    return argumentSet(name, change, kind, because);
  }

  @ParameterizedTest
  @MethodSource("tokens")
  void aTokenThatIsNotTrustedIsToldWithWhatToTrust(
      UnaryOperator<PodToken> change, Kind kind, String[] because) {
    trial.token(change.apply(AlibabaTrials.pod(trial)).mint());

    trial.assertFails(AlibabaTrials.IMAGE, kind, because);
    assertThat(trial.clouds().alibaba().sessions()).isEmpty();
  }

  @Test
  void anAudienceThatTheProviderDoesNotKnowIsAFailure() {
    trial.set(AlibabaOptions.AUDIENCE, "pull.example.com");
    trial.token(AlibabaTrials.pod(trial).audience("pull.example.com").mint());

    trial.assertFails(
        AlibabaTrials.IMAGE,
        Kind.CONFIGURATION,
        TOKEN + "AudienceNotMatch (HTTP 401)",
        "hint: add pull.example.com to the client ids (audiences) of "
            + ExampleWorld.ALIBABA_PROVIDER);
  }

  @Test
  void anUnknownProviderIsAFailure() {
    trial.set(AlibabaOptions.PROVIDER_ARN, "acs:ram::1:oidc-provider/other");

    trial.assertFails(
        AlibabaTrials.IMAGE,
        Kind.CONFIGURATION,
        "No such OIDC Provider registered.",
        "hint: create the OIDC provider acs:ram::1:oidc-provider/other with the issuer "
            + trial.clouds().issuer().url());
  }

  @Test
  void aRoleThatMayNotPullIsAFailure() {
    trial
        .clouds()
        .alibaba()
        .put(ExampleWorld.alibabaRole(trial.clouds().issuer().published(), false));

    trial.assertFails(
        AlibabaTrials.IMAGE,
        Kind.DENIED,
        "GetAuthorizationToken at " + API + " as role " + ExampleWorld.ALIBABA_ROLE,
        "for team-a/app failed: ",
        "NoPrivilege (HTTP 403)",
        "hint: grant the role cr:GetAuthorizationToken");
  }

  static Stream<Arguments> errors() {
    return Stream.of(
        row(STS, error(401, TOKEN + "InvalidSignature"), Kind.DENIED, "could not verify the token"),
        row(STS, error(401, TOKEN + "Invalid"), Kind.DENIED, "set the issuer of"),
        row(STS, error(401, TOKEN + "HttpsUrlInvalid"), Kind.CONFIGURATION, "set the thumbprints"),
        row(STS, error(404, "EntityNotExist.Role"), Kind.CONFIGURATION, "correct the role's ARN"),
        row(STS, error(400, "InvalidParameter.Policy"), Kind.CONFIGURATION, "see the error code"),
        row(STS, error(403, "Odd"), Kind.DENIED, "Odd (HTTP 403): no, request id "),
        row(STS, AlibabaFaults.throttling(), Kind.TRY_AGAIN, "throttles this account"),
        row(STS, error(400, "SignatureNonceUsed"), Kind.TRY_AGAIN, "got a request twice"),
        row(STS, error(503, "ServiceUnavailable"), Kind.UNAVAILABLE, "reports an internal error"),
        row(STS, AlibabaFaults.without("Credentials"), Kind.UNAVAILABLE, "it has no Credentials"),
        row(STS, Faults.garbage(), Kind.UNAVAILABLE, "it is not JSON"),
        row(STS, Faults.status(403), Kind.DENIED, "failed: HTTP 403"),
        row(API, error(403, "NoPrivilege"), Kind.DENIED, "grant the role cr:GetAuthorizationToken"),
        row(API, error(500, "SystemError"), Kind.UNAVAILABLE, "reports an internal error"),
        row(API, error(400, "SignatureDoesNotMatch"), Kind.CONFIGURATION, "node's clock"),
        row(API, error(400, "InvalidTimeStamp.Expired"), Kind.CONFIGURATION, "node's clock"),
        row(API, error(404, "InvalidAccessKeyId.NotFound"), Kind.CONFIGURATION, "the same site"),
        row(API, AlibabaFaults.throttling(), Kind.TRY_AGAIN, "throttles this account"),
        row(API, Faults.tooManyRequests(Duration.ZERO), Kind.TRY_AGAIN, "throttles requests"),
        row(API, failedWith200("NoPrivilege"), Kind.DENIED, "NoPrivilege (HTTP 200): no"),
        row(API, failedWith200("SystemError"), Kind.UNAVAILABLE, "SystemError (HTTP 200): no"),
        row(API, failedWith200("Throttling"), Kind.TRY_AGAIN, "throttles this account"),
        row(API, failedWith200("Odd"), Kind.CONFIGURATION, "Odd (HTTP 200): no"),
        row(API, AlibabaFaults.without("TempUsername"), Kind.UNAVAILABLE, "it has no TempUsername"),
        row(
            API,
            AlibabaFaults.changing(body -> body.put("TempUsername", "a:b")),
            Kind.UNAVAILABLE,
            "its user name has a colon"),
        row(
            API,
            AlibabaFaults.changing(body -> body.put("AuthorizationToken", "a\nb")),
            Kind.UNAVAILABLE,
            "not allowed in a token"));
  }

  private static Arguments row(String host, Fault fault, Kind kind, String because) {
    return argumentSet(host + ": " + because, host, fault, kind, because);
  }

  private static Fault error(int status, String code) {
    return AlibabaFaults.error(status, code, "no");
  }

  private static Fault failedWith200(String code) {
    return Faults.instead(
        Answer.json(
            200, "{\"Code\":\"%s\",\"IsSuccess\":false,\"Message\":\"no\"}".formatted(code)));
  }

  @ParameterizedTest
  @MethodSource("errors")
  void anErrorIsToldOnOneLine(String host, Fault fault, Kind kind, String because) {
    trial.clouds().misbehave(host, fault, 20);

    assertThat(trial.assertFails(AlibabaTrials.IMAGE, kind, because))
        .doesNotContain("\n")
        .contains("; hint: ");
  }
}
