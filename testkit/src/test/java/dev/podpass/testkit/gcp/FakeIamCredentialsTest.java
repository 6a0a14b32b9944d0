// SPDX-License-Identifier: Apache-2.0
package dev.podpass.testkit.gcp;

import static dev.podpass.testkit.gcp.IamWire.BODY;
import static dev.podpass.testkit.gcp.IamWire.HOST;
import static dev.podpass.testkit.gcp.IamWire.PATH;
import static dev.podpass.testkit.gcp.IamWire.assertRefused;
import static dev.podpass.testkit.gcp.IamWire.bearer;
import static dev.podpass.testkit.gcp.IamWire.path;
import static org.assertj.core.api.Assertions.assertThat;

import dev.podpass.testkit.ExampleWorld;
import dev.podpass.testkit.FakeClouds;
import dev.podpass.testkit.Options;
import dev.podpass.testkit.SettableClock;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class FakeIamCredentialsTest {
  private static final Instant NOW = Instant.parse("2026-01-02T03:04:05.678Z");
  private static final String ACCOUNT = ExampleWorld.GCP_SERVICE_ACCOUNT;
  private static final String POOL_PRINCIPAL =
      "principal://iam.googleapis.com/projects/987654321098/locations/global/workloadIdentityPools/clusters/subject/system:serviceaccount:team-a:app";
  private static final String INSUFFICIENT =
      "Permission 'iam.serviceAccounts.getAccessToken' denied on resource (or it may not exist).";

  private final SettableClock clock = new SettableClock(NOW);

  @AutoClose private final FakeClouds clouds = FakeClouds.start(Options.defaults().clock(clock));

  private final IamWire iam = new IamWire(clouds);

  FakeIamCredentialsTest() {
    ExampleWorld.addTo(clouds);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "?$alt=json;enum-encoding%3Dint",
        "?%24alt=json;enum-encoding=int",
        "?alt=json"
      })
  void grants(String query) throws IOException {
    AccessToken caller = iam.federated();

    String answer = iam.postTo(PATH + query, BODY, bearer(caller));

    AccessToken token = clouds.gcp().tokens().getLast();
    assertThat(answer)
        .startsWith("HTTP/1.1 200 OK\r\nContent-Type: application/json; charset=UTF-8\r\n")
        .contains("\"accessToken\" : \"" + token.value() + "\"")
        .contains("\"expireTime\" : \"2026-01-02T03:34:05Z\"");
    assertThat(token.value()).startsWith("ya29.c.").isNotEqualTo(caller.value());
    assertThat(token.principal()).isEqualTo("serviceAccount:" + ACCOUNT);
    assertThat(token.scopes())
        .containsExactly("https://www.googleapis.com/auth/devstorage.read_only");
    assertThat(token.expiry()).isEqualTo(Instant.parse("2026-01-02T03:34:05Z"));
    assertThat(clouds.plantedSecrets()).contains(token.value());
  }

  @Test
  void anAddressMayBeEncodedAndALifeLeftOut() throws IOException {
    String body = "{\"delegates\":[],\"scope\":[\"" + Scopes.CLOUD_PLATFORM + "\"]}";

    assertThat(iam.postTo(path(ACCOUNT.replace("@", "%40")), body, bearer(iam.federated())))
        .contains("\"expireTime\" : \"2026-01-02T04:04:05Z\"");
  }

  @Test
  void knowsWhoMayImpersonate() throws IOException {
    AccessToken caller = iam.federated();
    assertThat(caller.principal()).isEqualTo(POOL_PRINCIPAL);

    put(ServiceAccount.of(ACCOUNT));
    String refused = iam.post(caller, BODY);
    assertRefused(refused, 403, "PERMISSION_DENIED", INSUFFICIENT);
    assertThat(refused)
        .contains("\"@type\" : \"type.googleapis.com/google.rpc.ErrorInfo\"")
        .contains("\"reason\" : \"IAM_PERMISSION_DENIED\"", "\"domain\" : \"iam.googleapis.com\"")
        .contains("\"permission\" : \"iam.serviceAccounts.getAccessToken\"");

    put(ServiceAccount.of(ACCOUNT).impersonatedBy(POOL_PRINCIPAL + "2"));
    assertRefused(iam.post(caller, BODY), 403, "PERMISSION_DENIED", INSUFFICIENT);

    put(ServiceAccount.of(ACCOUNT).impersonatedBy(POOL_PRINCIPAL));
    assertThat(iam.post(caller, BODY)).startsWith("HTTP/1.1 200 ");
  }

  @ParameterizedTest
  @CsvSource({"clusters, 200", "cluster, 403", "other, 403"})
  void aWholePoolMayImpersonate(String pool, int status) throws IOException {
    String all =
        "principalSet://iam.googleapis.com/projects/987654321098/locations/global/workloadIdentityPools/"
            + pool
            + "/*";
    put(ServiceAccount.of(ACCOUNT).impersonatedBy(all));

    assertThat(iam.post(iam.federated(), BODY)).startsWith("HTTP/1.1 " + status + " ");
  }

  @Test
  void aServiceAccountOfAClusterMayImpersonate() throws IOException {
    var cluster = ExampleWorld.gkeCluster(clouds.issuer().published());
    var sts = new StsWire(clouds);
    String own = sts.token().audience(ExampleWorld.GKE_POOL).mint();
    String others =
        sts.token().audience(ExampleWorld.GKE_POOL).serviceAccount("team-b", "app").mint();

    AccessToken caller = sts.exchange(ExchangeForm.of(cluster.name(), own));
    assertThat(iam.post(caller, BODY)).startsWith("HTTP/1.1 200 ");
    AccessToken other = sts.exchange(ExchangeForm.of(cluster.name(), others));
    assertRefused(iam.post(other, BODY), 403, "PERMISSION_DENIED", INSUFFICIENT);
  }

  @Test
  void goesThroughDelegates() throws IOException {
    put(ServiceAccount.of("a@x.example").impersonatedBy(POOL_PRINCIPAL));
    put(ServiceAccount.of("b@x.example").impersonatedBy("serviceAccount:a@x.example"));
    put(ServiceAccount.of(ACCOUNT).impersonatedBy("serviceAccount:b@x.example"));
    AccessToken caller = iam.federated();

    assertThat(iam.post(caller, through("a@x.example", "b@x.example"))).startsWith("HTTP/1.1 200 ");
    assertThat(clouds.gcp().tokens().getLast().principal()).isEqualTo("serviceAccount:" + ACCOUNT);
    assertRefused(iam.post(caller, through("b@x.example")), 403, "PERMISSION_DENIED", INSUFFICIENT);
    assertRefused(iam.post(caller, through("a@x.example")), 403, "PERMISSION_DENIED", INSUFFICIENT);
    assertRefused(iam.post(caller, BODY), 403, "PERMISSION_DENIED", INSUFFICIENT);
    assertRefused(
        iam.post(caller, through("c@x.example")),
        404,
        "NOT_FOUND",
        "Not found; Gaia id not found for email c@x.example");
  }

  @Test
  void knowsWhichAccountsThereAre() throws IOException {
    assertRefused(
        iam.postTo(path("nobody@my-project.example"), BODY, bearer(iam.federated())),
        404,
        "NOT_FOUND",
        "Not found; Gaia id not found for email nobody@my-project.example");
  }

  @Test
  void wantsALiveTokenOfItsUniverse() throws IOException {
    AccessToken caller = iam.federated();
    clouds.gcp().universe("apis.example.goog");
    String invalid = "Request had invalid authentication credentials. Expected OAuth 2 access";

    assertRefused(
        iam.postTo(PATH, BODY),
        401,
        "UNAUTHENTICATED",
        "Request is missing required authentication credential. Expected OAuth 2 access token");
    assertRefused(
        iam.postTo(PATH, BODY, "Authorization: Bearer ya29.guess"),
        401,
        "UNAUTHENTICATED",
        invalid);
    assertRefused(
        iam.postTo(PATH, BODY, "Authorization: Basic " + caller.value()),
        401,
        "UNAUTHENTICATED",
        invalid);
    assertRefused(
        iam.send("iamcredentials.apis.example.goog", PATH, BODY, bearer(caller)),
        401,
        "UNAUTHENTICATED",
        invalid);

    clock.advance(Duration.ofSeconds(3599));
    assertThat(iam.post(caller, BODY)).startsWith("HTTP/1.1 200 ");
    clock.advance(Duration.ofSeconds(1));
    assertRefused(iam.post(caller, BODY), 401, "UNAUTHENTICATED", invalid);
  }

  @ParameterizedTest
  @CsvSource({"cloud-platform, 200", "iam, 200", "devstorage.read_only, 403"})
  void wantsAScope(String scope, int status) throws IOException {
    StsWire sts = new StsWire(clouds);
    AccessToken caller =
        sts.exchange(sts.form().with("scope", "https://www.googleapis.com/auth/" + scope));

    String answer = iam.post(caller, BODY);

    assertThat(answer).startsWith("HTTP/1.1 " + status + " ");
    if (status == 403) {
      assertRefused(
          answer, 403, "PERMISSION_DENIED", "Request had insufficient authentication scopes.");
      assertThat(answer).contains("\"reason\" : \"ACCESS_TOKEN_SCOPE_INSUFFICIENT\"");
    }
  }

  @ParameterizedTest
  @CsvSource({
    "1s, false, 2026-01-02T03:04:06Z",
    "600s, false, 2026-01-02T03:14:05Z",
    "3600s, false, 2026-01-02T04:04:05Z",
    "3601s, true, 2026-01-02T04:04:06Z",
    "43200s, true, 2026-01-02T15:04:05Z",
    "1800.5s, false, 2026-01-02T03:34:05Z"
  })
  void grantsAsLongAsAllowed(String lifetime, boolean longLived, String expiry) throws IOException {
    ServiceAccount account = ServiceAccount.of(ACCOUNT).impersonatedBy(POOL_PRINCIPAL);
    put(longLived ? account.lastingLong() : account);

    assertThat(iam.post(iam.federated(), BODY.replace("1800s", lifetime)))
        .contains("\"expireTime\" : \"" + expiry + "\"");
  }

  @ParameterizedTest
  @CsvSource({
    "0s, false, Lifetime of access token must be larger then zero.",
    "3601s, false, Access tokens for service account team-a-pull@my-project.iam.gserviceaccount.com can not have lifetimes of more than 1 hour.",
    "43201s, true, Request contains an invalid argument.",
    "3600, false, Invalid value at 'lifetime'",
    "-1s, false, Invalid value at 'lifetime'",
    "1h, false, Invalid value at 'lifetime'"
  })
  void refusesOtherLives(String lifetime, boolean longLived, String message) throws IOException {
    ServiceAccount account = ServiceAccount.of(ACCOUNT).impersonatedBy(POOL_PRINCIPAL);
    put(longLived ? account.lastingLong() : account);

    assertRefused(
        iam.post(iam.federated(), BODY.replace("1800s", lifetime)),
        400,
        "INVALID_ARGUMENT",
        message.replace("\"", ""));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "[]",
        "{\"scope\":[\"https://www.googleapis.com/auth/iam\"]}}",
        "{}",
        "{\"scope\":[]}",
        "{\"scope\":\"https://www.googleapis.com/auth/iam\"}",
        "{\"scope\":[1]}",
        "{\"scope\":[\"iam\"]}",
        "{\"scope\":[\"https://www.googleapis.com/auth/iam\"],\"scopes\":[]}",
        "{\"scope\":[\"https://www.googleapis.com/auth/iam\"],\"lifetime\":3600}",
        "{\"scope\":[\"https://www.googleapis.com/auth/iam\"],\"delegates\":[\"a@x.example\"]}"
      })
  void refusesBadBodies(String body) throws IOException {
    AccessToken caller = iam.federated();

    assertThat(iam.post(caller, body))
        .startsWith("HTTP/1.1 400 ")
        .contains("\"status\" : \"INVALID_ARGUMENT\"");
    assertThat(clouds.gcp().tokens()).containsExactly(caller);
  }

  @Test
  void refusesOtherRequests() throws IOException {
    String bearer = bearer(iam.federated());

    assertRefused(
        iam.postTo(PATH.replace("/-/", "/my-project/"), BODY, bearer),
        400,
        "INVALID_ARGUMENT",
        "Invalid form of service account name");
    assertRefused(
        iam.postTo(PATH + "?fields=accessToken", BODY, bearer),
        400,
        "INVALID_ARGUMENT",
        "the testkit does not know the query fields=accessToken");
    assertThat(iam.postTo(PATH.replace("AccessToken", "IdToken"), BODY, bearer))
        .startsWith("HTTP/1.1 404 Not Found\r\nContent-Type: text/html");
  }

  @Test
  void saysWhatItIsToldToSay() throws IOException {
    AccessToken caller = iam.federated();

    clouds.misbehave(HOST, GcpFaults.permissionDenied(), 1);
    assertRefused(iam.post(caller, BODY), 403, "PERMISSION_DENIED", INSUFFICIENT);
    clouds.misbehave(HOST, GcpFaults.accountNotFound("x@y.example"), 1);
    assertRefused(iam.post(caller, BODY), 404, "NOT_FOUND", "Not found; Gaia id not found");
    clouds.misbehave(HOST, GcpFaults.resourceExhausted(), 1);
    assertRefused(iam.post(caller, BODY), 429, "RESOURCE_EXHAUSTED", "Resource has been");
    clouds.misbehave(HOST, GcpFaults.unavailable(), 1);
    assertRefused(iam.post(caller, BODY), 503, "UNAVAILABLE", "The service is currently");

    clouds.misbehave(HOST, GcpFaults.expireTimeWithFraction(), 1);
    assertThat(iam.post(caller, BODY))
        .contains("\"expireTime\":\"2026-01-02T03:34:05.123456789Z\"");
    clouds.misbehave(HOST, GcpFaults.without("accessToken"), 1);
    assertThat(iam.post(caller, BODY)).endsWith("{\"expireTime\":\"2026-01-02T03:34:05Z\"}");
    clouds.misbehave(HOST, GcpFaults.with("expireTime", "tomorrow"), 1);
    assertThat(iam.post(caller, BODY)).endsWith("\"expireTime\":\"tomorrow\"}");
  }

  private void put(ServiceAccount account) {
    clouds.gcp().iam().put(account);
  }

  private static String through(String... delegates) {
    String names =
        "\"projects/-/serviceAccounts/"
            + String.join("\",\"projects/-/serviceAccounts/", delegates)
            + "\"";
    return BODY.replace("{", "{\"delegates\":[" + names + "],");
  }
}
