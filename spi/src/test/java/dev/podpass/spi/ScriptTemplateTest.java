// SPDX-License-Identifier: Apache-2.0
package dev.podpass.spi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.podpass.failure.CredentialException;
import dev.podpass.image.ImageReference;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ScriptTemplateTest {
  @Test
  void fillsEachPlaceWithAPlainWord() {
    String script =
        ScriptTemplate.fill(
            "az --name @NAME@ --as me@example.com @NAME@\n", Map.of("NAME", "a-b_c.d:e/f@g+h=i~j"));

    assertThat(script)
        .isEqualTo("az --name a-b_c.d:e/f@g+h=i~j --as me@example.com a-b_c.d:e/f@g+h=i~j\n");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "$(rm)", "a b", "a'b", "a\"b", "a;b", "a\nb", "`a`", "${a}", "", "a\\b", "ä", "-a", "~a"
      })
  void refusesWhatAShellOrTerraformWouldRead(String value) {
    assertThatThrownBy(() -> ScriptTemplate.fill("@NAME@", Map.of("NAME", value)))
        .isInstanceOf(CredentialException.class)
        .hasMessageContaining("cannot stand in a script");
  }

  @Test
  void aPlaceWithoutAValueIsABug() {
    assertThatThrownBy(() -> ScriptTemplate.fill("@NAME@", Map.of()))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @ParameterizedTest
  @ValueSource(strings = {"http://a.example", "https://a.example/$(rm)", "https://", "a.example"})
  void anIssuerIsAnHttpsUrl(String issuer) {
    var image = ImageReference.parse("registry.example/app");
    var settings = ProviderSettings.with(FallbackPolicy.STRICT);

    assertThatThrownBy(() -> new TrustRequest(issuer, "team-a", "app", image, settings))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void aLongNameIsCut() {
    var image = ImageReference.parse("registry.example/app");
    var settings = ProviderSettings.with(FallbackPolicy.STRICT);

    assertThat(
            new TrustRequest("https://a.example", "n".repeat(49), "s.a", image, settings)
                .shortName())
        .isEqualTo("n".repeat(49));
    assertThat(new TrustRequest("https://a.example", "n", "s.a", image, settings).shortName())
        .isEqualTo("n-s-a");
  }
}
