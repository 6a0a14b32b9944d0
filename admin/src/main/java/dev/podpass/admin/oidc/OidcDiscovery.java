// SPDX-License-Identifier: Apache-2.0
package dev.podpass.admin.oidc;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.podpass.core.token.TrustedJwks;
import dev.podpass.spi.failure.CredentialException;
import dev.podpass.spi.failure.Kind;
import dev.podpass.spi.http.Connections;
import dev.podpass.spi.http.HttpRequest;
import dev.podpass.spi.http.HttpResponse;
import dev.podpass.spi.json.StrictJson;
import dev.podpass.spi.json.StrictJson.MalformedJsonException;
import java.net.URI;
import java.net.URISyntaxException;

/**
 * Fetches the signing keys (JWKS) of an issuer that the operator names, by OpenID Connect
 * Discovery. A token's own {@code iss} must never be passed: a forged token would choose the keys
 * that verify it.
 *
 * @see <a href="https://openid.net/specs/openid-connect-discovery-1_0.html">OpenID Connect
 *     Discovery 1.0</a>
 */
public final class OidcDiscovery {
  private static final String WELL_KNOWN = "/.well-known/openid-configuration";
  private static final String HINT =
      "the API server publishes it only to those that the ClusterRole"
          + " system:service-account-issuer-discovery grants; or set --token-jwks to a file with"
          + " the output of kubectl get --raw /openid/v1/jwks";

  private OidcDiscovery() {}

  /** Fetches the keys as {@link #fetch} does, and returns the JWK Set as it is published. */
  static String fetchText(String issuer, Connections connections) {
    URI keys = keysOf(issuer, connections);
    String text = get(keys, connections).text();
    var _ = TrustedJwks.parse(text, keys.toString());
    return text;
  }

  /** Fetches the discovery document and the keys of an issuer over HTTPS. */
  public static TrustedJwks fetch(String issuer, Connections connections) {
    URI keys = keysOf(issuer, connections);
    return TrustedJwks.parse(get(keys, connections).text(), keys.toString());
  }

  private static URI keysOf(String issuer, Connections connections) {
    URI base = https(issuer, "the issuer");
    String path = base.toString().replaceFirst("/$", "") + WELL_KNOWN;
    ObjectNode discovery = document(URI.create(path), connections);
    String published = text(discovery, "issuer", path);
    if (!published.equals(issuer)) {
      throw new CredentialException(
          Kind.CONFIGURATION,
          "%s is the document of the issuer %s, not of %s".formatted(path, published, issuer),
          "give the issuer's URL exactly as the issuer spells it, to the last slash");
    }
    return https(text(discovery, "jwks_uri", path), "the jwks_uri of " + path);
  }

  private static URI https(String text, String what) {
    try {
      URI uri = new URI(text);
      boolean addressed = uri.getHost() != null && uri.getPort() <= 65_535;
      if ("https".equals(uri.getScheme()) && addressed && uri.getRawQuery() == null) {
        return uri;
      }
    } catch (URISyntaxException _) {
      // Invalid URLs are reported below.
    }
    throw new CredentialException(
        Kind.CONFIGURATION, "%s is not an https URL: \"%s\"".formatted(what, text));
  }

  private static ObjectNode document(URI uri, Connections connections) {
    try {
      return StrictJson.object(get(uri, connections).body());
    } catch (MalformedJsonException e) {
      throw new CredentialException(
              Kind.CONFIGURATION, "%s cannot be used: %s".formatted(uri, e.getMessage()), HINT)
          .causedBy(e);
    }
  }

  private static HttpResponse get(URI uri, Connections connections) {
    HttpResponse response =
        connections.send(HttpRequest.of("GET", uri).with("accept", "application/json"));
    if (response.status() != 200) {
      throw new CredentialException(
          Kind.UNAVAILABLE, "%s answers HTTP %d".formatted(uri, response.status()), HINT);
    }
    return response;
  }

  private static String text(ObjectNode document, String field, String source) {
    JsonNode value = document.get(field);
    if (value == null || !value.isTextual()) {
      throw new CredentialException(
          Kind.CONFIGURATION, "%s has no \"%s\"".formatted(source, field), HINT);
    }
    return value.textValue();
  }
}
