// SPDX-License-Identifier: Apache-2.0
package dev.podpass.testkit;

import dev.podpass.testkit.net.ProxyCredentials;
import java.time.Clock;
import java.util.Optional;

/**
 * How the fakes are to be.
 *
 * @param clock the clouds' and issuers' time; certificates are valid at any
 * @param proxyCredentials what the proxy wants; empty if it lets everyone pass
 */
public record Options(Clock clock, Optional<ProxyCredentials> proxyCredentials) {
  /** The system's time, and an open proxy. */
  public static Options defaults() {
    return new Options(Clock.systemUTC(), Optional.empty());
  }

  /** With another clock. */
  public Options clock(Clock other) {
    return new Options(other, proxyCredentials);
  }

  /** With a proxy that wants a user and a password. */
  public Options proxyCredentials(String user, String password) {
    return new Options(clock, Optional.of(new ProxyCredentials(user, password)));
  }
}
