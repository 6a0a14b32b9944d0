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
    assertThat(ObjectTexts.of(new Entry(new Entry(new Entry("far", null), 1), null))).isEmpty();
  }

  @Test
  void areTheNamesOfClasses() {
    assertThat(ObjectTexts.of(new Entry(String.class, null))).containsExactly("java.lang.String");
  }

  @Test
  void areThoseOfAnArrayWhoseOrderIsItsOwn() {
    assertThat(ObjectTexts.of(new String[] {"a", "b", "c"})).containsExactly("a", "b");
    assertThat(ObjectTexts.of(new Object[] {"a"})).isEmpty();
  }

  @Test
  void numbersStandForTheirContent() {
    assertThat(ObjectTexts.numbers(new byte[] {2, 1})).hasValue("#400");
    assertThat(ObjectTexts.numbers("text")).isEmpty();
  }
}
