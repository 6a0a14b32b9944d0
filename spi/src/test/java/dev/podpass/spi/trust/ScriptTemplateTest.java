// SPDX-License-Identifier: Apache-2.0
package dev.podpass.spi.trust;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.podpass.spi.failure.CredentialException;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ScriptTemplateTest {
  @Test
  void fillsEachPlaceWithAPlainWord() {
    String script =
        new ScriptTemplate("az --name @NAME@ --as me@example.com @NAME@\n")
            .fill(Map.of("NAME", "a-b_c.d:e/f@g+h=i~j"));

    assertThat(script)
        .isEqualTo("az --name a-b_c.d:e/f@g+h=i~j --as me@example.com a-b_c.d:e/f@g+h=i~j\n");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "$(rm)", "a b", "a'b", "a\"b", "a;b", "a\nb", "`a`", "${a}", "", "a\\b", "ä", "-a", "~a",
        "a*", "*a", "a:*b"
      })
  void refusesWhatAShellOrTerraformWouldRead(String value) {
    assertThatThrownBy(() -> new ScriptTemplate("@NAME@").fill(Map.of("NAME", value)))
        .isInstanceOf(CredentialException.class)
        .hasMessageContaining("cannot stand in a script");
  }

  @Test
  void aPlaceWithoutAValueIsABug() {
    assertThatThrownBy(() -> new ScriptTemplate("@NAME@").fill(Map.of()))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void aPartIsFilledInAsItIs() {
    String script =
        new ScriptTemplate("a @NAME@ @PART@\n")
            .fill(Map.of("NAME", "x@PART@y"), Map.of("PART", "$(b) @NAME@"));

    assertThat(script).isEqualTo("a x@PART@y $(b) @NAME@\n");
  }

  @Test
  void aScriptLiesBesideAClass() {
    assertThat(ScriptTemplate.beside(ScriptParts.class, "messages.sh").text()).contains("fail() {");
    assertThatThrownBy(() -> ScriptTemplate.beside(ScriptParts.class, "missing.sh"))
        .hasMessageContaining("missing.sh does not lie beside");
  }
}
