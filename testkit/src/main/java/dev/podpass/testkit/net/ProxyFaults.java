// SPDX-License-Identifier: Apache-2.0
package dev.podpass.testkit.net;

import dev.podpass.testkit.net.ProxyFault.Say;
import dev.podpass.testkit.net.ProxyFault.Then;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

/** What a proxy, or what stands between it and a client, may answer to CONNECT. */
public final class ProxyFaults {
  private static final String ESTABLISHED = "HTTP/1.1 200 Connection established\r\n\r\n";

  private ProxyFaults() {}

  /** Speaks before it is asked. */
  public static Fault speaksFirst(String text) {
    return new ProxyGreeting(Bytes.of(text));
  }

  /** Opens the tunnel, and has put answers of its own behind that, in the clear. */
  public static Fault forges(Answer... answers) {
    var wire = new ByteArrayOutputStream();
    wire.writeBytes(ESTABLISHED.getBytes(StandardCharsets.US_ASCII));
    for (Answer answer : answers) {
      wire.writeBytes(WireFormat.of(answer));
    }
    return new Say(Bytes.of(wire.toByteArray()), Then.TUNNEL);
  }

  /** Answers CONNECT twice. */
  public static Fault answersTwice() {
    return says(ESTABLISHED + ESTABLISHED);
  }

  /** Closes the connection before the header has ended. */
  public static Fault closesInTheHeader() {
    return new Say(Bytes.of("HTTP/1.1 200 Connection established\r\nVia: 1"), Then.CLOSE);
  }

  /** Opens the tunnel after a body with a length. */
  public static Fault sendsABody(String body) {
    return says("HTTP/1.1 200 OK\r\nContent-Length: " + body.length() + "\r\n\r\n" + body);
  }

  /** Opens the tunnel after a header of that size, in one field or in many. */
  public static Fault sendsAHeaderOf(int bytes, int inEachField) {
    var header = new StringBuilder(bytes + 64).append("HTTP/1.1 200 OK\r\n");
    while (header.length() < bytes) {
      header.append("X-Filler: ").append("x".repeat(inEachField)).append("\r\n");
    }
    return says(header.append("\r\n").toString());
  }

  /** Opens the tunnel, sends half a TLS record, and falls silent. */
  public static Fault sendsHalfATlsRecord() {
    byte[] half = {0x16, 0x03, 0x03, 0x00, 0x40, 0x02, 0x00};
    var wire = new ByteArrayOutputStream();
    wire.writeBytes(ESTABLISHED.getBytes(StandardCharsets.US_ASCII));
    wire.writeBytes(half);
    return new Say(Bytes.of(wire.toByteArray()), Then.HANG);
  }

  /** Answers CONNECT with this text and then tunnels. */
  public static Fault says(String text) {
    return new Say(Bytes.of(text), Then.TUNNEL);
  }
}
