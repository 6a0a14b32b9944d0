// SPDX-License-Identifier: Apache-2.0
package dev.podpass.cli.config;

import static org.assertj.core.api.Assertions.assertThat;

import dev.podpass.cli.CommandRun;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.opentest4j.TestAbortedException;

/** The file that {@code config merge} writes: links, names, backups and attributes. */
class MergeFilesTest extends MergeFixture {
  @Test
  void losesNoneOfThoseAtTheSameTimeAndNoBackup() throws IOException {
    Path file = Files.writeString(folder.resolve("c.yaml"), NODE);

    IntStream.range(0, 8)
        .parallel()
        .forEach(i -> assertThat(merge(file, "--first", "--name=p" + i).status()).isZero());

    assertThat(Files.readString(file))
        .startsWith("# the node's own\n")
        .contains("  - name: old\n")
        .contains(IntStream.range(0, 8).mapToObj(i -> "- name: p" + i + "-echo\n").toList());
    assertThat(names())
        .hasSize(9)
        .contains("c.yaml.20261125T100000Z.bak", "c.yaml.20261125T100000Z-8.bak")
        .doesNotContain(".new-c.yaml.tmp");
    assertThat(folder.resolve("c.yaml.20261125T100000Z.bak")).hasContent(NODE);
  }

  @Test
  void keepsExtendedAttributes() throws IOException {
    Path file = Files.writeString(folder.resolve("c.yaml"), NODE);
    setLabel(file);

    assertThat(merge(file).status()).isZero();

    for (Path path : List.of(file, folder.resolve("c.yaml.20261125T100000Z.bak"))) {
      assertThat(Files.getAttribute(path, "user:label"))
          .isEqualTo("planted".getBytes(StandardCharsets.UTF_8));
    }
  }

  private static void setLabel(Path file) throws IOException {
    try {
      Files.setAttribute(
          file, "user:label", ByteBuffer.wrap("planted".getBytes(StandardCharsets.UTF_8)));
    } catch (FileSystemException | UnsupportedOperationException e) {
      throw new TestAbortedException("this file system has no extended attributes", e);
    }
  }

  @Test
  void refusesAFileWithASecondName() throws IOException {
    Path file = Files.writeString(folder.resolve("c.yaml"), NODE);
    var _ = Files.createLink(folder.resolve("second"), file);

    CommandRun run = merge(file);

    assertThat(run.status()).isEqualTo(64);
    assertThat(run.err())
        .contains("(it is a hard link, and its other name would keep the old content)");
    assertThat(file).hasContent(NODE);
    assertThat(names()).containsExactly("c.yaml", "second");
  }

  @Test
  void followsALinkInsteadOfReplacingIt() throws IOException {
    Path real = Files.writeString(folder.resolve("real.yaml"), NODE);
    Path link = Files.createSymbolicLink(folder.resolve("link.yaml"), real);

    assertThat(merge(link).status()).isZero();

    assertThat(link).isSymbolicLink();
    assertThat(Files.readString(real)).contains("podpass-echo");
  }
}
