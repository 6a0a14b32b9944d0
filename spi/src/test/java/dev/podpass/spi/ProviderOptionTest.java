// SPDX-License-Identifier: Apache-2.0
package dev.podpass.spi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.podpass.spi.failure.CredentialException;
import dev.podpass.spi.failure.Kind;
import java.lang.annotation.RetentionPolicy;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ProviderOptionTest {
  private static final ProviderOption<Duration> DURATION =
      ProviderOption.duration("life", "d", Duration.ofSeconds(5), Duration.ofHours(12));

  private final ProviderSettings settings = ProviderSettings.NONE;

  @ParameterizedTest
  @CsvSource({"5s,PT5S", "90s,PT1M30S", "15m,PT15M", "1h30m,PT1H30M", "12h0m0s,PT12H"})
  void readsDurations(String text, Duration expected) {
    assertThat(DURATION.parse(text)).isEqualTo(expected);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "5", "4s", "12h1s", "-5s", "1.5h", "PT5S", "5m5h", "5 s"})
  void refusesOtherDurations(String text) {
    assertThatThrownBy(() -> DURATION.parse(text)).isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void readsEnumsInLowerCase() {
    ProviderOption<RetentionPolicy> option = ProviderOption.oneOf("x", "d", RetentionPolicy.class);

    assertThat(option.valueName()).isEqualTo("source|class|runtime");
    assertThat(option.parse("class")).isEqualTo(RetentionPolicy.CLASS);
    assertThatThrownBy(() -> option.parse("CLASS")).hasMessageContaining("source|class|runtime");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "http://sts.example",
        "sts.example",
        "https://",
        "https:sts",
        "https://bob:pw@sts.example",
        "https://sts.example?x=y",
        "https://sts.example#x",
        "https://sts.example:65536",
        "https://sts.example:0",
        "https://sts..example",
        "https://-sts.example",
        "https://127.1",
        "https://sts example"
      })
  void endpointsAreHttpsAndPlain(String text) {
    ProviderOption<?> option = ProviderOption.https("endpoint", "d");

    assertThatThrownBy(() -> option.parse(text))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("https://");
  }

  @Test
  void anEndpointIsTheUrlThatIsGiven() {
    assertThat(ProviderOption.https("endpoint", "d").parse("https://vpce-1.sts.example:8443/"))
        .hasToString("https://vpce-1.sts.example:8443/");
  }

  @Test
  void settingsRememberWhereAValueComesFrom() {
    ProviderOption<String> option = ProviderOption.text("name", "X", "d").withDefault("standard");

    assertThat(settings.find(option)).contains(new Sourced<>("standard", "default"));
    assertThat(settings.set(option, new Sourced<>("mine", "--x-name")).find(option))
        .contains(new Sourced<>("mine", "--x-name"));
    assertThat(settings.find(ProviderOption.text("other", "X", "d"))).isEmpty();
  }

  @Test
  void aRequiredOptionIsSetOrHasADefault() {
    ProviderOption<String> option = ProviderOption.text("name", "X", "d").required();

    assertThat(option.isRequired()).isTrue();
    assertThatThrownBy(() -> settings.require("fake", option))
        .isInstanceOfSatisfying(
            CredentialException.class,
            e -> {
              assertThat(e.kind()).isEqualTo(Kind.CONFIGURATION);
              assertThat(e.line())
                  .isEqualTo("no name is set for the provider fake; hint: set --fake-name");
            });
    assertThat(settings.set(option, new Sourced<>("mine", "--fake-name")).require("fake", option))
        .isEqualTo(new Sourced<>("mine", "--fake-name"));
    assertThat(option.withDefault("standard").isRequired()).isFalse();
  }

  @Test
  void settingsRefuseWhatTheOptionCannotRead() {
    assertThatThrownBy(() -> settings.set(DURATION, new Sourced<>("soon", "--x-life")))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "a/b/c", "/x", "x/", "a,,b", "a b", "-x", "EXAMPLE.com/x", "a\nb"})
  void annotationsHaveKeysThatKubernetesKnows(String text) {
    ProviderOption<List<String>> option = ProviderOption.annotations("key", "d");

    assertThat(option.parse("eks.amazonaws.com/role-arn,role"))
        .containsExactly("eks.amazonaws.com/role-arn", "role");
    assertThatThrownBy(() -> option.parse(text)).hasMessageContaining("annotation keys");
  }

  @Test
  void namesAreLowerCaseWithHyphens() {
    assertThatThrownBy(() -> ProviderOption.text("Role_ARN", "X", "d"))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
