// SPDX-License-Identifier: Apache-2.0
package dev.podpass.spi;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class Sha256Test {
  @Test
  void keepsWhatFits() {
    assertThat(Sha256.cut("team-a.puller", 64)).isEqualTo("team-a.puller");
    assertThat(Sha256.cut("n".repeat(64), 64)).isEqualTo("n".repeat(64));
  }

  @Test
  void cutsWhatDoesNotAndTellsTheRestApart() {
    String one = Sha256.cut("n".repeat(200) + "1", 64);

    assertThat(one).matches("n{55}\\.[0-9a-f]{8}");
    assertThat(Sha256.cut("n".repeat(200) + "2", 64)).isNotEqualTo(one);
  }
}
