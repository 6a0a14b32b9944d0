// SPDX-License-Identifier: Apache-2.0
package dev.podpass.observe;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonFactoryBuilder;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.json.JsonWriteFeature;
import dev.podpass.log.Log;
import dev.podpass.spi.Identity;
import dev.podpass.token.Workload;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;

/**
 * One line of JSON for each request: who asked for what as whom, and how it ended. Nothing in it is
 * secret.
 */
public final class AuditLog implements Observer {
  private static final int KEPT = 5;

  /** Nothing but printable ASCII: no character can move a cursor, or hide another. */
  private static final JsonFactory JSON =
      new JsonFactoryBuilder()
          .enable(JsonWriteFeature.ESCAPE_NON_ASCII)
          .characterEscapes(new ControlEscapes())
          .build();

  private final SharedFile file;
  private final long maxBytes;
  private final Log log;

  /**
   * Writes to this file.
   *
   * @param maxBytes how large it may grow; then it becomes {@code FILE.1}, and a new one begins
   * @param log told when a line cannot be written
   */
  public AuditLog(Path file, long maxBytes, Log log) {
    this.file = new SharedFile(file);
    this.maxBytes = maxBytes;
    this.log = log;
  }

  @Override
  public void ended(PullOutcome outcome) {
    try {
      byte[] line = line(outcome);
      file.alone(() -> {
        if (file.append(line) >= maxBytes) {
          file.rotate(KEPT);
        }
      });
    } catch (IOException e) {
      log.info("audit log is not written", Log.field("because", e.getClass().getSimpleName()));
    }
  }

  private static byte[] line(PullOutcome outcome) throws IOException {
    ByteArrayOutputStream line = new ByteArrayOutputStream();
    try (JsonGenerator json = JSON.createGenerator(line)) {
      json.writeStartObject();
      json.writeStringField("time", outcome.at().toString());
      json.writeStringField("result", outcome.result());
      string(json, "image", outcome.image().map(image -> image.name()));
      string(json, "registry", outcome.image().map(image -> image.registry().toString()));
      string(json, "provider", outcome.provider());
      workload(json, outcome.workload());
      identity(json, outcome.identity());
      json.writeStringField("source", Words.of(outcome.source()));
      if (outcome.exchange().isPresent()) {
        json.writeNumberField("exchange_ms", outcome.exchange().get().toMillis());
      }
      string(json, "until", outcome.expiry().map(Object::toString));
      requestIds(json, outcome);
      string(json, "failure", outcome.failure().map(failure -> failure.line()));
      json.writeEndObject();
    }
    line.write("\n".getBytes(UTF_8));
    return line.toByteArray();
  }

  private static void workload(JsonGenerator json, Optional<Workload> workload) throws IOException {
    string(json, "namespace", workload.map(Workload::namespace));
    string(json, "service_account", workload.map(w -> w.serviceAccount().name()));
    string(json, "pod", workload.flatMap(Workload::pod).map(pod -> pod.name()));
  }

  private static void identity(JsonGenerator json, Optional<Identity> identity) throws IOException {
    if (identity.isEmpty()) {
      return;
    }
    json.writeObjectFieldStart("identity");
    for (Identity.Part part : identity.get().parts()) {
      json.writeStringField(part.name(), part.value().value());
    }
    json.writeEndObject();
  }

  private static void requestIds(JsonGenerator json, PullOutcome outcome) throws IOException {
    if (outcome.requestIds().isEmpty()) {
      return;
    }
    json.writeArrayFieldStart("request_ids");
    for (String id : outcome.requestIds()) {
      json.writeString(id);
    }
    json.writeEndArray();
  }

  private static void string(JsonGenerator json, String name, Optional<String> value)
      throws IOException {
    if (value.isPresent()) {
      json.writeStringField(name, value.get());
    }
  }
}
