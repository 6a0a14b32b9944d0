// SPDX-License-Identifier: Apache-2.0
package dev.podpass.testkit.azure;

import static dev.podpass.testkit.azure.AzureWire.ENTRA;
import static dev.podpass.testkit.azure.AzureWire.FORM;
import static dev.podpass.testkit.azure.AzureWire.TOKEN;
import static dev.podpass.testkit.azure.AzureWire.form;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.argumentSet;

import dev.podpass.testkit.ExampleWorld;
import dev.podpass.testkit.FakeClouds;
import dev.podpass.testkit.Options;
import java.io.IOException;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class FakeEntraRefusalsTest {
  private static final Instant NOW = Instant.parse("2026-01-02T03:04:05Z");

  @AutoClose
  private final FakeClouds clouds =
      FakeClouds.start(Options.defaults().clock(Clock.fixed(NOW, ZoneOffset.UTC)));

  private final AzureWire azure = new AzureWire(clouds);

  FakeEntraRefusalsTest() {
    ExampleWorld.addTo(clouds);
  }

  static Stream<Arguments> badForms() {
    return Stream.of(
        row(
            "no grant",
            f -> f.without("grant_type"),
            400,
            "invalid_request",
            "AADSTS900144: The request body must contain the following parameter: 'grant_type'."),
        row(
            "other grant",
            f -> f.with("grant_type", "password"),
            400,
            "unsupported_grant_type",
            "AADSTS70003: The app requested an unsupported grant type 'password'."),
        row(
            "no client",
            f -> f.without("client_id"),
            400,
            "invalid_request",
            "AADSTS900144: The request body must contain the following parameter: 'client_id'."),
        row(
            "unknown client",
            f -> f.with("client_id", "11111111-2222-4333-8444-555555555555"),
            400,
            "unauthorized_client",
            "AADSTS700016: Application with identifier '11111111-2222-4333-8444-555555555555' was"
                + " not found in the directory '"
                + ExampleWorld.AZURE_TENANT
                + "'."),
        row(
            "client without credentials",
            f -> f.with("client_id", ExampleWorld.AZURE_NODE_CLIENT_ID),
            401,
            "invalid_client",
            "AADSTS70025: The client '"
                + ExampleWorld.AZURE_NODE_CLIENT_ID
                + "' has no configured federated identity credentials."),
        row(
            "no scope",
            f -> f.without("scope"),
            400,
            "invalid_request",
            "AADSTS900144: The request body must contain the following parameter: 'scope'."),
        row(
            "only OpenID's scopes",
            f -> f.with("scope", "openid profile"),
            400,
            "invalid_scope",
            "AADSTS1002012: The provided value for scope openid profile is not valid."),
        row(
            "no default scope",
            f -> f.with("scope", "https://containerregistry.azure.net/user_impersonation"),
            400,
            "invalid_scope",
            "AADSTS1002012:"),
        row(
            "two resources",
            f -> f.with("scope", "https://a.example/.default https://b.example/.default"),
            400,
            "invalid_scope",
            "AADSTS1002012:"),
        row(
            "unknown resource",
            f -> f.with("scope", "https://a.example/.default"),
            400,
            "invalid_resource",
            "AADSTS500011: The resource principal named https://a.example was not found in the"
                + " tenant named "
                + ExampleWorld.AZURE_TENANT
                + "."),
        row(
            "no assertion",
            f -> f.without("client_assertion"),
            401,
            "invalid_client",
            "AADSTS7000216: 'client_assertion', 'client_secret' or 'request' is required"),
        row(
            "no type of assertion",
            f -> f.without("client_assertion_type"),
            401,
            "invalid_client",
            "AADSTS7000216:"),
        row(
            "other type of assertion",
            f -> f.with("client_assertion_type", "jwt"),
            401,
            "invalid_client",
            "AADSTS7000216:"),
        row(
            "no token at all",
            f -> f.with("client_assertion", "not.a.jwt"),
            401,
            "invalid_client",
            "AADSTS50027: JWT token is invalid or malformed."),
        row(
            "unknown field",
            f -> f.with("tenant", "x"),
            400,
            "invalid_request",
            "the testkit does not know the field tenant"));
  }

  private static Arguments row(
      String name, UnaryOperator<AzureForm> change, int status, String error, String message) {
    return argumentSet(name, change, new EntraRefusal(status, error, message));
  }

  @ParameterizedTest
  @MethodSource("badForms")
  void refusesBadForms(UnaryOperator<AzureForm> change, EntraRefusal expected) throws IOException {
    expected.check(azure.postToken(change.apply(form(azure.assertion()))));
  }

  @ParameterizedTest
  @CsvSource({
    "11111111-2222-4333-8444-555555555555, AADSTS90002: Tenant"
        + " '11111111-2222-4333-8444-555555555555' not found.",
    "unknown.example.com, AADSTS90002: Tenant 'unknown.example.com' not found.",
    "contoso, 'AADSTS900023: Specified tenant identifier ''contoso'' is neither a valid DNS name,"
        + " nor a valid external domain.'"
  })
  void refusesUnknownTenants(String tenant, String message) throws IOException {
    String path = "/" + tenant + "/oauth2/v2.0/token";
    EntraRefusal expected = new EntraRefusal(400, "invalid_request", message);

    expected.check(azure.post(ENTRA, path, form(azure.assertion()).encoded(), FORM));
  }

  @Test
  void refusesAnotherTenantsApplication() throws IOException {
    String other = "11111111-2222-4333-8444-555555555555";
    clouds.azure().directory().put(Tenant.of(other));

    new EntraRefusal(400, "unauthorized_client", "AADSTS700016:")
        .check(
            azure.post(
                ENTRA,
                "/" + other + "/oauth2/v2.0/token",
                form(azure.assertion()).encoded(),
                FORM));
  }

  @Test
  void refusesOtherRequests() throws IOException {
    String body = form(azure.assertion()).encoded();

    assertThat(azure.post(ENTRA, TOKEN, body, "Content-Type: application/json"))
        .contains("Content-Type is application/json");
    assertThat(azure.post(ENTRA, TOKEN, body, FORM, "Authorization: Bearer x"))
        .contains("Authorization was sent");
    assertThat(azure.post(ENTRA, TOKEN, body + "&scope=x", FORM)).contains("scope is given twice");
    assertThat(azure.post(ENTRA, TOKEN, body + "&x", FORM)).contains("no '=' in a field");
    assertThat(azure.post(ENTRA, TOKEN, body + "&x=%zz", FORM)).contains("bad escape");
    assertThat(clouds.azure().accessTokens()).isEmpty();
  }
}
