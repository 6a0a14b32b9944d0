// SPDX-License-Identifier: Apache-2.0
package dev.podpass.http;

import dev.podpass.http.tls.CaBundle;
import dev.podpass.http.tls.ClientCertificate;
import dev.podpass.log.Log;
import java.util.Optional;

/**
 * What the operator decides about connections.
 *
 * @param trust who is believed to be who they say
 * @param proxies which proxy is used for which host
 * @param client who we are to a server that asks for a certificate; no cloud does
 * @param log told of every attempt
 */
public record ConnectionSettings(
    CaBundle trust, ProxyRules proxies, Optional<ClientCertificate> client, Log log) {

  /** Without a certificate of our own. */
  public ConnectionSettings(CaBundle trust, ProxyRules proxies, Log log) {
    this(trust, proxies, Optional.empty(), log);
  }
}
