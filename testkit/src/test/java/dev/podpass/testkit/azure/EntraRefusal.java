// SPDX-License-Identifier: Apache-2.0
package dev.podpass.testkit.azure;

import static dev.podpass.testkit.azure.AzureWire.header;
import static dev.podpass.testkit.azure.AzureWire.json;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;

/** A refusal as it is expected of Entra at {@code 2026-01-02T03:04:05Z}. */
record EntraRefusal(int status, String error, String message) {
  private static final String TIMESTAMP = "2026-01-02 03:04:05Z";

  void check(String answer) throws IOException {
    assertThat(answer).startsWith("HTTP/1.1 " + status + " ");
    JsonNode document = json(answer);
    assertThat(document.path("error").textValue()).isEqualTo(error);
    assertThat(document.path("error_description").textValue())
        .startsWith(message)
        .endsWith(
            " Trace ID: %s Correlation ID: %s Timestamp: %s"
                .formatted(
                    header(answer, "x-ms-request-id"),
                    document.path("correlation_id").textValue(),
                    TIMESTAMP));
    assertThat(document.path("timestamp").textValue()).isEqualTo(TIMESTAMP);
    if (message.startsWith("AADSTS")) {
      assertThat(document.path("error_codes"))
          .hasToString("[" + message.substring(6, message.indexOf(':')) + "]");
    }
  }
}
