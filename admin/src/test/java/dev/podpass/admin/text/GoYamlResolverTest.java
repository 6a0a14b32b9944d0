// SPDX-License-Identifier: Apache-2.0
package dev.podpass.admin.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.InstanceOfAssertFactories.LIST;

import dev.podpass.admin.text.YamlValue.Sequence;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * What {@code go.yaml.in/yaml/v2} 2.4.3 reads, as it was recorded. Kubelet's own code reads what
 * the built program writes in {@code ConfigurationsIT} of {@code conformance}.
 */
class GoYamlResolverTest {
  private static final String ODD = "\n\t\u0085\u2028\ufeff\u00e9\u0001'\"\\:#-?&*!|>%@`[]{}, ";
  private static final String NUMERIC = "0123456789abcdefxXoOBiInNyYtTrue_+-..~";

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      textBlock =
          """
          true   | y Y yes Yes YES true True TRUE on On ON
          false  | n N no No NO false False FALSE off Off OFF
          null   | ~ null Null NULL
          number | 0 5 -5 +5 010 08 -08 +038 081234567890 0x1F 0X1f 0b1010 0B1 0b-1 0o17 -0o17 0O7
          number | 1_000 -_4 0_1 0_x1 12_ 1e3 12e3 5e_33 1.5e3 1. .5 +.5 .5e1 .1_0 -1.5E-7 1e308 1e-400
          number | .inf .Inf .INF +.inf -.INF .nan .NaN .NAN
          number | 18446744073709551615 18446744073709551616 -9223372036854775809 0777777777777777777777777
          text   | yEs tRue oN nULL y1 nn .inF +.nan inf nan 0b2 0x 0o8 0xfffffffffffffffff -0b-1 1e309 -1e999
          text   | ._1 .1__0 .1_ . + -- _1 1:30 190:20:30 2001-01-01 2001-01-01T00:00:00Z 1.2.3 1e 0s 12h 1,5 =
          """)
  void resolvesPlainScalarsAsKubeletDoes(String kind, String texts) throws Exception {
    for (String text : texts.split(" ", -1)) {
      assertThat(read("- " + text + "\n")).as(text).isEqualTo(expected(kind, text));
    }
  }

  private static Object expected(String kind, String text) {
    return switch (kind) {
      case "true" -> true;
      case "false" -> false;
      case "number" -> Number.class;
      default -> kind.equals("text") ? text : Void.class;
    };
  }

  /** The value of the only item; a number's class in place of the number. */
  private static Object read(String yaml) throws Exception {
    return switch (((Sequence) YamlReader.read(yaml).getFirst()).items().getFirst().plain()) {
      case null -> Void.class;
      case Number _ -> Number.class;
      case Object value -> value;
    };
  }

  @Test
  void believesQuotesAndTags() throws Exception {
    assertThat(YamlReader.read("['y', \"08\", !!str n, !!bool \"yes\", !!null '', '~']").getFirst())
        .extracting(YamlValue::plain, LIST)
        .containsExactly("y", "08", "n", true, null, "~");
  }

  @Test
  void readsEveryTextThatIsWrittenAsTheSameText() throws Exception {
    Random random = new Random(60);
    List<String> texts = new ArrayList<>();
    for (int i = 0; i < 20_000; i++) {
      String alphabet = i % 2 == 0 ? NUMERIC : NUMERIC + ODD;
      texts.add(
          random
              .ints(random.nextInt(7), 0, alphabet.length())
              .collect(
                  StringBuilder::new,
                  (text, at) -> text.append(alphabet.charAt(at)),
                  StringBuilder::append)
              .toString());
    }

    String yaml = Documents.yaml(texts);

    assertThat(YamlReader.read(yaml).getFirst().plain()).isEqualTo(texts);
    assertThat(yaml.chars()).allMatch(c -> c == '\n' || (c >= ' ' && c <= '~'));
  }
}
