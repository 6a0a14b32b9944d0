// SPDX-License-Identifier: Apache-2.0
package dev.podpass.core.protocol;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import dev.podpass.core.protocol.CredentialProviderResponse.Auth;
import dev.podpass.spi.failure.CredentialException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;

/** Writes the answers of a Docker credential helper. */
public final class DockerAnswers {
  /** The exit status if there is no credential. */
  public static final int NOT_FOUND_STATUS = 1;

  /** Clients compare with this text, and go on without a credential. */
  private static final String NOT_FOUND = "credentials not found in native keychain";

  /** Clients compare with this text too. */
  static final String NO_SERVER = "no credentials server URL";

  private static final JsonFactory JSON = new JsonFactory();

  private DockerAnswers() {}

  public static void write(DockerServer server, Auth auth, OutputStream out) throws IOException {
    ByteArrayOutputStream document = new ByteArrayOutputStream();
    try (JsonGenerator json = JSON.createGenerator(document)) {
      json.writeStartObject();
      json.writeStringField("ServerURL", server.url());
      json.writeStringField("Username", auth.username());
      json.writeStringField("Secret", auth.password().reveal());
      json.writeEndObject();
    }
    document.write('\n');
    out.write(document.toByteArray());
    out.flush();
  }

  /** The line of a failure, which clients read from stdout. */
  public static String line(CredentialException failure) {
    return failure.text().equals(NO_SERVER) ? NO_SERVER : "podpass: " + failure.line();
  }

  public static void writeNotFound(OutputStream out) throws IOException {
    out.write((NOT_FOUND + "\n").getBytes(UTF_8));
    out.flush();
  }
}
