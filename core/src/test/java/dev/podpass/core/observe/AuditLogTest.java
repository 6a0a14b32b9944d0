// SPDX-License-Identifier: Apache-2.0
package dev.podpass.core.observe;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AuditLogTest {
  private static final Duration PATIENCE = Duration.ofSeconds(10);

  @TempDir private Path directory;

  private Path file() {
    return directory.resolve("audit.jsonl");
  }

  private AuditLog audit(long maxBytes) {
    return new AuditLog(file(), maxBytes);
  }

  @Test
  void saysWhoPulledWhatAsWhomAndHowItEnded() throws IOException {
    audit(1 << 20).append(Outcomes.exchanged(Duration.ofMillis(120)), PATIENCE);
    audit(1 << 20).append(Outcomes.denied(), PATIENCE);
    audit(1 << 20).append(Outcomes.placeholder(), PATIENCE);

    assertThat(Files.readAllLines(file()))
        .containsExactly(
            "{\"time\":\"2026-11-25T10:00:00Z\",\"result\":\"ok\","
                + "\"image\":\"registry.example/team-a/app\",\"registry\":\"registry.example\","
                + "\"provider\":\"fake\",\"namespace\":\"team-a\",\"service_account\":\"puller\","
                + "\"pod\":\"app-0\",\"pod_uid\":\"p-uid\",\"node\":\"node-1\",\"identity\":{\"role\":\"r1\"},\"source\":\"exchange\","
                + "\"exchange_ms\":120,\"until\":\"2026-11-25T10:50:00Z\","
                + "\"request_ids\":[\"request-1\"]}",
            "{\"time\":\"2026-11-25T10:00:00Z\",\"result\":\"denied\","
                + "\"image\":\"registry.example/team-a/app\",\"registry\":\"registry.example\","
                + "\"provider\":\"fake\",\"namespace\":\"team-a\",\"service_account\":\"puller\","
                + "\"pod\":\"app-0\",\"pod_uid\":\"p-uid\",\"node\":\"node-1\",\"identity\":{\"role\":\"r1\"},\"source\":\"exchange\","
                + "\"exchange_ms\":80,\"request_ids\":[\"request-1\"],\"failure\":\"no; hint:"
                + " ask\"}",
            "{\"time\":\"2026-11-25T10:00:00Z\",\"result\":\"placeholder\","
                + "\"image\":\"registry.example/team-a/app\",\"registry\":\"registry.example\","
                + "\"provider\":\"fake\",\"namespace\":\"team-a\",\"service_account\":\"puller\","
                + "\"pod\":\"app-0\",\"pod_uid\":\"p-uid\",\"node\":\"node-1\",\"identity\":{\"role\":\"r1\"},\"source\":\"placeholder\",\"failure\":\"the"
                + " cloud is out\"}");
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file())))
        .isEqualTo("rw-r-----");
  }

  @Test
  void escapesWhateverMovesACursorOrHidesText() throws IOException {
    audit(1 << 20)
        .append(Outcomes.ofPod("a\n\u001b[2J\u202e\u0085\u007fé\udb40\udc41\ud800"), PATIENCE);

    String line = Files.readString(file());
    assertThat(line.lines()).hasSize(1);
    assertThat(line)
        .contains("\"pod\":\"a\\n\\u001B[2J\\u202E\\u0085\\u007F\\u00E9\\uDB40\\uDC41\\uD800\"");
  }

  @Test
  void beginsANewFileWhenOneIsFull() throws IOException {
    AuditLog small = audit(400);
    for (int i = 0; i < 20; i++) {
      small.append(Outcomes.ofPod("pod-" + i), PATIENCE);
    }

    assertThat(Files.readString(directory.resolve("audit.jsonl.1"))).contains("\"pod-19\"");
    assertThat(Files.readString(directory.resolve("audit.jsonl.5"))).contains("\"pod-11\"");
    assertThat(directory.resolve("audit.jsonl.6")).doesNotExist();
  }

  @Test
  void aTornLineIsEndedBeforeTheNext() throws IOException {
    Files.writeString(file(), "{\"time\":\"2026");

    audit(1 << 20).append(Outcomes.cached(), PATIENCE);

    assertThat(Files.readAllLines(file())).hasSize(2).last().asString().startsWith("{\"time\"");
  }

  @Test
  void aRotationThatWasKilledLosesNothing() throws IOException {
    Files.writeString(directory.resolve("audit.jsonl.1"), "one");
    Files.writeString(directory.resolve("audit.jsonl.2"), "two");
    Files.writeString(directory.resolve("audit.jsonl.4"), "three");
    Files.writeString(directory.resolve("audit.jsonl.5"), "four");

    audit(1).append(Outcomes.cached(), PATIENCE);

    assertThat(directory.resolve("audit.jsonl.1")).isNotEmptyFile();
    assertThat(directory.resolve("audit.jsonl.2")).hasContent("one");
    assertThat(directory.resolve("audit.jsonl.3")).hasContent("two");
    assertThat(directory.resolve("audit.jsonl.4")).hasContent("three");
    assertThat(directory.resolve("audit.jsonl.5")).hasContent("four");
  }
}
