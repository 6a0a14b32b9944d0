// SPDX-License-Identifier: Apache-2.0
package dev.podpass.provider.acr;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.argumentSet;

import dev.podpass.core.testing.BadCloud;
import dev.podpass.core.testing.ProviderTrial;
import dev.podpass.spi.failure.Kind;
import dev.podpass.testkit.BindingServer;
import dev.podpass.testkit.ExampleWorld;
import dev.podpass.testkit.FakeClouds;
import dev.podpass.testkit.azure.Registry;
import dev.podpass.testkit.net.Answer;
import dev.podpass.testkit.net.Fault;
import dev.podpass.testkit.net.Faults;
import dev.podpass.testkit.net.ReceivedRequest;
import dev.podpass.testkit.oidc.PodToken;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.stream.Stream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** The request to the cluster's endpoint and its results, over TLS. */
class AcrBindingExchangeTest {
  private static final String IMAGE = ExampleWorld.ACR_IMAGE;
  private static final String CLIENT = ExampleWorld.AZURE_CLIENT_ID;
  private static final String NAME = BindingServer.NAME;

  @AutoClose private final ProviderTrial trial = new ProviderTrial(new AcrCredentialProvider());
  private final FakeClouds clouds = trial.clouds();
  private final BindingServer server = BindingServer.in(clouds);

  AcrBindingExchangeTest() {
    trial.token(pod().mint());
    trial.set(AcrOptions.CLIENT_ID, CLIENT);
    trial.set(AcrOptions.BINDING_SNI, NAME);
    trial.set(AcrOptions.BINDING_SERVER, server.address());
    trial.set(AcrOptions.BINDING_CA, server.caFile().toString());
  }

  private PodToken pod() {
    return clouds.issuer().token().audience(BindingServer.AUDIENCE);
  }

  @Test
  void theFormHasTheDocumentedFieldsAlone() {
    String token = pod().mint();
    trial.token(token);

    trial.exchange(IMAGE);

    ReceivedRequest request = clouds.received().requestsTo(NAME).getFirst();
    assertThat(request.header("Content-Type")).contains("application/x-www-form-urlencoded");
    assertThat(request.body().text().split("&"))
        .containsExactlyInAnyOrder(
            "grant_type=client_credentials",
            "client_assertion_type=urn%3Aietf%3Aparams%3Aoauth%3Aclient-assertion-type%3Ajwt-bearer",
            "client_id=" + CLIENT,
            "scope=https%3A%2F%2Fcontainerregistry.azure.net%2F.default",
            "client_assertion=" + URLEncoder.encode(token, StandardCharsets.UTF_8));
  }

  @Test
  void theRegistryIsToldTheOperatorsTenantAlone() {
    trial.annotate("kubernetes.azure.com/acr-tenant-id", "11111111-2222-4333-8444-555555555555");
    trial.exchange(IMAGE);
    assertThat(exchanged()).startsWith("grant_type=access_token&service=").doesNotContain("tenant");

    trial.set(AcrOptions.TENANT_ID, ExampleWorld.AZURE_TENANT);
    trial.exchange(IMAGE);
    assertThat(exchanged()).contains("&tenant=" + ExampleWorld.AZURE_TENANT + "&");
  }

  private String exchanged() {
    return clouds.received().requestsTo(ExampleWorld.ACR_REGISTRY).getLast().body().text();
  }

  @Test
  void aServiceAccountWithoutTheRightIsToldWhichOne() {
    server.bindings().allowNobody();

    String line =
        trial.assertFails(
            IMAGE,
            Kind.DENIED,
            "identity binding at " + NAME + " as client " + CLIENT + " (--test) for team-a/app",
            "Forbidden (HTTP 403): cid.wi.aks.azure.com \"" + CLIENT + "\" is forbidden",
            "hint: create an identity binding of the cluster for client " + CLIENT,
            "let service account team-a/app have the verb use-managed-identity");
    assertThat(line).doesNotContain("Entra");
    assertThat(clouds.azure().refreshTokens()).isEmpty();
  }

  @Test
  void aTokenOfAnotherClusterIsToldSo() {
    var other = clouds.newIssuer(URI.create("https://other.example/"));
    trial.token(other.token().audience("api://AKSIdentityBinding").mint());

    trial.assertFails(IMAGE, Kind.DENIED, "HTTP 401", "use a token of this cluster");
  }

  @Test
  void anIdentityThatIsNotBoundIsToldSo() {
    String other = "11111111-2222-4333-8444-555555555555";
    server.bindings().allow("system:serviceaccount:team-a:app", other);
    trial.set(AcrOptions.CLIENT_ID, other);

    trial.assertFails(
        IMAGE,
        Kind.CONFIGURATION,
        "NotFound (HTTP 404): identity binding for " + other,
        "create an identity binding of the cluster for client " + other);
  }

  @Test
  void aRegistryThatGrantsNoPullIsToldAsAlways() {
    clouds.azure().put(Registry.of(ExampleWorld.ACR_REGISTRY, ExampleWorld.AZURE_TENANT));

    trial.assertFails(IMAGE, Kind.DENIED, "token exchange at", "grant AcrPull", "client " + CLIENT);
  }

  static Stream<Arguments> errors() {
    return Stream.of(
        row(plain(400, "no such\nidentity"), Kind.CONFIGURATION, "HTTP 400: no such identity"),
        row(plain(403, ""), Kind.DENIED, "failed: HTTP 403"),
        row(plain(500, "x ".repeat(1_500)), Kind.UNAVAILABLE, "failed: HTTP 500; hint"),
        row(
            Faults.instead(Answer.of(403, "text/html", "<html><body>Forbidden")),
            Kind.DENIED,
            "failed: HTTP 403"),
        row(
            json(400, "{\"error\":\"invalid_client\",\"error_description\":\"AADSTS700016: odd\"}"),
            Kind.CONFIGURATION,
            "AADSTS700016 (HTTP 400): odd"),
        row(json(403, "{\"message\":\"no right\"}"), Kind.DENIED, "HTTP 403: no right"),
        row(json(403, "{\"message\":{\"a\":1},\"reason\":7}"), Kind.DENIED, "failed: HTTP 403"),
        row(Faults.tooManyRequests(Duration.ZERO), Kind.TRY_AGAIN, "throttles requests"),
        row(Faults.status(503), Kind.UNAVAILABLE, "or Entra ID behind it"),
        row(Faults.emptyObject(), Kind.UNAVAILABLE, "it has no access_token"),
        row(
            Faults.redirect(307, URI.create("https://elsewhere.example.com/")),
            Kind.UNAVAILABLE,
            "redirect (HTTP 307), which is not followed; hint: compare --acr-identity"));
  }

  private static Arguments row(Fault fault, Kind kind, String because) {
    return argumentSet(because, fault, kind, because);
  }

  private static Fault plain(int status, String text) {
    return Faults.instead(Answer.of(status, "text/plain; charset=utf-8", text));
  }

  private static Fault json(int status, String text) {
    return Faults.instead(Answer.json(status, text));
  }

  @ParameterizedTest
  @MethodSource("errors")
  void anErrorOfAnyFormIsToldOnOneLine(Fault fault, Kind kind, String because) {
    clouds.misbehave(NAME, fault);

    assertThat(trial.assertFails(IMAGE, kind, because)).doesNotContain("\n").hasSizeLessThan(1_500);
    assertThat(clouds.azure().refreshTokens()).isEmpty();
    assertThat(clouds.received().requestsTo("elsewhere.example.com")).isEmpty();
  }

  @TestFactory
  Stream<DynamicTest> whateverTheClusterAnswersIsACredentialOrAFailure() {
    return new BadCloud(
            trial,
            IMAGE,
            credential -> clouds.azure().refreshToken(credential.password().reveal()).isPresent())
        .tests()
        .filter(test -> test.getDisplayName().contains(NAME));
  }
}
