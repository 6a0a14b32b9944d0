// SPDX-License-Identifier: Apache-2.0
package dev.podpass.imagebuilder.substitutes;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.podpass.spi.json.StrictJson;
import dev.podpass.spi.json.StrictJson.MalformedJsonException;
import org.junit.jupiter.api.Test;

class JsonNodeTextTest {
  @Test
  void isWhatJacksonWrites() throws MalformedJsonException {
    ObjectNode node =
        StrictJson.object(
            """
            {"text": "a\\"\\u0001\\u00e9", "list": [1, 12345678901, 123456789012345678901234567890,
             1.5, 1e30, -0.0, true, false, null, [], {}], "object": {"": ""}}
            """
                .getBytes(UTF_8));

    assertThat(JsonNodeText.of(node)).isEqualTo(node.toString()).startsWith("{\"text\":\"a\\\"");
    assertThat(JsonNodeText.of(node.path("text"))).isEqualTo(node.path("text").toString());
    assertThat(node.path("none")).hasToString("");
  }
}
