// SPDX-License-Identifier: Apache-2.0
package dev.podpass.admin.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A node's files below a root: no link leads out of it, and no file of it makes it a machine. */
class NodeFilesTest {
  @TempDir private Path folder;

  private NodeTree node;

  @BeforeEach
  void plant() throws IOException {
    Files.writeString(folder.resolve("f"), "outside");
    Files.createDirectory(folder.resolve("outside"));
    Files.writeString(folder.resolve("outside/f"), "outside");
    node = new NodeTree(folder.resolve("root")).file("/a/b/f", "inside").file("/f", "top");
  }

  @ParameterizedTest
  @CsvSource({
    "/link, /a, /link/b/f, inside",
    "/link, a/b, /link/f, inside",
    "/a/link, b, /a/link/f, inside",
    "/a/link, ../../../../a, /a/link/b/f, inside",
    "/a/link, FOLDER/outside, /a/link/f, ''",
    "/a/link, ../../outside, /a/link/f, ''",
    "/a/b/link, /, /a/b/link/../f, top",
    "/a/link, FOLDER/f, /a/link, ''",
    "/f2, /f2, /f2, ''",
    "/d, /d, /d/f, ''",
    "/x, /y, /../../f, top"
  })
  void resolvesEachLinkBelowTheRoot(String link, String target, String file, String text) {
    node.link(link, target.replace("FOLDER", folder.toString()));

    assertThat(node.files().read(file).orElse("")).isEqualTo(text);
    assertThat(node.files().isThere(file)).isEqualTo(!text.isEmpty());
  }

  @Test
  void listsNoDirectoryOutsideTheRoot() {
    node.link("/a/link", folder.resolve("outside").toString());

    assertThat(node.files().list("/a/link")).isEmpty();
    assertThat(node.files().isDirectory("/a/link")).isFalse();
  }

  /** The author of an image writes all of them, and a link to the machine's own. */
  @Test
  void isNotRunningByWhatItsFilesSay() {
    node.link("/proc/sys", "/proc/sys");
    assertThat(node.files().isRunning()).isFalse();

    node.link("/moved/proc", "/proc");
    assertThat(NodeFiles.below(folder.resolve("root/moved")).isRunning()).isFalse();
    assertThat(NodeFiles.below(Path.of("/")).isRunning()).isTrue();
  }

  @Test
  void runsNoFileThatTheFirstProcessHasNot() {
    node.program("/a/podpass");

    assertThatThrownBy(() -> node.files().runnable(folder.resolve("root/a/podpass")))
        .isInstanceOf(FileSystemException.class);
  }
}
