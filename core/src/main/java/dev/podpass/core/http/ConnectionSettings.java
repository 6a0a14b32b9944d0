// SPDX-License-Identifier: Apache-2.0
package dev.podpass.core.http;

import dev.podpass.core.http.proxy.ProxyRules;
import dev.podpass.core.http.tls.CaBundle;
import dev.podpass.core.log.Log;
import dev.podpass.spi.http.HttpRequest;
import dev.podpass.spi.http.HttpRequest.PinnedServer;
import java.util.List;

/**
 * The operator's network settings.
 *
 * @param trust the CA certificates for servers
 * @param proxyTrust the CA certificates for a proxy that is reached over TLS
 * @param proxies the proxy of each host
 * @param log receives every attempt
 */
public record ConnectionSettings(CaBundle trust, CaBundle proxyTrust, ProxyRules proxies, Log log) {

  /** With the same CA certificates for a proxy. */
  public ConnectionSettings(CaBundle trust, ProxyRules proxies, Log log) {
    this(trust, trust, proxies, log);
  }

  /** The same settings with another log. */
  public ConnectionSettings logging(Log log) {
    return new ConnectionSettings(trust, proxyTrust, proxies, log);
  }

  /**
   * The same settings for a single server.
   *
   * @param server the CA certificates for the server
   */
  public ConnectionSettings to(CaBundle server) {
    return new ConnectionSettings(server, proxyTrust, proxies, log);
  }

  /** The settings for a request: those of its fixed server, if it has one. */
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
