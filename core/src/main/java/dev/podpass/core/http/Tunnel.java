// SPDX-License-Identifier: Apache-2.0
package dev.podpass.core.http;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import dev.podpass.core.http.proxy.ProxyRefusedException;
import dev.podpass.spi.secret.Secret;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.ConnectionClosedException;
import org.apache.hc.core5.http.Header;
import org.apache.hc.core5.http.HttpException;
import org.apache.hc.core5.http.MessageConstraintException;
import org.apache.hc.core5.http.impl.io.SessionInputBufferImpl;

/**
 * Opens a tunnel through a proxy with CONNECT (RFC 9110, 9.3.6), and reads no byte that follows the
 * answer.
 */
final class Tunnel {
  private static final int LONGEST_LINE = 8 << 10;

  private Tunnel() {}

  /** Sends one CONNECT, with credentials at once: a proxy logs a failure for each one without. */
  static void open(Socket proxy, String authority, Optional<Secret> authorization)
      throws IOException {
    InputStream in = proxy.getInputStream();
    requireSilence(in, "the proxy sends data before the CONNECT request");
    String credentials =
        authorization.map(a -> "Proxy-Authorization: " + a.reveal() + "\r\n").orElse("");
    proxy
        .getOutputStream()
        .write(
            ("CONNECT " + authority + " HTTP/1.1\r\nHost: " + authority + "\r\n" + credentials)
                .concat("\r\n")
                .getBytes(ISO_8859_1));
    ClassicHttpResponse answer = answer(in);
    if (answer.getCode() != 200) {
      Header retryAfter = answer.getFirstHeader("Retry-After");
      throw new ProxyRefusedException(
          answer.getCode(), retryAfter == null ? null : retryAfter.getValue(), offersBasic(answer));
    }
    // A TLS server never speaks first: such data is the proxy's own and would break the handshake.
    requireSilence(in, "the proxy sends data after its answer to CONNECT");
  }

  /** Read without a buffer, so that reading stops at the end of the header. */
  private static ClassicHttpResponse answer(InputStream in) throws IOException {
    try {
      ClassicHttpResponse answer =
          new ResponseParser().parse(new SessionInputBufferImpl(1, LONGEST_LINE), in);
      if (answer == null) {
        throw new ConnectionClosedException("the proxy closed it without an answer");
      }
      return answer;
    } catch (HttpException | MessageConstraintException e) {
      throw new RejectedResponseException("the proxy does not answer in HTTP", e);
    }
  }

  /** Basic is the only scheme that is sent; a list of others is a matter of the proxy. */
  private static boolean offersBasic(ClassicHttpResponse answer) {
    Header[] schemes = answer.getHeaders("Proxy-Authenticate");
    return schemes.length == 0
        || Arrays.stream(schemes)
            .anyMatch(scheme -> scheme.getValue().toLowerCase(Locale.ROOT).contains("basic"));
  }

  private static void requireSilence(InputStream in, String what) throws IOException {
    if (in.available() > 0) {
      throw new RejectedResponseException(what);
    }
  }
}
