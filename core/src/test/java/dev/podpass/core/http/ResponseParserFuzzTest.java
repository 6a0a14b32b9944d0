// SPDX-License-Identifier: Apache-2.0
package dev.podpass.core.http;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.podpass.spi.testing.SeedFile;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.HttpException;
import org.apache.hc.core5.http.impl.io.SessionInputBufferImpl;
import org.junit.jupiter.params.provider.ArgumentsSource;

class ResponseParserFuzzTest {
  @ArgumentsSource(SeedFile.class)
  @FuzzTest
  void readsNothingButAHead(byte[] bytes) {
    try {
      ClassicHttpResponse response =
          new ResponseParser()
              .parse(new SessionInputBufferImpl(64, 8 << 10), new ByteArrayInputStream(bytes));
      if (response != null) {
        assertThat(new String(bytes, ISO_8859_1)).startsWith("HTTP/1.");
        assertThat(response.getCode()).isBetween(100, 599);
        assertThat(response.getHeaders())
            .allMatch(field -> field.getValue().chars().noneMatch(c -> c < ' ' && c != '\t'));
      }
    } catch (IOException | HttpException _) {
      return;
    }
  }
}
