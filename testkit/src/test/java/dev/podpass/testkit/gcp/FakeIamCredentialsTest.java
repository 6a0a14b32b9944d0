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
import java.io.IOException;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
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

  @AutoClose
  private final FakeClouds clouds =
      FakeClouds.start(Options.defaults().clock(Clock.fixed(NOW, ZoneOffset.UTC)));

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
