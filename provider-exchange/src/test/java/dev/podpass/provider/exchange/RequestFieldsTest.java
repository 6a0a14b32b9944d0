// SPDX-License-Identifier: Apache-2.0
package dev.podpass.provider.exchange;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.podpass.spi.Exchange.Parameter;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RequestFieldsTest {
  @Test
  void keepsOrderAndDecodesPercentSignsAlone() {
    assertThat(RequestFields.parse("b=1%2C2,a=x=y+z,c=").fields())
        .containsExactly(
            new Parameter("b", "1,2"), new Parameter("a", "x=y+z"), new Parameter("c", ""));
    assertThat(RequestFields.parse("").fields()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"a", "a=1,", "=1", "a=1,a=2", "a b=1", "a=%zz", "\u00e9=1"})
  void refusesWhatIsNoField(String text) {
    assertThatThrownBy(() -> RequestFields.parse(text))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
