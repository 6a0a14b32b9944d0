// SPDX-License-Identifier: Apache-2.0
package dev.podpass.testkit.kubelet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Duration;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class GoDurationTest {

  @ParameterizedTest
  @CsvSource({
    "0, PT0S",
    "+0, PT0S",
    "-0, PT0S",
    "0s, PT0S",
    "00005s, PT5S",
    "5m0s, PT5M",
    "30m0s, PT30M",
    "1h15m30.918s, PT1H15M30.918S",
    "-5m, PT-5M",
    "+5m, PT5M",
    "-.5h, PT-30M",
    "5.s, PT5S",
    ".5s, PT0.5S",
    "1.0040s, PT1.004S",
    "10ns, PT0.00000001S",
    "11us, PT0.000011S",
    "12µs, PT0.000012S",
    "12μs, PT0.000012S",
    "13ms, PT0.013S",
    "1.9ns, PT0.000000001S",
    "39h9m14.425s, PT39H9M14.425S",
    "1m1h, PT61M",
    "0.3333333333333333333h, PT20M",
    "0.100000000000000000000h, PT6M",
    "0.830103483285477580700h, PT49M48.372539827S",
    "9007199254740993ns, PT9007199.254740993S",
    "9223372036854775807ns, PT9223372036.854775807S",
    "9223372036s775ms807us, PT9223372036.775807S",
    "-9223372036854775808ns, PT-9223372036.854775808S"
  })
  void parses(String text, Duration expected) {
    assertThat(GoDuration.parse(text)).isEqualTo(expected);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        " ",
        "3",
        "300",
        "-",
        "+",
        "s",
        ".",
        "-.",
        ".s",
        "+.s",
        "1d",
        "1 s",
        "5m ",
        " 5m",
        "5m\n",
        "1e3s",
        "5M",
        "PT5M",
        "--5m",
        "1h-5m",
        "0x1s",
        "00",
        "1.2.3s",
        "\u0665s", // a digit, but no ASCII one
        "9223372036854775808ns",
        "-9223372036854775809ns",
        "9223372036854775.808us",
        "9223372036854ms775us808ns",
        "2562048h",
        "3000000h"
      })
  void refuses(String text) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> GoDuration.parse(text))
        .withMessage("not a Go duration: " + text);
  }
}
