// SPDX-License-Identifier: Apache-2.0
package dev.podpass.core.http;

import dev.podpass.core.http.proxy.ProxyRules;
import dev.podpass.core.http.tls.CaBundle;
import dev.podpass.core.http.tls.ClientCertificate;
import dev.podpass.core.log.Log;
import dev.podpass.spi.http.HttpRequest;
import dev.podpass.spi.http.HttpRequest.PinnedServer;
import java.util.List;
import java.util.Optional;

/**
 * The operator's network settings.
 *
 * @param trust the CA certificates for servers
 * @param proxyTrust the CA certificates for a proxy that is reached over TLS
 * @param proxies the proxy of each host
 * @param client the client certificate for a server that requests one; no cloud does
 * @param log receives every attempt
 */
public record ConnectionSettings(
    CaBundle trust,
    CaBundle proxyTrust,
    ProxyRules proxies,
    Optional<ClientCertificate> client,
    Log log) {

  /** Without a client certificate. */
  public ConnectionSettings(CaBundle trust, ProxyRules proxies, Log log) {
    this(trust, trust, proxies, Optional.empty(), log);
  }

  /**
   * The same settings for a single server.
   *
   * @param server the CA certificates for the server
   * @param self the client certificate for it
   */
  public ConnectionSettings to(CaBundle server, Optional<ClientCertificate> self) {
    return new ConnectionSettings(server, proxyTrust, proxies, self, log);
  }

  /** The settings for a request: those of its fixed server, if it has one. */
  ConnectionSettings of(HttpRequest request) {
    return request.server().map(this::to).orElse(this);
  }

  /** The same settings for a fixed server: its CA certificates alone, and no proxy. */
  ConnectionSettings to(PinnedServer server) {
    CaBundle authorities = new CaBundle(List.of(server.authorities()));
    return new ConnectionSettings(
        authorities, authorities, ProxyRules.none(), Optional.empty(), log);
  }

  /** The way of a request for messages; empty if it is sent directly to the host of its URL. */
  String way(HttpRequest request) {
    return request
        .server()
        .map(server -> " on " + server.address())
        .orElseGet(() -> proxies.way(request));
  }

  boolean trustsAlike() {
    return client.isEmpty() && trust.isSameAs(proxyTrust);
  }
}
