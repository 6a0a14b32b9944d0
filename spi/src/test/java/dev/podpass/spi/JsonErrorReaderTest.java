// SPDX-License-Identifier: Apache-2.0
package dev.podpass.spi;

import static org.assertj.core.api.Assertions.assertThat;

import dev.podpass.spi.http.Connections.ErrorResponseException;
import dev.podpass.spi.http.HttpResponse;
import java.io.IOException;
import java.net.URI;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class JsonErrorReaderTest {
  private static final ExchangeStep STEP =
      new ExchangeStep("token exchange", URI.create("https://sts.example/v1/token"));

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "{\"error\":\"a\",\"error_description\":\"b\"} | a (HTTP 400): b",
        "{\"error\":\"a\"} | a (HTTP 400)",
        "{\"error\":\"a b\"} | HTTP 400: a b",
        "{\"error\":{\"code\":\"A\",\"message\":\"b\"}} | A (HTTP 400): b",
        "{\"errors\":[{\"code\":\"A\",\"message\":\"b\"}]} | A (HTTP 400): b",
        "{\"errors\":[\"no role\", \"x\"]} | HTTP 400: no role",
        "{\"code\":7,\"detail\":\"b\"} | HTTP 400: b",
        "{\"error\":\" \",\"message\":[\"b\"]} | HTTP 400",
        "[1] | HTTP 400",
        "no | HTTP 400"
      })
  void findsCodeAndMessage(String body, String error) {
    assertThat(JsonErrorReader.OAUTH.read(STEP, HttpResponse.of(400, body))).hasToString(error);
  }

  @Test
  void readsWhatAnSdkWrapped() {
    HttpResponse response =
        HttpResponse.of(403, "{\"error\":{\"code\":403,\"status\":\"DENIED\",\"message\":\"no\"}}")
            .with("X-Request-Id", "7");
    JsonErrorReader reader = new JsonErrorReader(List.of("status", "error"));

    assertThat(reader.read(STEP, new IOException(new ErrorResponseException(response))))
        .hasToString("Optional[DENIED (HTTP 403): no, request id 7]");
    assertThat(reader.read(STEP, new IOException("reset"))).isEmpty();
    assertThat(JsonErrorReader.text(response, "status")).contains("DENIED");
    assertThat(JsonErrorReader.text(response, "code")).isEmpty();
  }
}
