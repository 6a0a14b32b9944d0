// SPDX-License-Identifier: Apache-2.0
package dev.podpass.core.observe;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.time.temporal.ChronoUnit.SECONDS;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonFactoryBuilder;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.SerializableString;
import com.fasterxml.jackson.core.io.CharacterEscapes;
import com.fasterxml.jackson.core.json.JsonWriteFeature;
import dev.podpass.spi.Sourced;
import dev.podpass.spi.token.ServiceAccountSubject;
import dev.podpass.spi.token.ServiceAccountSubject.ObjectReference;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The audit log: one JSON line for each pull with workload, image, identity and outcome. It
 * contains no secret.
 */
public final class AuditLog {
  /** The former logs, whose names end in {@code .1} to this number. */
  public static final int KEPT = 5;

  /** Printable ASCII only, so that no character can move a cursor or hide text. */
  private static final JsonFactory JSON =
      new JsonFactoryBuilder()
          .enable(JsonWriteFeature.ESCAPE_NON_ASCII)
          .characterEscapes(new ControlEscapes())
          .build();

  private final RotatedFile file;

  public AuditLog(Path file, long maxBytes) {
    this.file = new RotatedFile(file, maxBytes, KEPT);
  }

  /** Appends the line of one pull; waits no longer than this for other processes. */
  public void append(PullOutcome outcome, Duration patience) throws IOException {
    append(json -> write(json, outcome), patience);
  }

  /** The fields of a line. */
  @FunctionalInterface
  public interface Fields {
    void write(JsonGenerator json) throws IOException;
  }

  public void append(Fields fields, Duration patience) throws IOException {
    ByteArrayOutputStream line = new ByteArrayOutputStream();
    try (JsonGenerator json = JSON.createGenerator(line)) {
      json.writeStartObject();
      fields.write(json);
      json.writeEndObject();
    }
    file.append(line.toString(UTF_8), patience);
  }

  private static void write(JsonGenerator json, PullOutcome outcome) throws IOException {
    json.writeStringField("time", outcome.at().truncatedTo(SECONDS).toString());
    json.writeStringField("result", outcome.result());
    string(json, "image", outcome.image().map(image -> image.name()));
    string(json, "registry", outcome.image().map(image -> image.registry().toString()));
    string(json, "mirrored", outcome.mirrored().map(image -> image.name()));
    string(json, "provider", outcome.provider());
    workload(json, outcome.workload());
    identity(json, outcome.identity());
    json.writeStringField("source", PullOutcome.label(outcome.source()));
    if (outcome.exchange().isPresent()) {
      json.writeNumberField("exchange_ms", outcome.exchange().get().toMillis());
    }
    string(json, "until", outcome.expiry().map(end -> end.truncatedTo(SECONDS).toString()));
    array(json, "request_ids", outcome.requestIds());
    string(json, "failure", outcome.failure().or(outcome::recoveredFrom).map(e -> e.line()));
  }

  private static void workload(JsonGenerator json, Optional<ServiceAccountSubject> workload)
      throws IOException {
    string(json, "namespace", workload.map(ServiceAccountSubject::namespace));
    string(json, "service_account", workload.map(w -> w.serviceAccount().name()));
    Optional<ObjectReference> pod = workload.flatMap(ServiceAccountSubject::pod);
    string(json, "pod", pod.map(ObjectReference::name));
    string(json, "pod_uid", pod.flatMap(ObjectReference::uid));
    string(json, "node", workload.flatMap(ServiceAccountSubject::node).map(ObjectReference::name));
  }

  private static void identity(JsonGenerator json, Map<String, Sourced<String>> identity)
      throws IOException {
    if (identity.isEmpty()) {
      return;
    }
    json.writeObjectFieldStart("identity");
    for (var part : identity.entrySet()) {
      json.writeStringField(part.getKey(), part.getValue().value());
    }
    json.writeEndObject();
  }

  private static void array(JsonGenerator json, String name, List<String> values)
      throws IOException {
    if (values.isEmpty()) {
      return;
    }
    json.writeArrayFieldStart(name);
    for (String value : values) {
      json.writeString(value);
    }
    json.writeEndArray();
  }

  private static void string(JsonGenerator json, String name, Optional<String> value)
      throws IOException {
    if (value.isPresent()) {
      json.writeStringField(name, value.get());
    }
  }

  /** Escapes for JSON, with DEL, a control character that JSON does not require to be escaped. */
  private static final class ControlEscapes extends CharacterEscapes {
    private static final long serialVersionUID = 1L;
    private static final int DEL = 0x7f;

    @Override
    public int[] getEscapeCodesForAscii() {
      int[] escapes = CharacterEscapes.standardAsciiEscapesForJSON();
      escapes[DEL] = CharacterEscapes.ESCAPE_STANDARD;
      return escapes;
    }

    @Override
    public @Nullable SerializableString getEscapeSequence(int character) {
      return null;
    }
  }
}
