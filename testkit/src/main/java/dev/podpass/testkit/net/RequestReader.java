// SPDX-License-Identifier: Apache-2.0
package dev.podpass.testkit.net;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.ProtocolException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;
import java.util.function.Predicate;
import org.apache.hc.core5.http.HttpException;
import org.apache.hc.core5.http.impl.io.AbstractMessageParser;
import org.apache.hc.core5.http.impl.io.ChunkedInputStream;
import org.apache.hc.core5.http.impl.io.ContentLengthInputStream;
import org.apache.hc.core5.http.impl.io.SessionInputBufferImpl;
import org.apache.hc.core5.http.message.BasicLineParser;
import org.apache.hc.core5.util.CharArrayBuffer;

/**
 * Reads the requests of one connection. HttpCore does the headers and bodies; the request line is
 * taken here, raw, because HttpCore's request objects normalise it (and lose CONNECT's target).
 */
final class RequestReader {
  private static final int BUFFER = 8192;
  private static final int MAX_HEADERS = 100;
  private static final int MAX_LINE = 65536;

  private final SessionInputBufferImpl buffer = new SessionInputBufferImpl(BUFFER);
  private final InputStream in;
  private final OutputStream out;

  RequestReader(Socket socket) throws IOException {
    this.in = socket.getInputStream();
    this.out = socket.getOutputStream();
  }

  /** The next request, or empty if the client has closed the connection. */
  Optional<RawRequest> next() throws IOException {
    CharArrayBuffer line = new CharArrayBuffer(256);
    if (buffer.readLine(line, in) < 0) {
      return Optional.empty();
    }
    RawRequest.RequestLine requestLine = requestLine(line.toString());
    Headers headers = headers();
    return Optional.of(new RawRequest(requestLine, headers, body(headers)));
  }

  /** What was read from the socket and belongs to no request, such as the begin of a handshake. */
  InputStream unread() throws IOException {
    byte[] rest = new byte[buffer.length()];
    return new ByteArrayInputStream(rest, 0, Math.max(0, buffer.read(rest, in)));
  }

  private static RawRequest.RequestLine requestLine(String line) throws ProtocolException {
    String[] parts = line.split(" ", -1);
    if (parts.length != 3) {
      throw new ProtocolException("not a request line: " + line);
    }
    return new RawRequest.RequestLine(parts[0], parts[1], parts[2]);
  }

  private Headers headers() throws IOException {
    try {
      var parsed =
          AbstractMessageParser.parseHeaders(
              buffer, in, MAX_HEADERS, MAX_LINE, BasicLineParser.INSTANCE);
      return new Headers(
          Arrays.stream(parsed)
              .map(header -> new Headers.Field(header.getName(), header.getValue()))
              .toList());
    } catch (HttpException e) {
      throw new IOException("malformed header", e);
    }
  }

  private Bytes body(Headers headers) throws IOException {
    Optional<String> length = headers.first("Content-Length");
    Optional<String> coding = headers.first("Transfer-Encoding");
    if (length.isEmpty() && coding.isEmpty()) {
      return Bytes.EMPTY;
    }
    if (headers.first("Expect").filter("100-continue"::equalsIgnoreCase).isPresent()) {
      out.write("HTTP/1.1 100 Continue\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
    }
    if (coding.filter(Predicate.not("chunked"::equalsIgnoreCase)).isPresent()) {
      throw new ProtocolException("unknown transfer coding " + coding.get());
    }
    return Bytes.of(
        coding.isPresent()
            ? new ChunkedInputStream(buffer, in).readAllBytes()
            : new ContentLengthInputStream(buffer, in, Long.parseLong(length.orElseThrow()))
                .readAllBytes());
  }
}
