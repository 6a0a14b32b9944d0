// SPDX-License-Identifier: Apache-2.0
package dev.podpass.core.http;

import java.io.IOException;
import java.io.InputStream;
import org.apache.hc.core5.http.HttpEntity;
import org.jspecify.annotations.Nullable;

/** Reads a response body up to a size limit. */
final class BoundedBody {
  static final int LIMIT = 1 << 20;

  private BoundedBody() {}

  static byte[] read(@Nullable HttpEntity entity) throws IOException {
    if (entity == null) {
      return new byte[0];
    }
    if (entity.getContentLength() > LIMIT) {
      throw tooLarge();
    }
    // Not closed at the limit: closing drains the body, which may never end.
    InputStream content = entity.getContent();
    byte[] body = content.readNBytes(LIMIT + 1);
    if (body.length > LIMIT) {
      throw tooLarge();
    }
    content.close();
    return body;
  }

  private static RejectedResponseException tooLarge() {
    return new RejectedResponseException("its answer is larger than 1 MiB");
  }
}
