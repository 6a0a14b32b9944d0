// SPDX-License-Identifier: Apache-2.0
package dev.podpass.core.pull;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SuggestionTest {
  private static final List<String> NAMES =
      List.of(
          "help", "explain", "config", "node", "none", "--providers", "--image", "--ecr-role-arn");

  @ParameterizedTest
  @CsvSource({
    "hlep, help",
    "explian, explain",
    "confg, config",
    "nod, node",
    "nome, node",
    "--provider, --providers",
    "--imag, --image",
    "--ecr-role, --ecr-role-arn",
    "exp, explain"
  })
  void findsTheNearest(String given, String meant) {
    assertThat(Suggestion.of(given, NAMES)).hasValue("did you mean " + meant + "?");
  }

  @ParameterizedTest
  @CsvSource({"aws, ecr", "azure, acr", "google, gar"})
  void knowsTheProviderOfACloud(String given, String meant) {
    assertThat(Suggestion.of(given, List.of("acr", "ecr", "gar")))
        .hasValue("did you mean " + meant + "?");
    assertThat(Suggestion.of(given, NAMES)).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({"get", "ls", "nothing", "--x", "--token", "''"})
  void orNone(String given) {
    assertThat(Suggestion.of(given, NAMES)).isEqualTo(Optional.empty());
  }
}
