// SPDX-License-Identifier: Apache-2.0
package dev.podpass.admin.oidc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.InstanceOfAssertFactories.type;

import dev.podpass.spi.failure.CredentialException;
import dev.podpass.spi.failure.Kind;
import dev.podpass.spi.http.HttpRequest;
import dev.podpass.spi.http.HttpResponse;
import dev.podpass.spi.testing.FakeConnections;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class OidcDiscoveryTest {
  private static final String ISSUER = "https://oidc.example/cluster";
  private static final String DOCUMENT = ISSUER + "/.well-known/openid-configuration";
  private static final String JWKS = "https://keys.example/jwks";
  private static final String KEYS =
      """
      {"keys": [{"kty": "RSA", "kid": "a", "n": "AQAB", "e": "AQAB"}]}\
      """;

  private static HttpResponse document(String issuer, String jwks) {
    return HttpResponse.of(
        200, "{\"issuer\": \"%s\", \"jwks_uri\": \"%s\"}".formatted(issuer, jwks));
  }

  @ParameterizedTest
  @ValueSource(strings = {ISSUER, ISSUER + "/"})
  void fetchesTheKeysThatTheIssuerNames(String issuer) {
    FakeConnections connections =
        new FakeConnections(document(issuer, JWKS), HttpResponse.of(200, KEYS));

    assertThat(OidcDiscovery.fetch(issuer, connections)).hasToString(JWKS);
    assertThat(connections.sent())
        .extracting(HttpRequest::toString)
        .containsExactly("GET " + DOCUMENT, "GET " + JWKS);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "http://oidc.example/cluster",
        "https:///cluster",
        "https://oidc.example/cluster?a=b",
        "oidc.example",
        "https://oidc.example:65536",
        "https://oidc .example"
      })
  void sendsNothingForAnIssuerWithoutAnHttpsUrl(String issuer) {
    FakeConnections connections = new FakeConnections();

    refuses(issuer, connections, Kind.CONFIGURATION, "the issuer is not an https URL: \"");
    assertThat(connections.sent()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          https://oidc.example/cluster/ | https://keys.example/jwks | is the document of the issuer https://oidc.example/cluster/, not of https://oidc.example/cluster
          https://oidc.example/cluster  | http://keys.example/jwks  | the jwks_uri of https://oidc.example/cluster/.well-known/openid-configuration is not an https URL
          """)
  void takesNoKeysOnTheWordOfAnotherDocument(String issuer, String jwks, String because) {
    FakeConnections connections = new FakeConnections(document(issuer, jwks));

    refuses(ISSUER, connections, Kind.CONFIGURATION, because);
    assertThat(connections.sent()).hasSize(1);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          {"issuer": 1}                              | has no "issuer"
          {"issuer": "https://oidc.example/cluster"} | has no "jwks_uri"
          <html>                                     | cannot be used
          """)
  void namesWhatADocumentLacks(String body, String because) {
    refuses(
        ISSUER,
        new FakeConnections(HttpResponse.of(200, body)),
        Kind.CONFIGURATION,
        DOCUMENT + " " + because);
  }

  @Test
  void namesTheStatusOfADocumentThatIsNotServed() {
    refuses(
        ISSUER,
        new FakeConnections(HttpResponse.of(403, "")),
        Kind.UNAVAILABLE,
        DOCUMENT + " answers HTTP 403");
  }

  @Test
  void namesTheStatusOfKeysThatAreNotServed() {
    refuses(
        ISSUER,
        new FakeConnections(document(ISSUER, JWKS), HttpResponse.of(404, "")),
        Kind.UNAVAILABLE,
        JWKS + " answers HTTP 404");
  }

  @Test
  void refusesKeysThatAreNone() {
    refuses(
        ISSUER,
        new FakeConnections(document(ISSUER, JWKS), HttpResponse.of(200, "{\"keys\": []}")),
        Kind.CONFIGURATION,
        "the trusted keys in " + JWKS + " cannot be used: it has no RSA or EC key");
  }

  private static void refuses(
      String issuer, FakeConnections connections, Kind kind, String because) {
    assertThatThrownBy(() -> OidcDiscovery.fetch(issuer, connections))
        .hasMessageContaining(because)
        .asInstanceOf(type(CredentialException.class))
        .extracting(CredentialException::kind)
        .isEqualTo(kind);
  }
}
