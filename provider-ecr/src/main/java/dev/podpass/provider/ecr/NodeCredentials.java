// SPDX-License-Identifier: Apache-2.0
package dev.podpass.provider.ecr;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.podpass.json.MalformedJsonException;
import dev.podpass.json.StrictJson;
import dev.podpass.secret.Secret;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Optional;

/** The document in which instance metadata hands out the credentials of the node's role. */
final class NodeCredentials {
  private NodeCredentials() {}

  /** The session, if the document is whole and says success. */
  static Optional<AwsSession> read(String json) {
    try {
      ObjectNode document = StrictJson.object(json.getBytes(UTF_8));
      if (!text(document, "Code").equals("Success")) {
        return Optional.empty();
      }
      return Optional.of(
          new AwsSession(
              text(document, "AccessKeyId"),
              Secret.of(text(document, "SecretAccessKey")),
              Secret.of(text(document, "Token")),
              Instant.parse(text(document, "Expiration"))));
    } catch (MalformedJsonException | IllegalArgumentException | DateTimeException _) {
      return Optional.empty();
    }
  }

  private static String text(ObjectNode document, String field) {
    JsonNode value = document.path(field);
    if (!value.isTextual() || value.textValue().isEmpty()) {
      throw new IllegalArgumentException(field + " is missing");
    }
    return value.textValue();
  }
}
