// SPDX-License-Identifier: Apache-2.0
package dev.podpass.testkit;

import dev.podpass.testkit.net.ProxyCredentials;
import dev.podpass.testkit.pki.ServerKeys;
import java.time.Clock;
import java.util.Optional;

/**
 * How the fakes are to be.
 *
 * @param clock the clouds' and issuers' time; certificates are valid at any
 * @param proxyCredentials what the proxy wants; empty if it lets everyone pass
 * @param serverKeys what the servers' certificates are for
 */
public record Options(
    Clock clock, Optional<ProxyCredentials> proxyCredentials, ServerKeys serverKeys) {
  /** The system's time, an open proxy, and keys on P-256. */
  public static Options defaults() {
    return new Options(Clock.systemUTC(), Optional.empty(), ServerKeys.P256);
  }

  /** With another clock. */
  public Options clock(Clock other) {
    return new Options(other, proxyCredentials, serverKeys);
  }

  /** With a proxy that wants a user and a password. */
  public Options proxyCredentials(String user, String password) {
    return new Options(clock, Optional.of(new ProxyCredentials(user, password)), serverKeys);
  }

  /** With servers that have other keys. */
  public Options serverKeys(ServerKeys other) {
    return new Options(clock, proxyCredentials, other);
  }
}
