// SPDX-License-Identifier: Apache-2.0
package dev.podpass.dist.text;

import static org.assertj.core.api.Assertions.assertThat;

import dev.podpass.core.pull.Providers;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/**
 * {@code docs/options.md} is what the program declares; {@code docs/transcripts/update.sh} writes
 * it.
 */
class OptionsPageTest {
  private static final Path PAGE = Page.ROOT.resolve("docs").resolve("options.md");

  /** Without the example, which tests have on their class path. */
  private static Providers shipped() {
    return Providers.of(
        Providers.discover().all().stream()
            .filter(provider -> !provider.getClass().getPackageName().contains("example"))
            .toList());
  }

  @Test
  void isWhatTheProgramDeclares() throws IOException {
    OptionsPage page = new OptionsPage(shipped());
    String now = page.text();

    if ("update".equals(System.getProperty("options"))) {
      Files.writeString(PAGE, now);
    }
    assertThat(page.unusedReasons()).isEmpty();
    assertThat(PAGE).as("docs/transcripts/update.sh writes it").content().isEqualTo(now);
  }
}
