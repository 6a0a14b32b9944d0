// SPDX-License-Identifier: Apache-2.0
package dev.podpass.spi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.podpass.spi.failure.CredentialException;
import dev.podpass.spi.failure.Kind;
import dev.podpass.spi.image.ImageReference;
import dev.podpass.spi.testing.TestTokens;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class IdentityOptionsTest {
  private static final IdentityOptions<String> OPTIONS =
      new IdentityOptions<>(
          ProviderOption.annotations("role-annotation", "d").withDefault("example.com/role,role"),
          ProviderOption.of(
              "role",
              "NAME",
              "d",
              text ->
                  IdentityTemplate.parse(text, Map.of("account", "1"), IdentityOptionsTest::parse)),
          IdentityOptionsTest::parse);

  private static final Function<String, String> NAME =
      ProviderOption.matching("[a-z]+", "must be a name in lower case");

  private final ProviderSettings unset = ProviderSettings.NONE;
  private final ProviderSettings settings =
      unset.set(OPTIONS.name(), new Sourced<>("{account}/{namespace}/{serviceaccount}", "--role"));

  @Test
  void anAnnotationComesBeforeTheOperatorsName() {
    assertThat(OPTIONS.find(request(Map.of("role", "mine")), settings))
        .contains(new Sourced<>("MINE", "annotation role"));
    assertThat(OPTIONS.find(request(Map.of()), settings, Map.of("account", "9")))
        .contains(new Sourced<>("9/TEAM-A/PULLER", "--role"));
    assertThat(OPTIONS.find(request(Map.of()), unset)).isEmpty();
  }

  /** Not the operator's name, and not the next annotation. */
  @ParameterizedTest
  @ValueSource(strings = {"", " "})
  void anEmptyAnnotationIsAnError(String empty) {
    Map<String, String> annotations = Map.of("example.com/role", empty, "role", "mine");

    assertThatThrownBy(() -> OPTIONS.find(request(annotations), settings))
        .isInstanceOf(CredentialException.class)
        .hasMessage("the annotation example.com/role of the service account is empty");
  }

  /** A parser of options may throw what an option's parser may; its owner is told, not we. */
  @Test
  void whatAParserDoesNotTakeIsTheMistakeOfWhoWroteIt() {
    IdentityOptions<String> names =
        new IdentityOptions<>(
            ProviderOption.annotations("role-annotation", "d").withDefault("example.com/role"),
            ProviderOption.of(
                "role", "NAME", "d", text -> IdentityTemplate.parse(text, Map.of(), NAME)),
            NAME);
    ProviderSettings ofAll =
        unset.set(names.name(), new Sourced<>("{namespace}{serviceaccount}", "--role"));

    assertThatThrownBy(() -> names.find(request(Map.of("example.com/role", "../x")), ofAll))
        .isInstanceOf(CredentialException.class)
        .hasMessage("\"../x\" must be a name in lower case (annotation example.com/role)")
        .extracting("kind")
        .isEqualTo(Kind.CONFIGURATION);
    assertThatThrownBy(() -> names.find(request(Map.of()), ofAll))
        .isInstanceOf(CredentialException.class)
        .hasMessageEndingWith("must be a name in lower case (--role)")
        .extracting("kind")
        .isEqualTo(Kind.CONFIGURATION);
  }

  @Test
  void theHintNamesTheFirstAnnotationAndTheOption() {
    assertThat(OPTIONS.howToName("fake", settings))
        .isEqualTo("annotate it with example.com/role, or set --fake-role");
  }

  private static String parse(String text) {
    return text.toUpperCase(Locale.ROOT);
  }

  private static Pod request(Map<String, String> annotations) {
    return new Pod(
        ImageReference.parse("registry.example.com/app"),
        TestTokens.claims(),
        annotations,
        List.of());
  }
}
