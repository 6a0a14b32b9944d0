// SPDX-License-Identifier: Apache-2.0
package dev.podpass.admin.node;

import static org.assertj.core.api.Assertions.assertThat;

import dev.podpass.admin.kubeletconfig.FileEntry;
import dev.podpass.admin.kubeletconfig.FileEntry.EntryProgram.Owner;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Which entries run podpass, and with which settings. */
class EntryProgramsTest {
  @TempDir private Path root;
  private NodeTree node;

  @BeforeEach
  void prepare() {
    node =
        new NodeTree(root)
            .file("/opt/bin/podpass", "a program")
            .link("/opt/bin/ecr-credential-provider", "podpass")
            .link("/opt/bin/chain", "/opt/bin/ecr-credential-provider")
            .file("/opt/bin/acr-credential-provider", "another program")
            .file("/opt/bin/copy", "x".repeat((1 << 20) - 3) + "podpass")
            .file("/opt/bin/script", "#!/bin/sh\nexec /usr/local/bin/podpass \"$@\"\n")
            .file("/opt/bin/my-plugin", "another program")
            .file("/etc/args", "# ours\n--log-level=info  --provider=ecr --without-token=node\n");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          podpass-ecr             |                                               | PODPASS
          podpass-missing         |                                               | PODPASS
          ecr-credential-provider |                                               | PODPASS
          chain                   |                                               | PODPASS
          copy                    |                                               | PODPASS
          script                  |                                               | PODPASS
          acr-credential-provider |                                               | ANOTHER
          my-plugin               |                                               | ANOTHER
          my-plugin               | args: [--provider=ecr]                        | PODPASS
          my-plugin               | args: ['@/etc/args']                          | PODPASS
          my-plugin               | env: [{name: PODPASS_PROVIDER, value: ecr}]   | PODPASS
          my-plugin               | args: [--unknown, --provider=ecr]             | PODPASS
          my-plugin               | args: [--unknown]                             | ANOTHER
          missing                 |                                               | UNKNOWN
          missing                 | args: [--provider=ecr]                        | PODPASS
          """)
  void isPodpassByNameProgramOrSettings(String name, String settings, Owner owner) {
    assertThat(entry(name, settings, Map.of()).program().owner()).isEqualTo(owner);
  }

  @ParameterizedTest
  @CsvSource({
    "podpass-ecr, PODPASS",
    "ecr-credential-provider, PROBABLY_PODPASS",
    "my-plugin, UNKNOWN"
  })
  void withoutANodeTheNameDecides(String name, Owner owner) {
    FileEntry entry = TestPrograms.entries("providers: [{name: %s}]".formatted(name)).getFirst();

    assertThat(entry.program().owner()).isEqualTo(owner);
    assertThat(entry.isPodpass()).isEqualTo(owner != Owner.UNKNOWN);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          args: [--without-token=node]                           | fail
          args: ['@/etc/args']                                   | fail
          env: [{name: PODPASS_WITHOUT_TOKEN, value: node}]      | fail
                                                                 | node
          """)
  void readsASettingWhereAPullReadsIt(String settings, String kubelets) {
    FileEntry entry = entry("podpass-ecr", settings, Map.of("PODPASS_WITHOUT_TOKEN", kubelets));

    assertThat(entry.option("--without-token")).contains("node");
  }

  @Test
  void saysWhySettingsCannotBeRead() {
    FileEntry entry = entry("podpass-ecr", "args: ['@/etc/missing']", Map.of());

    assertThat(entry.option("--without-token")).isEmpty();
    assertThat(entry.program().unreadable().orElse("")).contains("/etc/missing cannot be read");
  }

  private FileEntry entry(String name, String settings, Map<String, String> kubelets) {
    String more = settings == null ? "" : "    " + settings + "\n";
    return TestPrograms.entries(
            "providers:\n  - name: " + name + "\n" + more, node.files(), "/opt/bin", kubelets)
        .getFirst();
  }
}
