// SPDX-License-Identifier: Apache-2.0
package dev.podpass.testkit.aws;

import static dev.podpass.testkit.aws.StsWire.FORM;
import static dev.podpass.testkit.aws.StsWire.HOST;
import static dev.podpass.testkit.aws.StsWire.assertOneRequestId;
import static dev.podpass.testkit.aws.StsWire.assertRefused;
import static dev.podpass.testkit.aws.StsWire.form;
import static org.assertj.core.api.Assertions.assertThat;

import dev.podpass.testkit.ExampleWorld;
import dev.podpass.testkit.FakeClouds;
import dev.podpass.testkit.Options;
import dev.podpass.testkit.oidc.PodToken;
import dev.podpass.testkit.oidc.Signing;
import java.io.IOException;
import java.net.URI;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class FakeStsTest {
  private static final Instant NOW = Instant.parse("2026-01-02T03:04:05Z");

  @AutoClose
  private final FakeClouds clouds =
      FakeClouds.start(Options.defaults().clock(Clock.fixed(NOW, ZoneOffset.UTC)));

  private final StsWire sts = new StsWire(clouds);

  FakeStsTest() {
    ExampleWorld.addTo(clouds);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        FORM,
        FORM + "; charset=utf-8",
        FORM + ";charset=UTF-8",
        "content-type: application/x-www-form-urlencoded; charset=UTF-8"
      })
  void grants(String contentType) throws IOException {
    String answer = sts.post(sts.form().encoded(), contentType);

    Session session = clouds.aws().sessions().getFirst();
    assertThat(answer)
        .startsWith("HTTP/1.1 200 OK\r\nContent-Type: text/xml\r\nx-amzn-RequestId: ")
        .contains("<SubjectFromWebIdentityToken>system:serviceaccount:team-a:app</")
        .contains("<Audience>sts.amazonaws.com</Audience>")
        .contains("<Arn>arn:aws:sts::123456789012:assumed-role/team-a-pull/team-a.app</Arn>")
        .contains("<AccessKeyId>" + session.keys().accessKeyId() + "</AccessKeyId>")
        .contains("<SecretAccessKey>" + session.keys().secretAccessKey() + "</SecretAccessKey>")
        .contains("<SessionToken>" + session.keys().sessionToken() + "</SessionToken>")
        .contains("<Expiration>2026-01-02T04:04:05Z</Expiration>")
        .contains(
            "<Provider>arn:aws:iam::123456789012:oidc-provider/oidc.eks.us-east-1.amazonaws.com/id/EXAMPLED539D4633E53DE1B71EXAMPLE</Provider>")
        .doesNotContain("PackedPolicySize");
    assertOneRequestId(answer);
  }

  @ParameterizedTest
  @EnumSource(names = {"RS256", "ES256"})
  void knowsBothOfTheIssuersKeys(Signing signing) throws IOException {
    assertThat(sts.post(form(clouds.issuer().token().signed(signing)))).startsWith("HTTP/1.1 200 ");
  }

  @Test
  void grantsAsLongAsTheRoleAllows() throws IOException {
    assertThat(sts.post(sts.form().with("DurationSeconds", "900")))
        .contains("T03:19:05Z</Expiration>");
    assertThat(sts.post(sts.form().with("DurationSeconds", "3600")))
        .contains("T04:04:05Z</Expiration>");
  }

  @Test
  void refusesAnotherClustersTokens() throws IOException {
    var foreign = clouds.newIssuer(URI.create("https://oidc.example.com/cluster"));

    assertRefused(
        sts.post(form(foreign.token())),
        400,
        "InvalidIdentityToken",
        "No OpenIDConnect provider found in your account for https://oidc.example.com/cluster");
  }

  @Test
  void anIssuerTheAccountKnowsNeedNotBeTheOneTheRoleTrusts() throws IOException {
    var other = clouds.newIssuer(URI.create("https://oidc.example.com/cluster"));
    clouds
        .aws()
        .iam()
        .registerProvider(ExampleWorld.ACCOUNT, other.published(), "sts.amazonaws.com");

    assertRefused(sts.post(form(other.token())), 403, "AccessDenied", "Not authorized to perform");
  }

  @Test
  void refusesWhomTheRoleDoesNotTrust() throws IOException {
    String message = "Not authorized to perform sts:AssumeRoleWithWebIdentity";
    PodToken otherSubject = clouds.issuer().token().serviceAccount("team-b", "app");

    assertRefused(sts.post(form(otherSubject)), 403, "AccessDenied", message);
    assertRefused(
        sts.post(sts.form().with("RoleArn", "arn:aws:iam::123456789012:role/unknown")),
        403,
        "AccessDenied",
        message);
    clouds
        .aws()
        .iam()
        .registerProvider(
            ExampleWorld.ACCOUNT, clouds.issuer().published(), "sts.amazonaws.com", "other");
    assertRefused(
        sts.post(form(clouds.issuer().token().audience("other"))), 403, "AccessDenied", message);
  }

  @Test
  void refusesOtherRequests() throws IOException {
    String body = sts.form().encoded();

    assertThat(sts.post(body, "Content-Type: application/json")).contains("Content-Type is");
    assertThat(sts.post(body, FORM, "Authorization: AWS4-HMAC-SHA256 x")).contains("is not signed");
    assertThat(sts.post(body + "&Action=AssumeRole", FORM)).contains("Action is given twice");
    assertThat(sts.post("Action", FORM)).contains("<Code>MalformedQueryString</Code>");
    assertThat(sts.postTo("/?Action=AssumeRoleWithWebIdentity", body, FORM))
        .contains("not POST / but POST /?Action");
    assertThat(clouds.aws().sessions()).isEmpty();
  }

  @Test
  void saysWhatItIsToldToSay() throws IOException {
    clouds.misbehave(HOST, StsFaults.emptyResult(), 1);
    assertThat(sts.post(sts.form())).contains("<AssumeRoleWithWebIdentityResult/>");

    clouds.misbehave(HOST, StsFaults.without("Expiration"), 1);
    assertThat(sts.post(sts.form())).contains("<SessionToken>").doesNotContain("<Expiration>");

    clouds.misbehave(HOST, StsFaults.error(503, "ServiceUnavailable", "later & later"), 1);
    assertThat(sts.post(sts.form()))
        .startsWith("HTTP/1.1 503 ")
        .contains("<Type>Receiver</Type>", "<Message>later &amp; later</Message>");

    clouds.misbehave(HOST, StsFaults.expiredToken(), 1);
    assertRefused(sts.post(sts.form()), 400, "ExpiredTokenException", "Token expired");

    clouds.misbehave(HOST, StsFaults.accessDenied(), 1);
    assertRefused(sts.post(sts.form()), 403, "AccessDenied", "Not authorized");
  }
}
