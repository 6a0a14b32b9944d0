// SPDX-License-Identifier: Apache-2.0
package dev.podpass.observe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import dev.podpass.log.Log;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AuditLogTest {
  private final List<String> told = new ArrayList<>();
  private final Log log = (level, message, fields) -> told.add(message + " " + List.of(fields));

  @TempDir private Path directory;

  private Path file() {
    return directory.resolve("audit.jsonl");
  }

  private AuditLog audit(long maxBytes) {
    return new AuditLog(file(), maxBytes, log);
  }

  @Test
  void saysWhoPulledWhatAsWhomAndHowItEnded() throws IOException {
    audit(1 << 20).ended(Outcomes.exchanged(Duration.ofMillis(120)));
    audit(1 << 20).ended(Outcomes.denied());

    assertThat(Files.readAllLines(file()))
        .containsExactly(
            "{\"time\":\"2026-11-25T10:00:00Z\",\"result\":\"ok\","
                + "\"image\":\"registry.example/team-a/app\",\"registry\":\"registry.example\","
                + "\"provider\":\"fake\",\"namespace\":\"team-a\",\"service_account\":\"puller\","
                + "\"pod\":\"app-0\",\"identity\":{\"role\":\"r1\"},\"source\":\"exchange\","
                + "\"exchange_ms\":120,\"until\":\"2026-11-25T10:50:00Z\","
                + "\"request_ids\":[\"request-1\"]}",
            "{\"time\":\"2026-11-25T10:00:00Z\",\"result\":\"denied\","
                + "\"image\":\"registry.example/team-a/app\",\"registry\":\"registry.example\","
                + "\"provider\":\"fake\",\"namespace\":\"team-a\",\"service_account\":\"puller\","
                + "\"pod\":\"app-0\",\"identity\":{\"role\":\"r1\"},\"source\":\"exchange\","
                + "\"exchange_ms\":80,\"request_ids\":[\"request-1\"],"
                + "\"failure\":\"no; hint: ask\"}");
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file())))
        .isEqualTo("rw-r-----");
  }

  @Test
  void escapesWhateverMovesACursorOrHidesText() throws IOException {
    audit(1 << 20).ended(Outcomes.ofPod("a\n\u001b[2J\u202e\u0085\u007fé"));

    String line = Files.readString(file());
    assertThat(line.lines()).hasSize(1);
    assertThat(line).contains("\"pod\":\"a\\n\\u001B[2J\\u202E\\u0085\\u007F\\u00E9\"");
  }

  @Test
  void beginsANewFileWhenOneIsFull() throws IOException {
    AuditLog small = audit(300);
    for (int i = 0; i < 20; i++) {
      small.ended(Outcomes.ofPod("pod-" + i));
    }

    assertThat(Files.readString(directory.resolve("audit.jsonl.1"))).contains("\"pod-19\"");
    assertThat(Files.readString(directory.resolve("audit.jsonl.5"))).contains("\"pod-11\"");
    assertThat(directory.resolve("audit.jsonl.6")).doesNotExist();
  }

  @Test
  void followsNoLink() throws IOException {
    Path elsewhere = Files.writeString(directory.resolve("elsewhere"), "untouched");
    Files.createSymbolicLink(file(), elsewhere);

    audit(1 << 20).ended(Outcomes.cached());

    assertThat(elsewhere).hasContent("untouched");
    assertThat(told).hasSize(1).allMatch(line -> line.startsWith("audit log is not written"));
  }

  @Test
  void aFolderThatIsNotThereFailsNoPull() {
    AuditLog nowhere = new AuditLog(directory.resolve("none/audit.jsonl"), 1, log);

    assertThatCode(() -> nowhere.ended(Outcomes.cached())).doesNotThrowAnyException();
    assertThat(told).hasSize(1);
  }
}
