// SPDX-License-Identifier: Apache-2.0
package dev.podpass.testkit.azure;

import static dev.podpass.testkit.azure.AzureWire.FORM;
import static dev.podpass.testkit.azure.AzureWire.header;
import static dev.podpass.testkit.azure.AzureWire.json;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.params.provider.Arguments.argumentSet;

import com.nimbusds.jwt.JWTParser;
import dev.podpass.testkit.ExampleWorld;
import dev.podpass.testkit.FakeClouds;
import dev.podpass.testkit.Options;
import dev.podpass.testkit.SettableClock;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class FakeAcrTest {
  private static final Instant NOW = Instant.parse("2026-01-02T03:04:05Z");
  private static final String HOST = ExampleWorld.ACR_REGISTRY;
  private static final String REGIONAL = "myregistry.eastus2.geo.azurecr.io";

  private final SettableClock clock = new SettableClock(NOW);

  @AutoClose private final FakeClouds clouds = FakeClouds.start(Options.defaults().clock(clock));

  private final AzureWire azure = new AzureWire(clouds);

  FakeAcrTest() {
    ExampleWorld.addTo(clouds);
  }

  @ParameterizedTest
  @ValueSource(strings = {HOST, REGIONAL})
  void challengesWithTheLoginServersName(String host) throws IOException {
    String answer = azure.get(host, "/v2/");

    assertThat(answer).startsWith("HTTP/1.1 401 ");
    assertThat(header(answer, "Www-Authenticate"))
        .isEqualTo(
            "Bearer realm=\"https://myregistry.azurecr.io/oauth2/token\",service=\"myregistry.azurecr.io\"");
    assertUnauthorized(answer);
  }

  @Test
  void exchangesAnAccessToken() throws Exception {
    String answer = azure.exchange(AzureForm.exchange(HOST, azure.accessToken().value()));

    assertThat(answer).startsWith("HTTP/1.1 200 ").contains("\r\nTransfer-Encoding: chunked\r\n");
    assertThat(header(answer, "X-Ms-Correlation-Request-Id")).hasSize(36);
    String value = json(answer).path("refresh_token").textValue();
    RefreshToken token = clouds.azure().refreshToken(value).orElseThrow();
    assertThat(token.registry()).isEqualTo(HOST);
    assertThat(token.identity())
        .isEqualTo(new Identity(ExampleWorld.AZURE_TENANT, ExampleWorld.AZURE_CLIENT_ID));
    assertThat(token.expiry()).isEqualTo(NOW.plus(Duration.ofHours(3)));
    var claims = JWTParser.parse(value).getJWTClaimsSet();
    assertThat(claims.getExpirationTime()).isEqualTo(token.expiry());
    assertThat(claims.getAudience()).containsExactly(HOST);
    assertThat(claims.getStringClaim("grant_type")).isEqualTo("refresh_token");
    assertThat(clouds.plantedSecrets())
        .contains(value, value.substring(value.lastIndexOf('.') + 1));
  }

  static Stream<Arguments> goodForms() {
    return Stream.of(
        good("its tenant", f -> f.with("tenant", ExampleWorld.AZURE_TENANT)),
        good("its tenant's domain", f -> f.with("tenant", ExampleWorld.AZURE_DOMAIN)),
        good(
            "upstream's form",
            f -> f.with("grant_type", "access_token_refresh_token").with("refresh_token", "x")));
  }

  private static Arguments good(String name, UnaryOperator<AzureForm> change) {
    return argumentSet(name, change);
  }

  @ParameterizedTest
  @MethodSource("goodForms")
  void takesWhatIsDocumented(UnaryOperator<AzureForm> change) throws IOException {
    AzureForm form = AzureForm.exchange(HOST, azure.accessToken().value());

    assertThat(azure.exchange(change.apply(form))).startsWith("HTTP/1.1 200 ");
  }

  static Stream<Arguments> badForms() {
    return Stream.of(
        bad("no grant", f -> f.without("grant_type"), "grant_type is missing"),
        bad("other grant", f -> f.with("grant_type", "refresh_token"), "grant_type is refresh_"),
        bad("no service", f -> f.without("service"), "service is missing"),
        bad("no token", f -> f.without("access_token"), "access_token is missing"),
        bad(
            "no refresh token",
            f -> f.with("grant_type", "access_token_refresh_token"),
            "refresh_token is missing"),
        bad("unknown field", f -> f.with("scope", "x"), "does not know the field scope"));
  }

  private static Arguments bad(String name, UnaryOperator<AzureForm> change, String message) {
    return argumentSet(name, change, message);
  }

  @ParameterizedTest
  @MethodSource("badForms")
  void refusesBadForms(UnaryOperator<AzureForm> change, String message) throws IOException {
    AzureForm form = AzureForm.exchange(HOST, azure.accessToken().value());

    assertThat(azure.exchange(change.apply(form)))
        .startsWith("HTTP/1.1 400 ")
        .contains("\"errors\":[{\"code\":\"", message);
    assertThat(clouds.azure().refreshTokens()).isEmpty();
  }

  @Test
  void refusesOtherRequests() throws IOException {
    String body = AzureForm.exchange(HOST, azure.accessToken().value()).encoded();

    assertThat(azure.get(HOST, AzureWire.EXCHANGE)).startsWith("HTTP/1.1 404 ");
    assertThat(azure.get(HOST, "/v2/apps/api/manifests/1.0")).startsWith("HTTP/1.1 404 ");
    assertThat(azure.post(HOST, AzureWire.EXCHANGE, body, "Content-Type: application/json"))
        .startsWith("HTTP/1.1 400 ");
    assertThat(azure.post(HOST, AzureWire.EXCHANGE, body, FORM, "Authorization: Bearer x"))
        .startsWith("HTTP/1.1 400 ");
    assertThat(clouds.azure().refreshTokens()).isEmpty();
  }

  @Test
  void refusesTokensThatAreNotEntrasForRegistries() throws IOException {
    azure.postToken(
        AzureWire.form(azure.assertion()).with("scope", "https://management.azure.com/.default"));
    String forManagement = clouds.azure().accessTokens().getLast().value();

    assertUnauthorized(azure.exchange(AzureForm.exchange(HOST, forManagement)));
    assertUnauthorized(azure.exchange(AzureForm.exchange(HOST, azure.assertion().mint())));
    assertUnauthorized(azure.exchange(AzureForm.exchange(HOST, "x")));
    assertThat(clouds.azure().refreshTokens()).isEmpty();
  }

  @Test
  void refusesExpiredTokens() throws IOException {
    AzureForm form = AzureForm.exchange(HOST, azure.accessToken().value());

    clock.advance(Duration.ofSeconds(3598));
    assertThat(azure.exchange(form)).startsWith("HTTP/1.1 200 ");
    clock.advance(Duration.ofSeconds(1));
    assertUnauthorized(azure.exchange(form));
  }

  @Test
  void refusesOtherServicesAndTenants() throws IOException {
    String other = "11111111-2222-4333-8444-555555555555";
    clouds.azure().directory().put(Tenant.of(other));
    AzureForm form = AzureForm.exchange(HOST, azure.accessToken().value());

    assertUnauthorized(azure.exchange(form.with("service", "other.azurecr.io")));
    assertUnauthorized(azure.exchange(form.with("tenant", other)));
    assertUnauthorized(azure.exchange(form.with("tenant", "common")));
    clouds.azure().put(Registry.of(HOST, other).pulledBy(ExampleWorld.AZURE_CLIENT_ID));
    assertUnauthorized(azure.exchange(form));
  }

  @Test
  void refusesWhoMayNotPull() throws IOException {
    clouds.azure().put(Registry.of(HOST, ExampleWorld.AZURE_TENANT));

    assertUnauthorized(azure.exchange(AzureForm.exchange(HOST, azure.accessToken().value())));
  }

  @Test
  void networkRulesStopTheExchangeButNotTheChallenge() throws IOException {
    clouds.azure().put(ExampleWorld.acrRegistry().refusingClient("203.0.113.7"));

    assertThat(azure.get(HOST, "/v2/")).startsWith("HTTP/1.1 401 ");
    String answer = azure.exchange(AzureForm.exchange(HOST, azure.accessToken().value()));
    assertThat(answer).startsWith("HTTP/1.1 403 ");
    assertThat(json(answer).at("/errors/0/code").textValue()).isEqualTo("DENIED");
    assertThat(json(answer).at("/errors/0/message").textValue())
        .startsWith(
            "client with IP '203.0.113.7' is not allowed access. Refer https://aka.ms/acr/firewall to grant access. CorrelationId: ");
  }

  @ParameterizedTest
  @ValueSource(strings = {HOST, REGIONAL})
  void aRegionalEndpointExchangesForTheRegistry(String service) throws IOException {
    AzureForm form = AzureForm.exchange(service, azure.accessToken().value());

    assertThat(azure.exchangeAt(REGIONAL, form)).startsWith("HTTP/1.1 200 ");
    assertThat(clouds.azure().refreshTokens().getFirst().registry()).isEqualTo(HOST);
  }

  @Test
  void theLifeOfRefreshTokensIsASetting() throws IOException {
    clouds.azure().refreshTokenLife(Duration.ofMinutes(20));

    azure.exchange(AzureForm.exchange(HOST, azure.accessToken().value()));

    assertThat(clouds.azure().refreshTokens().getFirst().expiry())
        .isEqualTo(NOW.plus(Duration.ofMinutes(20)));
  }

  @Test
  void givesAnonymousTokensIfItIsToldTo() throws IOException {
    String target = "/oauth2/token?service=" + HOST + "&scope=repository%3Aapps%2Fapi%3Apull";
    assertUnauthorized(azure.get(HOST, target));

    clouds.azure().put(ExampleWorld.acrRegistry().pulledByAnyone());

    assertThat(azure.get(HOST, target))
        .startsWith("HTTP/1.1 200 ")
        .contains("{\"access_token\":\"");
    assertUnauthorized(azure.get(HOST, "/oauth2/token?service=other.azurecr.io"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "unknown.azurecr.io",
        "myregistry.azurecr.us",
        "myregistry.westeurope.geo.azurecr.io",
        "myregistry.eastus2.data.azurecr.io",
        "evilmyregistry.azurecr.io"
      })
  void isNowhereElse(String host) {
    assertThatThrownBy(() -> azure.get(host, "/v2/")).hasMessageContaining("502");
  }

  private static void assertUnauthorized(String answer) throws IOException {
    assertThat(answer).startsWith("HTTP/1.1 401 ");
    assertThat(json(answer).at("/errors/0/code").textValue()).isEqualTo("UNAUTHORIZED");
    assertThat(json(answer).at("/errors/0/message").textValue())
        .isEqualTo(
            "authentication required, visit https://aka.ms/acr/authorization for more information. CorrelationId: "
                + header(answer, "X-Ms-Correlation-Request-Id"));
  }
}
