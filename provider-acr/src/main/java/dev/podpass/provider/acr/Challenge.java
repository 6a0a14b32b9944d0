// SPDX-License-Identifier: Apache-2.0
package dev.podpass.provider.acr;

import dev.podpass.spi.http.HttpRequest.Header;
import dev.podpass.spi.http.HttpResponse;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The {@code Bearer} challenge in a registry's {@code WWW-Authenticate} headers.
 *
 * @see <a href="https://distribution.github.io/distribution/spec/auth/token/">token
 *     authentication</a>
 * @see <a href="https://www.rfc-editor.org/rfc/rfc9110#section-11.6.1">RFC 9110, 11.6.1</a>
 */
record Challenge(String realm, String service) {
  /** Headers of registries have a few hundred characters. */
  private static final int MAX_LENGTH = 4_096;

  private static final String TOKEN = "[!#$%&'*+.^_`|~0-9A-Za-z-]++";
  private static final String END = "(?=[ \\t]*(?:,|$))";

  /** An unquoted value may be a URL, although RFC 9110 does not permit it. */
  private static final Pattern PARAMETER =
      Pattern.compile(
          "(?<name>"
              + TOKEN
              + ")[ \\t]*=[ \\t]*(?:\"(?<quoted>(?:[^\"\\\\]++|\\\\.)*+)\"|(?<plain>[^ \\t,\"]++))"
              + END);

  /** A scheme alone, before its first parameter, or with a {@code token68}. */
  private static final Pattern SCHEME =
      Pattern.compile(
          "(?<name>" + TOKEN + ")(?:[ \\t]++[A-Za-z0-9._~+/-]++=*+" + END + "|(?=[ \\t,]|$))");

  /** A challenge; the names of its scheme and parameters are in lower case. */
  record Scheme(String name, Map<String, String> parameters) {}

  /** The first challenge that has both, if all of the headers can be parsed. */
  static Optional<Challenge> in(HttpResponse response) {
    List<Scheme> schemes = new ArrayList<>();
    for (Header header : response.headers()) {
      if (header.name().equalsIgnoreCase("WWW-Authenticate")) {
        var parsed = parse(header.value());
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

  /**
   * The challenges of a header, a list whose members' parameters are also separated by commas;
   * empty if any part of it is malformed or ambiguous.
   */
  static Optional<List<Scheme>> parse(String header) {
    if (header.length() > MAX_LENGTH) {
      return Optional.empty();
    }
    List<Scheme> schemes = new ArrayList<>();
    int position = skip(header, 0);
    while (position < header.length()) {
      Matcher parameter = PARAMETER.matcher(header).region(position, header.length());
      Matcher scheme = SCHEME.matcher(header).region(position, header.length());
      if (parameter.lookingAt() && !schemes.isEmpty() && add(parameter, schemes.getLast())) {
        position = skip(header, parameter.end());
      } else if (scheme.lookingAt()) {
        schemes.add(new Scheme(scheme.group("name").toLowerCase(Locale.ROOT), new HashMap<>()));
        position = skip(header, scheme.end());
      } else {
        return Optional.empty();
      }
    }
    return Optional.of(schemes);
  }

  private static int skip(String header, int from) {
    int position = from;
    while (position < header.length() && " \t,".indexOf(header.charAt(position)) >= 0) {
      position++;
    }
    return position;
  }

  private static boolean add(Matcher parameter, Scheme scheme) {
    String quoted = parameter.group("quoted");
    String value = quoted == null ? parameter.group("plain") : quoted.replaceAll("\\\\(.)", "$1");
    return scheme.parameters().put(parameter.group("name").toLowerCase(Locale.ROOT), value) == null;
  }
}
