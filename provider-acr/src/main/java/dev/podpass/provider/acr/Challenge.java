// SPDX-License-Identifier: Apache-2.0
package dev.podpass.provider.acr;

import dev.podpass.spi.http.HttpRequest.Header;
import dev.podpass.spi.http.HttpResponse;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The {@code Bearer} challenge in a registry's {@code WWW-Authenticate} headers.
 *
 * @see <a href="https://distribution.github.io/distribution/spec/auth/token/">token
 *     authentication</a>
 */
record Challenge(String realm, String service) {

  /** The first challenge that has both, if all of the headers can be parsed. */
  static Optional<Challenge> in(HttpResponse response) {
    List<ChallengeParser.Scheme> schemes = new ArrayList<>();
    for (Header header : response.headers()) {
      if (header.name().equalsIgnoreCase("WWW-Authenticate")) {
        var parsed = ChallengeParser.parse(header.value());
        if (parsed.isEmpty()) {
          return Optional.empty();
        }
        schemes.addAll(parsed.get());
      }
    }
    return schemes.stream()
        .filter(scheme -> scheme.name().equals("bearer"))
        .flatMap(scheme -> of(scheme.parameters()).stream())
        .findFirst();
  }

  private static Optional<Challenge> of(Map<String, String> parameters) {
    String realm = parameters.get("realm");
    String service = parameters.get("service");
    return realm == null || service == null
        ? Optional.empty()
        : Optional.of(new Challenge(realm, service));
  }

  /** Whether it belongs to this host, or to the registry of this regional endpoint. */
  boolean isOf(AcrRegistryHost host) {
    return host.isCalled(service) && leadsTo(host);
  }

  private boolean leadsTo(AcrRegistryHost host) {
    try {
      URI uri = new URI(realm);
      return uri.getHost() != null
          && host.isCalled(uri.getHost())
          && (uri.getPort() == -1 || uri.getPort() == 443)
          // Compared in full, so that user information, query or fragment are rejected.
          && realm.equals("https://" + uri.getRawAuthority() + "/oauth2/token")
          && uri.getRawUserInfo() == null;
    } catch (URISyntaxException _) {
      return false;
    }
  }
}
