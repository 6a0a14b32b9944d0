// SPDX-License-Identifier: Apache-2.0
package dev.podpass.provider.acr;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.argumentSet;

import dev.podpass.failure.Kind;
import dev.podpass.spi.CacheKeyType;
import dev.podpass.spi.CredentialAnswer.RegistryCredential;
import dev.podpass.testing.ProviderTrial;
import dev.podpass.testkit.ExampleWorld;
import dev.podpass.testkit.FakeClouds;
import dev.podpass.testkit.azure.AccessToken;
import dev.podpass.testkit.azure.AcrFaults;
import dev.podpass.testkit.azure.Application;
import dev.podpass.testkit.azure.AzureCloud;
import dev.podpass.testkit.azure.EntraFaults;
import dev.podpass.testkit.azure.FederatedCredential;
import dev.podpass.testkit.azure.RefreshToken;
import dev.podpass.testkit.azure.Registry;
import dev.podpass.testkit.azure.Tenant;
import dev.podpass.testkit.net.Answer;
import dev.podpass.testkit.net.AnswerFault;
import dev.podpass.testkit.net.Bytes;
import dev.podpass.testkit.net.Fault;
import dev.podpass.testkit.net.Faults;
import dev.podpass.testkit.net.ReceivedRequest;
import dev.podpass.testkit.net.Where;
import dev.podpass.testkit.oidc.PodToken;
import dev.podpass.testkit.oidc.Signing;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.regex.Matcher;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Azure's library behind its seam, over the real door, against strict fakes of Azure. */
class SdkAcrTokenExchangeTest {
  private static final String ENTRA = "login.microsoftonline.com";
  private static final String REGISTRY = ExampleWorld.ACR_REGISTRY;
  private static final String IMAGE = ExampleWorld.ACR_IMAGE;
  private static final String CLIENT = ExampleWorld.AZURE_CLIENT_ID;
  private static final String TENANT = ExampleWorld.AZURE_TENANT;
  private static final Where EXCHANGE = Where.host(REGISTRY).path("/oauth2/exchange");

  private final ProviderTrial trial = new ProviderTrial(new AcrCredentialProvider());
  private final FakeClouds clouds = trial.clouds();

  @BeforeEach
  void anAnnotatedServiceAccountsToken() {
    trial.token(pod().mint());
    trial.annotate("kubernetes.azure.com/acr-client-id", CLIENT);
    trial.annotate("kubernetes.azure.com/acr-tenant-id", TENANT);
  }

  private PodToken pod() {
    return clouds.issuer().token().audience(ExampleWorld.AZURE_AUDIENCE);
  }

  @AfterEach
  void close() {
    trial.close();
  }

  @Test
  void theRegistrysTokenIsThePasswordWithThreeRequestsOverTwoHandshakes() {
    RegistryCredential credential = trial.exchange(IMAGE);

    RefreshToken issued = clouds.azure().refreshTokens().getFirst();
    assertThat(credential.username()).isEqualTo("00000000-0000-0000-0000-000000000000");
    assertThat(credential.password().reveal()).isEqualTo(issued.value());
    assertThat(credential.expiry()).contains(issued.expiry());
    assertThat(credential.cacheKeyType()).isEqualTo(CacheKeyType.REGISTRY);
    assertThat(issued.registry()).isEqualTo(REGISTRY);
    assertThat(issued.identity().clientId()).isEqualTo(CLIENT);
    assertThat(clouds.azure().accessTokens())
        .extracting(AccessToken::audience)
        .containsExactly("https://containerregistry.azure.net");
    assertThat(clouds.received().requests())
        .extracting(request -> request.method() + " " + request.host() + request.target())
        .containsExactlyInAnyOrder(
            "POST " + ENTRA + "/" + TENANT + "/oauth2/v2.0/token",
            "GET " + REGISTRY + "/v2/",
            "POST " + REGISTRY + "/oauth2/exchange");
    assertThat(clouds.received().tlsConnections()).hasSize(2);
  }

  @Test
  void theTenantOfTheIdentityIsWhatTheRegistryIsTold() {
    trial.exchange(IMAGE);

    assertThat(clouds.received().requestsTo(REGISTRY))
        .last()
        .extracting(request -> request.body().text())
        .asString()
        .startsWith("grant_type=access_token&service=" + REGISTRY + "&tenant=" + TENANT + "&");
  }

  @Test
  void nothingTellsOfTheMachine() {
    trial.exchange(IMAGE);

    assertThat(clouds.received().requests())
        .allSatisfy(request -> {
          assertThat(request.headers().first("x-client-OS")).isEmpty();
          assertThat(request.headers().first("x-client-CPU")).isEmpty();
          assertThat(request.headers().first("User-Agent")).contains("podpass");
        });
  }

  @ParameterizedTest
  @CsvSource({
    "US_GOVERNMENT, login.microsoftonline.us, api://AzureADTokenExchangeUSGov",
    "CHINA, login.chinacloudapi.cn, api://AzureADTokenExchangeChina",
    "GERMANY, login.microsoftonline.de, api://AzureADTokenExchange"
  })
  void theRegistrysCloudChoosesTheAuthority(AzureCloud cloud, String authority, String audience) {
    String registry = "myregistry-abcd1234." + cloud.registrySuffix();
    moveTo(cloud, registry, audience);
    trial.token(clouds.issuer().token().audience(audience).mint());

    trial.exchange(registry + "/app");

    assertThat(clouds.received().proxyRequests())
        .extracting(connect -> connect.target())
        .containsExactlyInAnyOrder(authority + ":443", registry + ":443");
  }

  @Test
  void theAuthorityCanBeTheOperators() {
    String authority = "login.partner.microsoftonline.cn";
    moveTo(AzureCloud.CHINA, "myregistry.azurecr.cn", "api://podpass");
    trial.token(clouds.issuer().token().audience("api://podpass").mint());
    trial.set(AcrOptions.AUTHORITY, "https://" + authority + "/");
    trial.set(AcrOptions.TOKEN_AUDIENCE, "api://podpass");

    trial.exchange("myregistry.azurecr.cn/app");

    assertThat(clouds.received().requestsTo(authority)).hasSize(1);
    assertThat(clouds.received().proxyRequests()).hasSize(2);
  }

  private void moveTo(AzureCloud cloud, String registry, String audience) {
    var azure = clouds.azure();
    azure.directory().put(Tenant.of(TENANT).in(cloud));
    azure
        .directory()
        .put(
            Application.of(CLIENT, TENANT)
                .trusting(
                    new FederatedCredential(
                        clouds.issuer().published(),
                        "system:serviceaccount:team-a:app",
                        audience)));
    azure.put(Registry.of(registry, TENANT).pulledBy(CLIENT));
  }

  @Test
  void aTenantMayBeNamedByItsDomain() {
    trial.annotate("kubernetes.azure.com/acr-tenant-id", ExampleWorld.AZURE_DOMAIN);

    trial.exchange(IMAGE);

    assertThat(clouds.received().requestsTo(ENTRA))
        .extracting(ReceivedRequest::path)
        .containsExactly("/" + ExampleWorld.AZURE_DOMAIN + "/oauth2/v2.0/token");
  }

  @Test
  void theExpiryIsTheRegistrysTokensOwn() {
    clouds.azure().refreshTokenLife(Duration.ofMinutes(30));
    assertThat(trial.exchange(IMAGE).expiry())
        .hasValueSatisfying(end ->
            assertThat(end).isBetween(in(Duration.ofMinutes(29)), in(Duration.ofMinutes(31))));

    clouds.misbehave(EXCHANGE, AcrFaults.refreshTokenExpiring(1_800_000_000), 1);
    assertThat(trial.exchange(IMAGE).expiry()).contains(Instant.ofEpochSecond(1_800_000_000));
  }

  @Test
  void theExpiryIsUnknownIfTheTokenDoesNotTell() {
    clouds.misbehave(EXCHANGE, AcrFaults.refreshTokenWithout("exp"), 1);
    assertThat(trial.exchange(IMAGE).expiry()).isEmpty();

    clouds.misbehave(EXCHANGE, AcrFaults.refreshTokenExpiring(0), 1);
    assertThat(trial.exchange(IMAGE).expiry()).isEmpty();
  }

  static Stream<Arguments> entraFaults() {
    return Stream.of(
        row("old", EntraFaults.noMatchingCredential(), Kind.DENIED, "exactly the issuer https://"),
        row("issuer", EntraFaults.issuerUnreachable(), Kind.UNAVAILABLE, "could not fetch the key"),
        row("policy", EntraFaults.conditionalAccess(), Kind.DENIED, "Conditional Access policies"),
        row(
            "throttled",
            EntraFaults.throttled(Duration.ZERO),
            Kind.TRY_AGAIN,
            "AADSTS50196 (HTTP 429): The server terminated"),
        row(
            "down",
            EntraFaults.temporarilyUnavailable(),
            Kind.UNAVAILABLE,
            "AADSTS90033 (HTTP 503): A transient error has occurred."),
        row(
            "disabled",
            entra(401, "AADSTS7000112: x"),
            Kind.DENIED,
            "is disabled in tenant " + TENANT),
        row("resource", entra(400, "AADSTS500011: x"), Kind.CONFIGURATION, "ContainerRegistry"),
        row("unknown", entra(400, "AADSTS1: odd"), Kind.CONFIGURATION, "AADSTS1 (HTTP 400): odd"),
        row("no number", entra(400, "odd"), Kind.CONFIGURATION, "invalid_client (HTTP 400): odd"),
        row("403", Faults.status(403), Kind.CONFIGURATION, "HTTP 403"),
        row("404", Faults.status(404), Kind.CONFIGURATION, "--acr-authority"),
        row("429", Faults.tooManyRequests(Duration.ZERO), Kind.TRY_AGAIN, "throttles"),
        row("500", Faults.status(500), Kind.UNAVAILABLE, "Entra ID reports an internal error"),
        row("garbage", Faults.garbage(), Kind.UNAVAILABLE, "cannot be used"),
        row("nothing", Faults.emptyBody(), Kind.UNAVAILABLE, "cannot be used"),
        row("null", answer("{\"access_token\":null}"), Kind.UNAVAILABLE, "cannot be used"),
        row("{}", Faults.emptyObject(), Kind.UNAVAILABLE, "cannot be used"),
        row("no token", EntraFaults.without("access_token"), Kind.UNAVAILABLE, "cannot be used"),
        row("blank", EntraFaults.accessToken(" "), Kind.UNAVAILABLE, "cannot be used"));
  }

  private static Fault entra(int status, String message) {
    return EntraFaults.error(status, "invalid_client", message);
  }

  private static Fault answer(String json) {
    return Faults.instead(Answer.json(200, json));
  }

  private static Arguments row(String name, Fault fault, Kind kind, String because) {
    return argumentSet(name, fault, kind, because);
  }

  @ParameterizedTest
  @MethodSource("entraFaults")
  void tellsWhyEntraGivesNoToken(Fault fault, Kind kind, String because) {
    clouds.misbehave(ENTRA, fault);

    trial.assertFails(IMAGE, kind, "token request at " + ENTRA, because);
    assertThat(clouds.azure().refreshTokens()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "'\"3599\"', not a whole number",
    "3599.5, not a whole number",
    "1e99, not a whole number",
    "99999999999999999999, not a whole number",
    "null, not a whole number",
    "true, not a whole number",
    "[], not a whole number",
    "-1, no lifetime",
    "9007199254740993, no lifetime"
  })
  void aLifeThatIsNoNumberOfSecondsIsMalformed(String json, String because) {
    for (String field : List.of("expires_in", "ext_expires_in", "refresh_in")) {
      clouds.behave();
      clouds.misbehave(
          ENTRA,
          Faults.instead(
              Answer.json(
                  200,
                  "{\"token_type\":\"Bearer\",\"access_token\":\"a.b.c\",\"%s\":%s}"
                      .formatted(field, json))));

      trial.assertFails(
          IMAGE, Kind.UNAVAILABLE, "token request at " + ENTRA, "its " + field + " is " + because);
    }
    assertThat(clouds.azure().refreshTokens()).isEmpty();
  }

  /** Azure's library reads a list as a map, and never comes to its end. */
  @Test
  @Timeout(30)
  void aFieldThatIsNotNeededMayBeAnything() {
    for (String json : List.of("[]", "[1]", "{}", "{\"a\":[]}", "null", "1e99", "\"\\u0000\"")) {
      clouds.behave();
      clouds.misbehave(
          ENTRA,
          new AnswerFault.Altered(answer ->
              answer.withBody(
                  Bytes.of(
                      answer
                          .body()
                          .text()
                          .replaceFirst(
                              "\\{", Matcher.quoteReplacement("{\"x\":%s,".formatted(json)))))),
          1);

      assertThat(trial.exchange(IMAGE).expiry()).isPresent();
    }
  }

  @Test
  void anEndOfEntrasTokenIsNotNeeded() {
    clouds.misbehave(ENTRA, EntraFaults.without("expires_in"));

    assertThat(trial.exchange(IMAGE).expiry()).isPresent();
  }

  static Stream<Arguments> registryFaults() {
    return Stream.of(
        row(
            "401",
            AcrFaults.unauthorized(),
            Kind.DENIED,
            "UNAUTHORIZED (HTTP 401): authentication"),
        row("403", AcrFaults.denied(), Kind.DENIED, "grant AcrPull"),
        row("403 alone", Faults.status(403), Kind.DENIED, "grant AcrPull"),
        row("network", AcrFaults.refusedClient("203.0.113.9"), Kind.DENIED, "network rules"),
        row("404", Faults.status(404), Kind.CONFIGURATION, "does the registry exist"),
        row("400", Faults.status(400), Kind.CONFIGURATION, "HTTP 400"),
        row("throttled", AcrFaults.throttled(Duration.ZERO), Kind.TRY_AGAIN, "TOOMANYREQUESTS"),
        row("500", Faults.status(500), Kind.UNAVAILABLE, "the registry has a fault"),
        row("garbage", Faults.garbage(), Kind.UNAVAILABLE, "cannot be used"),
        row("nothing", Faults.emptyBody(), Kind.UNAVAILABLE, "cannot be used"),
        row("null", answer("{\"refresh_token\":null}"), Kind.UNAVAILABLE, "cannot be used"),
        row("{}", Faults.emptyObject(), Kind.UNAVAILABLE, "cannot be used"),
        row("empty", AcrFaults.refreshToken(""), Kind.UNAVAILABLE, "cannot be used"),
        row("opaque", AcrFaults.refreshToken("opaque"), Kind.UNAVAILABLE, "cannot be used"),
        row("no JSON", AcrFaults.refreshToken("e30.bm8.x"), Kind.UNAVAILABLE, "cannot be used"),
        row("no base64", AcrFaults.refreshToken("e30.!.x"), Kind.UNAVAILABLE, "cannot be used"),
        row("too large", Faults.oversize(2 << 20), Kind.UNAVAILABLE, "larger than 1 MiB"),
        row("chunks", Faults.oversizeInChunks(2 << 20), Kind.UNAVAILABLE, "larger than 1 MiB"),
        row("closed", Faults.closeUnanswered(), Kind.UNAVAILABLE, "connection broke"));
  }

  @ParameterizedTest
  @MethodSource("registryFaults")
  void tellsWhyTheRegistryGivesNoToken(Fault fault, Kind kind, String because) {
    clouds.misbehave(EXCHANGE, fault, Integer.MAX_VALUE);

    trial.assertFails(IMAGE, kind, REGISTRY, because);
  }

  @Test
  void triesAgainWhatPasses() {
    clouds.misbehave(ENTRA, EntraFaults.temporarilyUnavailable(), 2);
    clouds.misbehave(EXCHANGE, AcrFaults.throttled(Duration.ZERO), 2);

    trial.exchange(IMAGE);

    assertThat(clouds.received().requestsTo(ENTRA)).hasSize(3);
    assertThat(clouds.received().requestsTo(REGISTRY)).hasSize(4);
  }

  @Test
  void theLibraryTriesNothingAgainByItself() {
    clouds.misbehave(ENTRA, Faults.status(503));
    trial.assertFails(IMAGE, Kind.UNAVAILABLE, "HTTP 503");
    assertThat(clouds.received().requestsTo(ENTRA)).hasSize(3);

    clouds.behave();
    clouds.misbehave(ENTRA, Faults.status(408));
    trial.assertFails(IMAGE, Kind.CONFIGURATION, "HTTP 408");
    // Three more, which are ours: the library's own second try would make them six.
    assertThat(clouds.received().requestsTo(ENTRA)).hasSize(6);
  }

  @Test
  void noRedirectIsFollowed() {
    URI elsewhere = clouds.elsewhere();
    clouds.misbehave(ENTRA, Faults.redirect(307, elsewhere), 1);
    trial.assertFails(IMAGE, Kind.UNAVAILABLE, ENTRA, "307");

    clouds.misbehave(EXCHANGE, Faults.redirect(308, elsewhere), 1);
    trial.assertFails(IMAGE, Kind.UNAVAILABLE, REGISTRY, "308");
    assertThat(clouds.received().requestsTo(elsewhere.getHost())).isEmpty();
  }

  @Test
  void tellsWhichFederatedCredentialIsMissing() {
    trial.token(pod().serviceAccount("team-b", "other").mint());

    String line =
        trial.assertFails(
            IMAGE,
            Kind.DENIED,
            "token request at login.microsoftonline.com as client %s (annotation".formatted(CLIENT),
            "for team-b/other failed: AADSTS700213 (HTTP 401): No matching federated identity",
            "trace id ",
            ", correlation id ",
            "exactly the issuer " + clouds.issuer().url(),
            "the subject system:serviceaccount:team-b:other and the audience "
                + "api://AzureADTok");
    assertThat(line).doesNotContain("Timestamp", "Trace ID");
  }

  @Test
  void tellsOfAnIssuerAnAudienceAndAnApplicationThatAreNotKnown() {
    var other = clouds.newIssuer(URI.create("https://issuer.example.com"));
    trial.token(other.token().audience(ExampleWorld.AZURE_AUDIENCE).mint());
    trial.assertFails(IMAGE, Kind.DENIED, "AADSTS700211", "the issuer https://issuer.example.com");

    trial.set(AcrOptions.TOKEN_AUDIENCE, "api://podpass");
    trial.token(clouds.issuer().token().audience("api://podpass").mint());
    trial.assertFails(
        IMAGE, Kind.CONFIGURATION, "AADSTS700212", "must have the audience api://podpass");

    trial.annotate("kubernetes.azure.com/acr-client-id", "11111111-2222-4333-8444-555555555555");
    trial.assertFails(
        IMAGE, Kind.CONFIGURATION, "AADSTS700016", "with this client id in tenant " + TENANT);
  }

  @Test
  void tellsOfAnApplicationThatTrustsNobody() {
    clouds.azure().directory().put(Application.of(CLIENT, TENANT));

    trial.assertFails(IMAGE, Kind.DENIED, "AADSTS70025", "give client " + CLIENT + " a federated");
  }

  @Test
  void tellsOfATenantThatIsNotKnown() {
    String unknown = "11111111-2222-4333-8444-555555555555";
    trial.annotate("kubernetes.azure.com/acr-tenant-id", unknown);

    trial.assertFails(
        IMAGE, Kind.CONFIGURATION, "AADSTS90002", "no tenant " + unknown + " at " + ENTRA);
  }

  @Test
  void aForgedTokenIsTheCloudsToRefuse() {
    trial.token(pod().signed(Signing.WRONG_KEY).mint());

    trial.assertFails(
        IMAGE, Kind.DENIED, "AADSTS50013", "could not verify the token with the keys of https://");
  }

  @Test
  void tellsWhomToGrantAcrPull() {
    clouds.azure().put(Registry.of(REGISTRY, TENANT));

    trial.assertFails(
        IMAGE,
        Kind.DENIED,
        "token exchange at " + REGISTRY + " as client " + CLIENT + " (annotation",
        "for team-a/app failed: UNAUTHORIZED (HTTP 401): authentication required",
        ", correlation id ",
        "grant AcrPull (or Container Registry Repository Reader) on %s to client %s"
            .formatted(REGISTRY, CLIENT));
  }

  @Test
  void tellsOfTheRegistrysNetworkRules() {
    clouds.azure().put(ExampleWorld.acrRegistry().refusingClient("203.0.113.9"));

    trial.assertFails(
        IMAGE,
        Kind.DENIED,
        "DENIED (HTTP 403): client with IP '203.0.113.9'",
        "the network rules of " + REGISTRY);
  }

  @Test
  void linesThatEntraBreaksAreOneLine() {
    trial.token(pod().serviceAccount("team-b", "other").mint());
    clouds.misbehave(ENTRA, EntraFaults.brokenLines());

    assertThat(trial.assertFails(IMAGE, Kind.DENIED, "AADSTS700213"))
        .doesNotContain("\n", "\r", "Trace ID");
  }

  @Test
  void anEchoedTokenIsNotShown() {
    String token = "secret-access-token";
    clouds.misbehave(ENTRA, EntraFaults.accessToken(token));
    clouds.misbehave(EXCHANGE, AcrFaults.error(401, "UNAUTHORIZED", "bad token " + token), 1);

    trial.assertFails(IMAGE, Kind.DENIED, "bad token [secret]");
  }

  private static Instant in(Duration time) {
    return Instant.now().plus(time);
  }
}
