// SPDX-License-Identifier: Apache-2.0
package dev.podpass.core.protocol;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.podpass.spi.failure.CredentialException;
import dev.podpass.spi.failure.Kind;
import dev.podpass.spi.json.StrictJson;
import dev.podpass.spi.json.StrictJson.MalformedJsonException;
import dev.podpass.spi.secret.Redaction;
import dev.podpass.spi.secret.Secret;
import java.io.IOException;
import java.io.InputStream;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Parses a request: exactly one document of the right version and kind. Unknown fields, which a
 * later kubelet may add, are ignored.
 */
public final class RequestReader {
  private static final int MAX_BYTES = 1 << 20;
  private static final String KIND = "CredentialProviderRequest";

  private RequestReader() {}

  public static CredentialProviderRequest read(InputStream in) {
    ObjectNode request = object(bytes(in));
    require(request, "kind", KIND, "only kubelet's requests are answered");
    require(
        request,
        "apiVersion",
        CredentialProviderRequest.API_VERSION,
        "set apiVersion: "
            + CredentialProviderRequest.API_VERSION
            + " for this provider in the kubelet's CredentialProviderConfig");
    return new CredentialProviderRequest(
        text(request, "image").orElseThrow(() -> malformed("it has no image")),
        text(request, "serviceAccountToken").map(Secret::of),
        annotations(request.get("serviceAccountAnnotations")));
  }

  private static byte[] bytes(InputStream in) {
    try {
      byte[] bytes = in.readNBytes(MAX_BYTES + 1);
      if (bytes.length > MAX_BYTES) {
        throw malformed("it is larger than 1 MiB");
      }
      return bytes;
    } catch (IOException e) {
      throw malformed("stdin cannot be read").causedBy(e);
    }
  }

  private static ObjectNode object(byte[] bytes) {
    try {
      return StrictJson.object(bytes);
    } catch (MalformedJsonException e) {
      throw malformed(String.valueOf(e.getMessage()));
    }
  }

  private static void require(ObjectNode request, String field, String wanted, String hint) {
    String actual = text(request, field).orElse("");
    if (!actual.equals(wanted)) {
      throw new CredentialException(
          Kind.BAD_REQUEST,
          "the request has the %s %s; podpass speaks \"%s\""
              .formatted(field, Redaction.quoted(actual), wanted),
          hint);
    }
  }

  /** Absent, {@code null} and empty are equal, because Go omits empty fields. */
  private static Optional<String> text(ObjectNode request, String field) {
    JsonNode value = request.get(field);
    if (value == null || value.isNull()) {
      return Optional.empty();
    }
    if (!value.isTextual()) {
      throw malformed("its field " + field + " is not text");
    }
    return Optional.of(value.textValue()).filter(text -> !text.isEmpty());
  }

  private static Map<String, String> annotations(@Nullable JsonNode node) {
    if (node == null || node.isNull()) {
      return Map.of();
    }
    Map<String, String> annotations = new HashMap<>();
    for (Map.Entry<String, JsonNode> entry : node.properties()) {
      if (!entry.getValue().isTextual()) {
        throw malformed("its serviceAccountAnnotations are not all text");
      }
      annotations.put(entry.getKey(), entry.getValue().textValue());
    }
    if (!node.isObject()) {
      throw malformed("its serviceAccountAnnotations are not an object");
    }
    return annotations;
  }

  private static CredentialException malformed(String why) {
    return new CredentialException(Kind.BAD_REQUEST, "the request cannot be used: " + why);
  }
}
