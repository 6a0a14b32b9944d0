// SPDX-License-Identifier: Apache-2.0
package dev.podpass.testkit.gcp;

import static dev.podpass.testkit.gcp.IamWire.BODY;
import static dev.podpass.testkit.gcp.IamWire.PATH;
import static dev.podpass.testkit.gcp.IamWire.assertRefused;
import static dev.podpass.testkit.gcp.IamWire.bearer;
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

class FakeIamCredentialsRefusalsTest {
  private final SettableClock clock = new SettableClock(Instant.parse("2026-01-02T03:04:05Z"));

  @AutoClose private final FakeClouds clouds = FakeClouds.start(Options.defaults().clock(clock));

  private final IamWire iam = new IamWire(clouds);

  FakeIamCredentialsRefusalsTest() {
    ExampleWorld.addTo(clouds);
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
    "0s, false, Lifetime of access token must be larger then zero.",
    "3601s, false, Access tokens for service account team-a-pull@my-project.iam.gserviceaccount.com can not have lifetimes of more than 1 hour.",
    "43201s, true, Request contains an invalid argument.",
    "3600, false, Invalid value at 'lifetime'",
    "-1s, false, Invalid value at 'lifetime'",
    "1h, false, Invalid value at 'lifetime'"
  })
  void refusesOtherLives(String lifetime, boolean longLived, String message) throws IOException {
    AccessToken caller = iam.federated();
    ServiceAccount account =
        ServiceAccount.of(ExampleWorld.GCP_SERVICE_ACCOUNT).impersonatedBy(caller.principal());
    clouds.gcp().iam().put(longLived ? account.lastingLong() : account);

    assertRefused(
        iam.post(caller, BODY.replace("1800s", lifetime)), 400, "INVALID_ARGUMENT", message);
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
}
