// SPDX-License-Identifier: Apache-2.0
package dev.podpass.testkit.net;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import dev.podpass.testkit.net.AnswerFault.End;
import dev.podpass.testkit.net.AnswerFault.Raw;
import java.util.HexFormat;
import java.util.function.UnaryOperator;

/** Answers that no HTTP library would write, and servers that speak no TLS that is good. */
public final class WireFaults {
  private WireFaults() {}

  /** Sends this for an answer and keeps the connection. */
  public static Fault says(String wire) {
    return new Raw(genuine -> Bytes.of(wire.getBytes(ISO_8859_1)), End.KEEP);
  }

  /** Sends this for an answer and closes the connection, as TLS wants it. */
  public static Fault saysAndCloses(String wire) {
    return new Raw(genuine -> Bytes.of(wire.getBytes(ISO_8859_1)), End.CLOSE);
  }

  /** Sends this for an answer and cuts the connection. */
  public static Fault saysAndCuts(String wire) {
    return new Raw(genuine -> Bytes.of(wire.getBytes(ISO_8859_1)), End.CUT);
  }

  /** Sends the true answer with something of it changed, byte by byte. */
  public static Fault rewrites(UnaryOperator<String> change) {
    return rewrites(change, End.KEEP);
  }

  /** Sends the true answer, changed, and closes the connection, as TLS wants it. */
  public static Fault rewritesAndCloses(UnaryOperator<String> change) {
    return rewrites(change, End.CLOSE);
  }

  /** Sends the true answer, changed, and cuts the connection without TLS's close_notify. */
  public static Fault rewritesAndCuts(UnaryOperator<String> change) {
    return rewrites(change, End.CUT);
  }

  private static Fault rewrites(UnaryOperator<String> change, End end) {
    return new Raw(
        genuine -> {
          String wire = new String(WireFormat.of(genuine.get()), ISO_8859_1);
          return Bytes.of(change.apply(wire).getBytes(ISO_8859_1));
        },
        end);
  }

  /** Sends the true answer and one more behind it, in the same write. */
  public static Fault splits(Answer second) {
    return rewrites(wire -> wire + new String(WireFormat.of(second), ISO_8859_1));
  }

  /** Sends this over TLS before it is asked anything, and closes. */
  public static Fault speaksFirst(String wire) {
    return new ConnectionFault.SpeakFirst(Bytes.of(wire));
  }

  /** Speaks plain HTTP where TLS is expected. */
  public static Fault speaksPlainHttp() {
    return new ConnectionFault.Babble(Bytes.of("HTTP/1.1 400 Bad Request\r\n\r\n"));
  }

  /** Chooses TLS 1.1. */
  public static Fault choosesTls11() {
    return serverHello("0302", "");
  }

  /** Chooses a protocol (ALPN, h2) that was not offered. */
  public static Fault choosesAnotherProtocol() {
    return serverHello("0303", "0010000500030268" + "32");
  }

  private static Fault serverHello(String version, String extensions) {
    String length = HexFormat.of().toHexDigits((short) (extensions.length() / 2));
    String body =
        version
            + "11".repeat(32)
            + "00"
            + "c02f"
            + "00"
            + (extensions.isEmpty() ? "" : length + extensions);
    int size = body.length() / 2;
    String record =
        "16"
            + version
            + HexFormat.of().toHexDigits((short) (size + 4))
            + "0200"
            + HexFormat.of().toHexDigits((short) size)
            + body;
    return new ConnectionFault.Babble(Bytes.of(HexFormat.of().parseHex(record)));
  }
}
