// SPDX-License-Identifier: Apache-2.0
package dev.podpass.core.http;

import java.io.IOException;
import java.io.InputStream;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.ConnectionClosedException;
import org.apache.hc.core5.http.HttpException;
import org.apache.hc.core5.http.HttpVersion;
import org.apache.hc.core5.http.MessageConstraintException;
import org.apache.hc.core5.http.ProtocolException;
import org.apache.hc.core5.http.io.HttpMessageParser;
import org.apache.hc.core5.http.io.SessionInputBuffer;
import org.apache.hc.core5.http.message.BasicClassicHttpResponse;
import org.apache.hc.core5.util.CharArrayBuffer;
import org.jspecify.annotations.Nullable;

/**
 * Parses the head of a response strictly by RFC 9112: no text before the status line, no folded
 * fields, no control characters. Lenient parsers disagree, which permits response smuggling.
 */
final class ResponseParser implements HttpMessageParser<ClassicHttpResponse> {
  private static final int MOST_FIELDS = 200;
  private static final Pattern STATUS =
      Pattern.compile("HTTP/1\\.([01]) ([1-5][0-9]{2})(?: [\\t -~\\x80-\\xff]*+)?");
  private static final Pattern FIELD =
      Pattern.compile("([!#$%&'*+.^_`|~0-9A-Za-z-]++):([\\t -~\\x80-\\xff]*+)");

  /** The most interim responses, as in Go's client; each costs the server less than its reader. */
  private static final int MOST_INTERIM = 5;

  private final CharArrayBuffer line = new CharArrayBuffer(128);
  private @Nullable SessionInputBuffer source;
  private int interim;

  @Override
  public @Nullable ClassicHttpResponse parse(SessionInputBuffer buffer, InputStream in)
      throws IOException, HttpException {
    source = buffer;
    if (!readLine(buffer, in)) {
      return null;
    }
    ClassicHttpResponse response = status(line.toString());
    interim = response.getCode() < 200 ? interim + 1 : 0;
    if (interim > MOST_INTERIM) {
      throw new MessageConstraintException("more than " + MOST_INTERIM + " interim responses");
    }
    for (String field = next(buffer, in); !field.isEmpty(); field = next(buffer, in)) {
      Matcher parts = FIELD.matcher(field);
      if (!parts.matches()) {
        throw new ProtocolException("not a header field");
      }
      if (response.getHeaders().length == MOST_FIELDS) {
        throw new MessageConstraintException("more than " + MOST_FIELDS + " header fields");
      }
      response.addHeader(parts.group(1), parts.group(2).strip());
    }
    return response;
  }

  /** Whether data beyond the parsed responses was read. */
  boolean holdsMore() {
    return source != null && source.length() > 0;
  }

  private static ClassicHttpResponse status(String line) throws IOException, HttpException {
    Matcher parts = STATUS.matcher(line);
    if (!parts.matches()) {
      if (!line.isEmpty() && "HTTP/1.1 ".startsWith(line)) {
        throw new ConnectionClosedException("it ended in the status line");
      }
      throw new ProtocolException("not a status line");
    }
    int code = Integer.parseInt(parts.group(2));
    if (code == 101) {
      throw new ProtocolException("an unexpected switch of protocols");
    }
    ClassicHttpResponse response = new BasicClassicHttpResponse(code);
    response.setVersion(parts.group(1).equals("1") ? HttpVersion.HTTP_1_1 : HttpVersion.HTTP_1_0);
    return response;
  }

  private String next(SessionInputBuffer buffer, InputStream in) throws IOException {
    if (!readLine(buffer, in)) {
      throw new ConnectionClosedException("it ended in the header");
    }
    return line.toString();
  }

  private boolean readLine(SessionInputBuffer buffer, InputStream in) throws IOException {
    line.clear();
    try {
      return buffer.readLine(line, in) >= 0;
    } catch (MessageConstraintException _) {
      throw new MessageConstraintException("a header field longer than 64 KiB");
    }
  }
}
