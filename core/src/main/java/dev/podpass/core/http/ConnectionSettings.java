// SPDX-License-Identifier: Apache-2.0
package dev.podpass.core.http;

import dev.podpass.core.http.proxy.ProxyRules;
import dev.podpass.core.http.tls.CaBundle;
import dev.podpass.core.log.Log;
import dev.podpass.spi.http.HttpRequest;
import dev.podpass.spi.http.HttpRequest.PinnedServer;
import java.util.List;

/** The operator's network settings; {@code proxyTrust} is for a proxy that is reached over TLS. */
public record ConnectionSettings(CaBundle trust, CaBundle proxyTrust, ProxyRules proxies, Log log) {

  public ConnectionSettings(CaBundle trust, ProxyRules proxies, Log log) {
    this(trust, trust, proxies, log);
  }

  public ConnectionSettings logging(Log log) {
    return new ConnectionSettings(trust, proxyTrust, proxies, log);
  }

  public ConnectionSettings to(CaBundle server) {
    return new ConnectionSettings(server, proxyTrust, proxies, log);
  }

  ConnectionSettings of(HttpRequest request) {
    return request.server().map(this::to).orElse(this);
  }

  /** The same settings for a fixed server: its CA certificates alone, and no proxy. */
  ConnectionSettings to(PinnedServer server) {
    CaBundle authorities = new CaBundle(List.of(server.authorities()));
    return new ConnectionSettings(authorities, authorities, ProxyRules.none(), log);
  }

  /** The way of a request for messages; empty if it is sent directly to the host of its URL. */
  String way(HttpRequest request) {
    return request
        .server()
        .map(server -> " on " + server.address())
        .orElseGet(() -> proxies.way(request));
  }

  boolean trustsAlike() {
    return trust.isSameAs(proxyTrust);
  }
}
