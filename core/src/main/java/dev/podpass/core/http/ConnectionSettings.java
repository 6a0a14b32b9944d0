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
import javax.net.ssl.KeyManager;

/**
 * The operator's network settings.
 *
 * @param certificate that the client shows to servers, but to no proxy
 * @param proxyTrust for a proxy that is reached over TLS
 */
public record ConnectionSettings(
    CaBundle trust,
    Optional<ClientCertificate> certificate,
    CaBundle proxyTrust,
    ProxyRules proxies,
    Log log) {

  public ConnectionSettings(CaBundle trust, ProxyRules proxies, Log log) {
    this(trust, Optional.empty(), trust, proxies, log);
  }

  public ConnectionSettings logging(Log log) {
    return new ConnectionSettings(trust, certificate, proxyTrust, proxies, log);
  }

  public ConnectionSettings to(CaBundle server) {
    return new ConnectionSettings(server, certificate, proxyTrust, proxies, log);
  }

  /** The same settings for a client that has a certificate. */
  public ConnectionSettings as(ClientCertificate client) {
    return new ConnectionSettings(trust, Optional.of(client), proxyTrust, proxies, log);
  }

  ConnectionSettings of(HttpRequest request) {
    return request.server().map(this::to).orElse(this);
  }

  /** The same settings for a fixed server: its CA certificates alone, and no proxy. */
  ConnectionSettings to(PinnedServer server) {
    CaBundle authorities = new CaBundle(List.of(server.authorities()));
    return new ConnectionSettings(authorities, ProxyRules.none(), log);
  }

  /** The way of a request for messages; empty if it is sent directly to the host of its URL. */
  String way(HttpRequest request) {
    return request
        .server()
        .map(server -> " on " + server.address())
        .orElseGet(() -> proxies.way(request));
  }

  boolean trustsAlike() {
    return certificate.isEmpty() && trust.isSameAs(proxyTrust);
  }

  KeyManager[] client() {
    return certificate.stream().toArray(KeyManager[]::new);
  }
}
