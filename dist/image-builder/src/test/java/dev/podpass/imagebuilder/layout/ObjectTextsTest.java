// SPDX-License-Identifier: Apache-2.0
package dev.podpass.imagebuilder.layout;

import static org.assertj.core.api.Assertions.assertThat;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class ObjectTextsTest {
  private record Entry(Object key, @Nullable Object value) {}

  @Test
  void areThoseOfTheObjectBeforeThoseOfTheNext() {
    assertThat(ObjectTexts.of(new Entry(new Entry("deep", "deeper"), "near")))
        .containsExactly("near", "deep");
  }

  @Test
  void areNoneOfObjectsFurtherAway() {
    assertThat(ObjectTexts.of(new Entry(new Entry(new Entry("far", null), 1), String.class)))
        .isEmpty();
  }
}
