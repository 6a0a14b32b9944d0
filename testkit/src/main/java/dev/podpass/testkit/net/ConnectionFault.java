// SPDX-License-Identifier: Apache-2.0
package dev.podpass.testkit.net;

import dev.podpass.testkit.pki.CertificateKind;

/** What goes wrong with a connection to the host before its first request. */
public sealed interface ConnectionFault extends Fault {
  /**
   * The host shows such a certificate, which it must have one for: the metadata service has none.
   */
  record Certificate(CertificateKind kind) implements ConnectionFault {}

  /** The host accepts the connection and then says nothing, not even in the handshake. */
  record Hang() implements ConnectionFault {}

  /** The host closes the connection instead of shaking hands. */
  record Close() implements ConnectionFault {}

  /** The host sends these bytes instead of shaking hands, and then says nothing. */
  record Babble(Bytes bytes) implements ConnectionFault {}

  /** The host shakes hands, sends these bytes before it is asked anything, and closes. */
  record SpeakFirst(Bytes bytes) implements ConnectionFault {}

  /** The host shakes hands and closes the connection without reading a request. */
  record CloseUnread() implements ConnectionFault {}
}
