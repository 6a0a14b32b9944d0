// SPDX-License-Identifier: Apache-2.0
package dev.podpass.provider.gar;

import static dev.podpass.provider.gar.GarTrials.IAM;
import static dev.podpass.provider.gar.GarTrials.STS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.argumentSet;

import dev.podpass.core.testing.ProviderTrial;
import dev.podpass.spi.failure.Kind;
import dev.podpass.testkit.ExampleWorld;
import dev.podpass.testkit.FakeClouds;
import dev.podpass.testkit.gcp.FakeGcp;
import dev.podpass.testkit.gcp.GcpFaults;
import dev.podpass.testkit.gcp.PoolProvider;
import dev.podpass.testkit.net.Fault;
import dev.podpass.testkit.net.Faults;
import dev.podpass.testkit.oidc.Signing;
import java.util.stream.Stream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What an operator reads of Google's errors, over TLS, against strict fakes of Google. */
class GarFailureTest {
  private static final String IMAGE = ExampleWorld.GAR_IMAGE;
  private static final String ACCOUNT = ExampleWorld.GCP_SERVICE_ACCOUNT;
  @AutoClose private final ProviderTrial trial = GarTrials.trusted();
  private final FakeClouds clouds = trial.clouds();

  static Stream<Arguments> metadataFaults() {
    return Stream.of(
        row(
            "no account",
            Faults.status(404),
            Kind.CONFIGURATION,
            "give the node a service account"),
        row("no access", Faults.status(403), Kind.CONFIGURATION, "let kubelet reach the meta"),
        row("fault", Faults.status(500), Kind.UNAVAILABLE, "server reports an internal error"),
        row("throttled", Faults.status(429), Kind.TRY_AGAIN, "throttles this node"),
        row("garbage", Faults.garbage(), Kind.UNAVAILABLE, "cannot be used"));
  }

  @ParameterizedTest
  @MethodSource("metadataFaults")
  void tellsWhyTheNodeHasNoToken(Fault fault, Kind kind, String because) {
    trial.token(clouds.issuer().token().audience("other").mint());
    GarTrials.asTheNode(trial);
    clouds.misbehave(FakeGcp.METADATA_HOST, fault);

    trial.assertFails(IMAGE, kind, because);
    assertThat(clouds.received().proxyRequests()).isEmpty();
  }

  static Stream<Arguments> stsFaults() {
    return Stream.of(
        row("condition", GcpFaults.attributeCondition(), Kind.DENIED, "admit the subject sys"),
        row("stale", GcpFaults.staleToken(), Kind.DENIED, "correct the clock"),
        row(
            "issuer",
            GcpFaults.issuerUnreachable(),
            Kind.UNAVAILABLE,
            "let Google fetch the keys of https://"),
        row("target", sts("invalid_target", "x"), Kind.CONFIGURATION, "the project's number"),
        row(
            "subject",
            sts("invalid_request", "The size of mapped attribute google.subject exceeds"),
            Kind.CONFIGURATION,
            "at most 127 bytes"),
        row("request", sts("invalid_request", "x"), Kind.CONFIGURATION, "error code"),
        row("unknown", sts("teapot", "short and stout"), Kind.CONFIGURATION, "short and stout"),
        row("denied", GcpFaults.apiError(403, "PERMISSION_DENIED", "x"), Kind.DENIED, "VPC"),
        row("throttled", GcpFaults.resourceExhausted(), Kind.TRY_AGAIN, "throttles"),
        row("500", GcpFaults.internal(), Kind.UNAVAILABLE, "INTERNAL (HTTP 500): Internal error"),
        row("garbage", Faults.garbage(), Kind.UNAVAILABLE, "cannot be used"));
  }

  private static Fault sts(String error, String description) {
    return GcpFaults.stsError(400, error, description);
  }

  private static Arguments row(String name, Fault fault, Kind kind, String because) {
    return argumentSet(name, fault, kind, because);
  }

  @ParameterizedTest
  @MethodSource("stsFaults")
  void tellsWhyTheTokenIsNotExchanged(Fault fault, Kind kind, String because) {
    trial.annotate("iam.gke.io/gcp-service-account", ACCOUNT);
    clouds.misbehave(STS, fault);

    trial.assertFails(IMAGE, kind, "token exchange at " + STS, because);
    assertThat(clouds.received().connectsTo(IAM + ":443")).isEmpty();
  }

  static Stream<Arguments> iamFaults() {
    return Stream.of(
        row("denied", GcpFaults.permissionDenied(), Kind.DENIED, "iam.workloadIdentityUser"),
        row(
            "not found",
            api(404, "NOT_FOUND"),
            Kind.CONFIGURATION,
            "create or enable the service account"),
        row("state", api(400, "FAILED_PRECONDITION"), Kind.CONFIGURATION, "enable the"),
        row("bearer", api(401, "UNAUTHENTICATED"), Kind.DENIED, "its own token"),
        row(
            "api off",
            GcpFaults.apiError(403, "PERMISSION_DENIED", "API has not been used in project"),
            Kind.CONFIGURATION,
            "enable iamcredentials.googleapis.com"),
        row("throttled", GcpFaults.resourceExhausted(), Kind.TRY_AGAIN, "throttles"),
        row("down", GcpFaults.unavailable(), Kind.UNAVAILABLE, "Google reports an internal error"),
        row("garbage", Faults.garbage(), Kind.UNAVAILABLE, "cannot be used"),
        row("bad time", GcpFaults.with("expireTime", "soon"), Kind.UNAVAILABLE, "cannot be used"));
  }

  private static Fault api(int code, String status) {
    return GcpFaults.apiError(code, status, "it is so");
  }

  @ParameterizedTest
  @MethodSource("iamFaults")
  void tellsWhyTheAccountIsNotImpersonated(Fault fault, Kind kind, String because) {
    trial.annotate("iam.gke.io/gcp-service-account", ACCOUNT);
    clouds.misbehave(IAM, fault);

    trial.assertFails(IMAGE, kind, "generateAccessToken at " + IAM, because);
  }

  @Test
  void tellsAWrongAudienceAndAnUnknownProvider() {
    clouds.gcp().iam().put(provider().allowing("podpass"));
    trial.assertFails(
        IMAGE,
        Kind.CONFIGURATION,
        "add " + ExampleWorld.GCP_PROVIDER + " to the allowed audiences of the pool provider");

    String unknown = ExampleWorld.GCP_PROVIDER.replace("/example", "/nowhere");
    trial.token(clouds.issuer().token().audience(unknown).mint());
    trial.assertFails(
        IMAGE,
        Kind.CONFIGURATION,
        "as pool provider " + unknown + " (the token's audience) for team-a/app");
  }

  @Test
  void tellsWhomToGrantWhat() {
    trial.token(
        clouds
            .issuer()
            .token()
            .audience(ExampleWorld.GCP_PROVIDER)
            .serviceAccount("team-b", "other")
            .mint());
    trial.annotate("iam.gke.io/gcp-service-account", ACCOUNT);

    trial.assertFails(
        IMAGE,
        Kind.DENIED,
        "generateAccessToken at iamcredentials.googleapis.com as service account "
            + ACCOUNT
            + " (annotation iam.gke",
        "for team-b/other failed: PERMISSION_DENIED (HTTP 403)",
        "grant roles/iam.workloadIdentityUser (iam.serviceAccounts.getAccessToken) on " + ACCOUNT,
        "subject system:serviceaccount:team-b:other");
  }

  @Test
  void aForgedTokenIsTheCloudsToRefuse() {
    trial.token(
        clouds
            .issuer()
            .token()
            .audience(ExampleWorld.GCP_PROVIDER)
            .signed(Signing.WRONG_KEY)
            .mint());

    trial.assertFails(IMAGE, Kind.DENIED, "invalid_grant", "could not verify the token");
  }

  @Test
  void anEchoedTokenIsNotShown() {
    String federated = "secret-federated-token";
    trial.annotate("iam.gke.io/gcp-service-account", ACCOUNT);
    clouds.misbehave(STS, GcpFaults.with("access_token", federated));
    clouds.misbehave(IAM, GcpFaults.apiError(401, "UNAUTHENTICATED", "bad token " + federated));

    trial.assertFails(IMAGE, Kind.DENIED, "bad token [secret]");
  }

  private PoolProvider provider() {
    return PoolProvider.of(ExampleWorld.GCP_PROVIDER, clouds.issuer().published());
  }
}
