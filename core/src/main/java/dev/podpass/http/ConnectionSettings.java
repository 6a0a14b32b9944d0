// SPDX-License-Identifier: Apache-2.0
package dev.podpass.http;

import dev.podpass.http.proxy.ProxyRules;
import dev.podpass.http.tls.CaBundle;
import dev.podpass.http.tls.ClientCertificate;
import dev.podpass.log.Log;
import java.util.Optional;

/**
 * What the operator decides about connections.
 *
 * @param trust who is believed to be who they say
 * @param proxyTrust who is believed to be a proxy that is reached over TLS
 * @param proxies which proxy is used for which host
 * @param client who we are to a server that asks for a certificate; no cloud does
 * @param log told of every attempt
 */
public record ConnectionSettings(
    CaBundle trust,
    CaBundle proxyTrust,
    ProxyRules proxies,
    Optional<ClientCertificate> client,
    Log log) {

  /** Without a certificate of our own. */
  public ConnectionSettings(CaBundle trust, ProxyRules proxies, Log log) {
    this(trust, trust, proxies, Optional.empty(), log);
  }

  /**
   * The same network, to one server alone.
   *
   * @param server who is believed to be that server
   * @param self who we are to it
   */
  public ConnectionSettings to(CaBundle server, Optional<ClientCertificate> self) {
    return new ConnectionSettings(server, proxyTrust, proxies, self, log);
  }

  boolean trustsAlike() {
    return client.isEmpty() && trust.equals(proxyTrust);
  }
}
