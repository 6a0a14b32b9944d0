// SPDX-License-Identifier: Apache-2.0
package dev.podpass.testkit.net;

/** A request as it stands on the wire, before anyone knows whom it is for. */
record RawRequest(RequestLine line, Headers headers, Bytes body) {

  record RequestLine(String method, String target, String version) {}

  String method() {
    return line.method();
  }

  String target() {
    return line.target();
  }

  boolean keepsAlive() {
    return line.version().equals("HTTP/1.1")
        && headers.first("Connection").filter("close"::equalsIgnoreCase).isEmpty();
  }

  ReceivedRequest at(String host, long connection) {
    return new ReceivedRequest(connection, host, method(), target(), headers, body);
  }
}
