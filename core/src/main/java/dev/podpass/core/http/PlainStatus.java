// SPDX-License-Identifier: Apache-2.0
package dev.podpass.core.http;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.time.Duration;

/**
 * The status of an HTTP endpoint of this machine, such as kubelet's {@code /healthz}, which may
 * listen at any address of it. Only the status line is read; nothing secret is sent.
 */
public final class PlainStatus {
  private static final int LINE = "HTTP/1.1 200".length();

  private PlainStatus() {}

  /** The status of the answer to a GET request; 0 if there is none in time. */
  public static int of(InetSocketAddress address, String path, Duration limit) {
    long end = System.nanoTime() + limit.toNanos();
    byte[] line = new byte[LINE];
    try (Socket socket = new Socket()) {
      socket.connect(address, Math.toIntExact(limit.toMillis()));
      socket.getOutputStream().write("GET %s HTTP/1.0\r\n\r\n".formatted(path).getBytes(US_ASCII));
      for (int read = 0; read < LINE; ) {
        long left = (end - System.nanoTime()) / 1_000_000;
        if (left <= 0) {
          return 0;
        }
        socket.setSoTimeout(Math.toIntExact(left));
        int more = socket.getInputStream().read(line, read, LINE - read);
        if (more < 0) {
          return 0;
        }
        read += more;
      }
    } catch (IOException _) {
      return 0;
    }
    String text = new String(line, US_ASCII);
    return text.matches("HTTP/1\\.[01] [1-5][0-9]{2}") ? Integer.parseInt(text.substring(9)) : 0;
  }
}
