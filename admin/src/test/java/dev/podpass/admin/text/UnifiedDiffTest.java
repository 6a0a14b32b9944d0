// SPDX-License-Identifier: Apache-2.0
package dev.podpass.admin.text;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class UnifiedDiffTest {
  @Test
  void showsWhatChangesWithThreeLinesAround() {
    assertThat(UnifiedDiff.of("c.yaml", "1\n2\n3\n4\n5\n", "c.yaml", "1\n2\n3\n4\nnew\n5\n"))
        .isEqualTo(
            """
            --- c.yaml
            +++ c.yaml
            @@ -2,4 +2,5 @@
             2
             3
             4
            +new
             5\
            """);
  }

  @Test
  void isEmptyIfNothingChanges() {
    assertThat(UnifiedDiff.of("c.yaml", "1\n", "c.yaml", "1\n")).isEmpty();
  }
}
