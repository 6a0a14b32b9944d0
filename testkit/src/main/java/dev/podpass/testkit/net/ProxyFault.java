// SPDX-License-Identifier: Apache-2.0
package dev.podpass.testkit.net;

/** What goes wrong while the proxy is asked for a tunnel to the host. */
public sealed interface ProxyFault extends Fault {
  /** The proxy answers CONNECT with this status. */
  record Refuse(int status) implements ProxyFault {}

  /** The proxy never answers. */
  record Hang() implements ProxyFault {}

  /** The proxy closes the connection without an answer. */
  record Close() implements ProxyFault {}

  /** The proxy answers CONNECT with these bytes, all in one write. */
  record Say(Bytes bytes, Then then) implements ProxyFault {}

  /** What it does when it has spoken. */
  enum Then {
    TUNNEL,
    CLOSE,
    HANG
  }
}
