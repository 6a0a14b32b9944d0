// SPDX-License-Identifier: Apache-2.0
package dev.podpass.admin.images;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.podpass.admin.node.NodeFiles;
import dev.podpass.core.file.UntrustedPathException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A log that pulls append to, rotate and damage while it is followed. */
class AuditLogTailTest {
  @TempDir private Path root;
  @AutoClose private AuditLogTail tail;
  private Path log;

  @BeforeEach
  void follow() {
    log = root.resolve("audit.log");
    tail = new AuditLogTail(NodeFiles.below(root), "/audit.log");
  }

  private void append(String text) throws IOException {
    Files.writeString(log, text, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
  }

  private static String line(int number) {
    return "{\"n\":%d}\n".formatted(number);
  }

  private List<Integer> read() throws IOException {
    List<Integer> numbers = new ArrayList<>();
    var _ = tail.read(line -> numbers.add(line.path("n").asInt()));
    return numbers;
  }

  @Test
  void beginsAtTheEndOfAFileThatIsThereAndAtTheBeginningOfALaterOne() throws IOException {
    append(line(1));
    assertThat(read()).isEmpty();
    append(line(2) + "{\"n\":");
    assertThat(read()).containsExactly(2);
    append("3}\n");
    assertThat(read()).containsExactly(3);
    assertThat(read()).isEmpty();
  }

  @Test
  void readsAFileFromTheBeginningThatWasNotThereAtFirst() throws IOException {
    assertThat(read()).isEmpty();
    append(line(1));
    assertThat(read()).containsExactly(1);
  }

  @Test
  void readsTheRestOfARotatedFileAndThenTheNextOne() throws IOException {
    assertThat(read()).isEmpty();
    append(line(1));
    assertThat(read()).containsExactly(1);
    append(line(2));
    Files.move(log, root.resolve("audit.log.1"));
    append(line(3));
    assertThat(read()).containsExactly(2, 3);

    append(line(4));
    Files.move(log, root.resolve("audit.log.2"));
    assertThat(read()).as("and none is there yet").containsExactly(4);
    append(line(5));
    assertThat(read()).containsExactly(5);
  }

  @Test
  void beginsAgainInAFileThatWasCut() throws IOException {
    assertThat(read()).isEmpty();
    append(line(1) + line(2) + "{\"n\":");
    assertThat(read()).containsExactly(1, 2);
    Files.writeString(log, line(3));
    assertThat(read()).containsExactly(3);
  }

  @Test
  void skipsDamagedLines() throws IOException {
    assertThat(read()).isEmpty();
    append(
        "no JSON\n\n[]\n{\"n\":1}}\n{\"n\":1,\"n\":2}\n{\"n\": \"" + "x".repeat(200_000) + "\"}\n");
    Files.write(
        log, new byte[] {'{', '"', -1, '"', ':', '1', '}', '\n'}, StandardOpenOption.APPEND);
    append(line(7));
    assertThat(read()).containsExactly(7);
  }

  @Test
  void readsTheLastPartOfALogThatGrowsFasterThanItIsRead() throws IOException {
    assertThat(read()).isEmpty();
    append(line(1));
    assertThat(read()).containsExactly(1);
    append(line(2) + ("{\"n\":3,\"x\":\"" + "y".repeat(1000) + "\"}\n").repeat(2000) + line(4));
    List<Integer> numbers = read();
    assertThat(numbers).hasSizeBetween(100, 130).doesNotContain(1, 2).endsWith(3, 4);
    assertThat(read()).isEmpty();
  }

  @Test
  void readsNoFileThatAnotherUserCanChangeUntilNoneCan() throws IOException {
    assertThat(read()).isEmpty();
    append(line(1));
    Files.setPosixFilePermissions(log, PosixFilePermissions.fromString("rw-rw-rw-"));
    assertThatThrownBy(this::read).isInstanceOf(UntrustedPathException.class);
    Files.setPosixFilePermissions(log, PosixFilePermissions.fromString("rw-r-----"));
    append(line(2));
    assertThat(read()).endsWith(2);
  }
}
