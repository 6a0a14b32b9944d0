// SPDX-License-Identifier: Apache-2.0
package dev.podpass.admin.kubeletconfig;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class EntryPairsTest {
  private final EntryPairs overlaps = new EntryPairs(Set.of(), Stream.empty());

  private static List<FileEntry> entries(String name, String images, boolean token) {
    String text =
        """
        apiVersion: kubelet.config.k8s.io/v1
        kind: CredentialProviderConfig
        providers:
          - name: %s
            matchImages: %s
        """
            .formatted(name, images);
    return ConfigFile.read(token ? text + "    tokenAttributes: {}\n" : text).entries();
  }

  @Test
  void findsOneForTwoEntriesWhateverTheirFiles() {
    assertThat(overlaps.add("a.yaml", entries("one", "['*.registry.io', x.io]", false))).isEmpty();

    assertThat(overlaps.add("b.yaml", entries("two", "[a.registry.io/team, x.io]", false)))
        .containsExactly(
            Finding.warning(
                5,
                "\"a.registry.io/team\" overlaps \"*.registry.io\" of one (a.yaml:5): kubelet runs"
                    + " both, and tries the credential of one first"));
    assertThat(overlaps.add("b.yaml", entries("three", "[y.io]", false))).isEmpty();
  }

  @Test
  void anEntryWithoutTokensBeforeOneWithTokensAnswersInItsPlace() {
    var _ = overlaps.add("a.yaml", entries("node", "[x.io]", false));

    assertThat(overlaps.add("a.yaml", entries("podpass-x", "[x.io]", true)))
        .singleElement()
        .satisfies(finding -> {
          assertThat(finding.severity()).isEqualTo(Finding.Severity.INEFFECTIVE);
          assertThat(finding.message())
              .contains("of node (line 5)", "not the pod's", "move podpass-x before it")
              .contains("--replace=node");
        });
  }

  @Test
  void patternsThatMatchNoImageMeetNone() {
    var _ = overlaps.add("a.yaml", entries("one", "['x.io/*']", false));

    assertThat(overlaps.add("a.yaml", entries("two", "['x.io/*']", false))).isEmpty();
  }

  @Test
  void findsThemInTheOrderOfTheEntriesWithAndWithoutGlobs() {
    var _ = overlaps.add("a.yaml", entries("exact", "[b.x.io, a.x.io]", false));
    var _ = overlaps.add("a.yaml", entries("port", "['a.x.io:5000']", false));
    var _ = overlaps.add("a.yaml", entries("glob", "['*.x.io']", false));
    var _ = overlaps.add("a.yaml", entries("deeper", "['*.a.x.io', y.io]", false));
    var _ = overlaps.add("a.yaml", entries("again", "[a.x.io/team, a.x.io]", false));

    assertThat(overlaps.add("a.yaml", entries("last", "[a.x.io]", false)))
        .extracting(finding -> finding.message().replaceFirst(".* of (\\w+) .*", "$1"))
        .containsExactly("exact", "glob", "again");
    assertThat(overlaps.add("a.yaml", entries("glob2", "['a*.x.io']", false)))
        .extracting(finding -> finding.message().replaceFirst(".* of (\\w+) .*", "$1"))
        .containsExactly("exact", "glob", "again", "last");
  }
}
