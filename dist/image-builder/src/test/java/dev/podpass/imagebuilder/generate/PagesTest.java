// SPDX-License-Identifier: Apache-2.0
package dev.podpass.imagebuilder.generate;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PagesTest {
  @TempDir private Path folder;

  @Test
  void manualPagesHaveNoFault() throws Exception {
    assumeThat(Path.of("/usr/bin/mandoc"))
        .as("mandoc is not installed, so the pages are not checked")
        .exists();
    Pages.main(new String[] {folder.toString()});

    try (Stream<Path> pages = Files.list(folder.resolve("share/man/man1"))) {
      for (Path page : pages.toList()) {
        // The same program has the same pages, whenever it was built.
        assertThat(mandoc(page).filter(line -> !line.contains("missing date")))
            .as(page.toString())
            .isEmpty();
      }
    }
  }

  private static Stream<String> mandoc(Path page) throws IOException {
    Process lint =
        new ProcessBuilder("mandoc", "-T", "lint", "-W", "warning", page.toString())
            .redirectErrorStream(true)
            .start();
    return new String(lint.getInputStream().readAllBytes(), UTF_8).lines();
  }

  @Test
  void writesPagesAndCompletionsForPackages() throws IOException {
    Pages.main(new String[] {folder.toString()});

    assertThat(names("share/man/man1"))
        .contains("podpass.1", "podpass-config.1", "podpass-config-lint.1", "podpass-trust-ecr.1");
    assertThat(folder.resolve("share/man/man1/podpass.1"))
        .content()
        .contains("\n.nh\n", "\\fB\\-h, \\-\\-help\\fR\n", "podpass\\-rbac\\fR(1)");
    assertThat(folder.resolve("share/man/man1/podpass-config-lint.1"))
        .content()
        .startsWith(".TH \"podpass-config-lint\" 1 \"\" \"podpass ")
        .contains(
            ".SH NAME\npodpass\\-config\\-lint \\- Check a CredentialProviderConfig",
            ".SH SYNOPSIS\n\\fBpodpass config lint\\fR [OPTIONS] [FILE]\n",
            ".TP\n\\fB\\-\\-bin\\-dir\\fR=\\fIDIRECTORY",
            ".SH EXAMPLES\n.EX\n  podpass config lint /etc",
            ".SH EXIT STATUS\n.EX\n  0   nothing rejected or ineffective\n",
            ".SH SEE ALSO\n\\fBpodpass\\-config\\fR(1)");
  }

  private List<String> names(String path) throws IOException {
    try (Stream<Path> files = Files.list(folder.resolve(path))) {
      return files.map(file -> file.getFileName().toString()).toList();
    }
  }
}
