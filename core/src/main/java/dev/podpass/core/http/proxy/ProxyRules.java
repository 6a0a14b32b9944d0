// SPDX-License-Identifier: Apache-2.0
package dev.podpass.core.http.proxy;

import dev.podpass.spi.http.HttpRequest;
import dev.podpass.spi.http.MetadataAddress;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Selects the proxy of a host. {@code HTTPS_PROXY} and {@code NO_PROXY} (also in lower case) have
 * the semantics of Go's HTTP client, which kubelet uses; metadata addresses are never behind a
 * proxy.
 *
 * @see <a href="https://pkg.go.dev/golang.org/x/net/http/httpproxy">Go's httpproxy</a>
 */
public final class ProxyRules {
  private final Optional<ProxyAddress> proxy;
  private final List<NoProxyRule> exceptions;

  private ProxyRules(Optional<ProxyAddress> proxy, List<NoProxyRule> exceptions) {
    this.proxy = proxy;
    this.exceptions = exceptions;
  }

  public static ProxyRules none() {
    return new ProxyRules(Optional.empty(), List.of());
  }

  public static ProxyRules fromEnvironment(Map<String, String> environment) {
    return new ProxyRules(
        either(environment, "HTTPS_PROXY", "https_proxy").map(ProxyAddress::parse),
        either(environment, "NO_PROXY", "no_proxy").map(NoProxyRule::parse).orElse(List.of()));
  }

  private static Optional<String> either(
      Map<String, String> environment, String upper, String lower) {
    String value = environment.getOrDefault(upper, "");
    String chosen = value.isEmpty() ? environment.getOrDefault(lower, "") : value;
    return chosen.isEmpty() ? Optional.empty() : Optional.of(chosen);
  }

  public Optional<ProxyAddress> proxyFor(URI uri) {
    return proxyFor(uri.getHost(), port(uri));
  }

  /** How a request is sent, for messages: {@code through proxy …}; empty if directly. */
  public String way(HttpRequest request) {
    return proxyFor(request.uri()).map(proxy -> " through proxy " + proxy).orElse("");
  }

  public Optional<ProxyAddress> proxyFor(String host, int port) {
    boolean direct =
        NoProxyRule.isThisMachine(host)
            || MetadataAddress.isLocal(host)
            || exceptions.stream().anyMatch(rule -> rule.matches(host, port));
    return direct ? Optional.empty() : proxy;
  }

  /** The port of a URI: explicit, or the scheme's default. */
  public static int port(URI uri) {
    if (uri.getPort() >= 0) {
      return uri.getPort();
    }
    return "https".equals(uri.getScheme()) ? 443 : 80;
  }
}
