// SPDX-License-Identifier: Apache-2.0
package dev.podpass.core.http;

/** The peer of a TLS handshake, which determines the text of a failure. */
enum TlsPeer {
  SERVER(
      "it",
      "its",
      "the TLS handshake",
      "if a proxy inspects TLS, add its CA with --ca-bundle; otherwise the connection may be"
          + " intercepted"),
  PROXY(
      "the proxy",
      "the proxy's",
      "the TLS handshake with the proxy",
      "add the CA of the proxy with --ca-bundle, or set the name in its certificate in"
          + " HTTPS_PROXY");

  final String name;
  final String possessive;
  final String handshake;
  final String trustHint;

  TlsPeer(String name, String possessive, String handshake, String trustHint) {
    this.name = name;
    this.possessive = possessive;
    this.handshake = handshake;
    this.trustHint = trustHint;
  }
}
