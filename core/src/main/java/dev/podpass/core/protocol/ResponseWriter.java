// SPDX-License-Identifier: Apache-2.0
package dev.podpass.core.protocol;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import dev.podpass.core.protocol.CredentialProviderResponse.Auth;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.time.Duration;

/** Writes the response as one document, which kubelet parses strictly. */
public final class ResponseWriter {
  private static final JsonFactory JSON = new JsonFactory();

  private ResponseWriter() {}

  public static void write(CredentialProviderResponse response, OutputStream out)
      throws IOException {
    ByteArrayOutputStream document = new ByteArrayOutputStream();
    try (JsonGenerator json = JSON.createGenerator(document)) {
      json.writeStartObject();
      json.writeStringField("kind", "CredentialProviderResponse");
      json.writeStringField("apiVersion", CredentialProviderRequest.API_VERSION);
      json.writeStringField("cacheKeyType", cacheKeyType(response));
      json.writeStringField("cacheDuration", duration(response.cacheDuration()));
      if (response.auth().isPresent()) {
        auth(json, response.auth().get());
      }
      json.writeEndObject();
    }
    document.write('\n');
    out.write(document.toByteArray());
    out.flush();
  }

  private static String cacheKeyType(CredentialProviderResponse response) {
    return switch (response.cacheKeyType()) {
      case IMAGE -> "Image";
      case REGISTRY -> "Registry";
    };
  }

  private static void auth(JsonGenerator json, Auth auth) throws IOException {
    json.writeObjectFieldStart("auth");
    json.writeObjectFieldStart(auth.host());
    json.writeStringField("username", auth.username());
    json.writeStringField("password", auth.password().reveal());
    json.writeEndObject();
    json.writeEndObject();
  }

  /**
   * Whole seconds as Go writes them, {@code 1h2m3s}, the only format that kubelet accepts.
   *
   * @see <a href="https://pkg.go.dev/time#ParseDuration">time.ParseDuration</a>
   */
  static String duration(Duration duration) {
    String seconds = duration.toSecondsPart() + "s";
    if (duration.toMinutes() == 0) {
      return seconds;
    }
    String minutes = duration.toMinutesPart() + "m" + seconds;
    return duration.toHours() == 0 ? minutes : duration.toHours() + "h" + minutes;
  }
}
