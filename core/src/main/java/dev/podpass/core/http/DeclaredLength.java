// SPDX-License-Identifier: Apache-2.0
package dev.podpass.core.http;

import org.apache.hc.core5.http.ContentLengthStrategy;
import org.apache.hc.core5.http.Header;
import org.apache.hc.core5.http.HttpException;
import org.apache.hc.core5.http.HttpMessage;
import org.apache.hc.core5.http.ProtocolException;
import org.apache.hc.core5.http.impl.DefaultContentLengthStrategy;

/**
 * Determines the length of a response body (RFC 9112, 6.3), which the response must declare: a body
 * that ends with the connection could be truncated unnoticed.
 */
final class DeclaredLength implements ContentLengthStrategy {
  @Override
  public long determineLength(HttpMessage message) throws HttpException {
    if (message.containsHeader("Transfer-Encoding")) {
      return DefaultContentLengthStrategy.INSTANCE.determineLength(message);
    }
    Header[] lengths = message.getHeaders("Content-Length");
    if (lengths.length == 0) {
      throw new ProtocolException("its answer has no length");
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
