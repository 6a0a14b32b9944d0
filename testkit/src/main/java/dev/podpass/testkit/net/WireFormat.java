// SPDX-License-Identifier: Apache-2.0
package dev.podpass.testkit.net;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import org.apache.hc.core5.http.impl.EnglishReasonPhraseCatalog;

/** An answer as bytes, whole, so that it leaves in one write. */
final class WireFormat {
  private static final int CHUNK = 8192;

  private WireFormat() {}

  static byte[] of(Answer answer) {
    byte[] head = head(answer);
    byte[] body = answer.body().toArray();
    var wire = new ByteArrayOutputStream(head.length + body.length + 16);
    wire.writeBytes(head);
    if (answer.chunked()) {
      writeChunks(wire, body);
    } else {
      wire.writeBytes(body);
    }
    return wire.toByteArray();
  }

  /** The answer to HEAD: everything but the body, with its length. */
  static byte[] head(Answer answer) {
    var head = new StringBuilder(256);
    head.append("HTTP/1.1 ").append(answer.status()).append(' ').append(reason(answer.status()));
    for (Headers.Field field : answer.headers().fields()) {
      head.append("\r\n").append(field.name()).append(": ").append(field.value());
    }
    head.append(
        answer.chunked()
            ? "\r\nTransfer-Encoding: chunked"
            : "\r\nContent-Length: " + answer.body().size());
    return head.append("\r\n\r\n").toString().getBytes(StandardCharsets.ISO_8859_1);
  }

  private static String reason(int status) {
    String phrase = EnglishReasonPhraseCatalog.INSTANCE.getReason(status, Locale.ROOT);
    return phrase == null ? "Unknown" : phrase;
  }

  private static void writeChunks(ByteArrayOutputStream wire, byte[] body) {
    for (int from = 0; from < body.length; from += CHUNK) {
      int length = Math.min(CHUNK, body.length - from);
      wire.writeBytes((Integer.toHexString(length) + "\r\n").getBytes(StandardCharsets.US_ASCII));
      wire.write(body, from, length);
      wire.writeBytes("\r\n".getBytes(StandardCharsets.US_ASCII));
    }
    wire.writeBytes("0\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
  }
}
