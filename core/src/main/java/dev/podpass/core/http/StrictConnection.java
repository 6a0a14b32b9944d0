// SPDX-License-Identifier: Apache-2.0
package dev.podpass.core.http;

import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.List;
import javax.net.ssl.SSLSocket;
import org.apache.hc.core5.http.ContentLengthStrategy;
import org.apache.hc.core5.http.Header;
import org.apache.hc.core5.http.HttpException;
import org.apache.hc.core5.http.HttpMessage;
import org.apache.hc.core5.http.LengthRequiredException;
import org.apache.hc.core5.http.ProtocolException;
import org.apache.hc.core5.http.config.Http1Config;
import org.apache.hc.core5.http.impl.DefaultContentLengthStrategy;
import org.apache.hc.core5.http.impl.io.DefaultBHttpClientConnection;

/**
 * A connection that parses responses strictly, and detects data after a response, which would be
 * mistaken for the next one.
 */
final class StrictConnection extends DefaultBHttpClientConnection {
  private static final Http1Config LIMITS =
      Http1Config.custom().setMaxLineLength(64 << 10).setMaxHeaderCount(200).build();

  /** A server may close a connection that is idle for longer, which only a read shows. */
  private static final Duration SHORT_REST = Duration.ofSeconds(2);

  private final ResponseParser parser;
  private List<Socket> layers = List.of();
  private long resting;

  StrictConnection() {
    ResponseParser parser = new ResponseParser();
    super(LIMITS, null, null, new DeclaredLength(), null, null, config -> parser);
    this.parser = parser;
  }

  /** Uses TLS to the host, which is over TCP, or over TLS to a proxy. */
  void bind(SSLSocket tls, Socket way, Socket tcp) throws IOException {
    bind(tls, tcp);
    layers = List.of(tls, way, tcp);
  }

  /** Notes that a request is over. */
  void rest() {
    resting = System.nanoTime();
  }

  /** Whether another request may be sent over it. */
  boolean isUsable() {
    boolean rested = System.nanoTime() - resting > SHORT_REST.toNanos();
    try {
      return isOpen() && !(rested && isStale()) && hasNoPendingData();
    } catch (IOException _) {
      return false;
    }
  }

  /**
   * Whether no data and no end has arrived. The check may consume data, so a connection that is not
   * quiet must not be used.
   */
  boolean hasNoPendingData() {
    if (parser.holdsMore()) {
      return false;
    }
    try {
      for (Socket layer : layers) {
        if (layer.getInputStream().available() > 0) {
          return readsNothing();
        }
      }
      return true;
    } catch (IOException _) {
      return false;
    }
  }

  /** Data may be TLS's own, such as a session ticket; only a read shows that. */
  private boolean readsNothing() throws IOException {
    Socket socket = layers.getFirst();
    int timeout = socket.getSoTimeout();
    InputStream in = socket.getInputStream();
    socket.setSoTimeout(1);
    try {
      in.read();
      return false;
    } catch (SocketTimeoutException _) {
      socket.setSoTimeout(timeout);
      return true;
    }
  }

  /**
   * Determines the length of a response body (RFC 9112, 6.3), which the response must declare: a
   * body that ends with the connection could be truncated unnoticed.
   */
  private static final class DeclaredLength implements ContentLengthStrategy {
    @Override
    public long determineLength(HttpMessage message) throws HttpException {
      if (message.containsHeader("Transfer-Encoding")) {
        return DefaultContentLengthStrategy.INSTANCE.determineLength(message);
      }
      Header[] lengths = message.getHeaders("Content-Length");
      if (lengths.length == 0) {
        throw new LengthRequiredException("neither Content-Length nor Transfer-Encoding");
      }
      String length = lengths[0].getValue();
      for (Header other : lengths) {
        if (!length.matches("[0-9]{1,18}") || !other.getValue().equals(length)) {
          throw new ProtocolException("the length of its answer is ambiguous");
        }
      }
      return Long.parseLong(length);
    }
  }
}
