// SPDX-License-Identifier: Apache-2.0
package dev.podpass.admin.lint;

import static dev.podpass.admin.lint.LintedFile.GOOD;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.InstanceOfAssertFactories.type;

import dev.podpass.admin.kubeletconfig.FileEntry;
import dev.podpass.admin.kubeletconfig.Finding.Severity;
import dev.podpass.spi.failure.CredentialException;
import dev.podpass.spi.failure.Kind;
import org.junit.jupiter.api.Test;

class ConfigLintTest {
  private final ConfigLint lint = LintedFile.lint();

  @Test
  void acceptsAGoodFile() {
    lint.add("a.yaml", GOOD);

    assertThat(lint.found()).isEmpty();
    assertThat(lint.has(Severity.WARNING)).isFalse();
    assertThat(lint.entries()).extracting(FileEntry::label).containsExactly("podpass");
    assertThatCode(() -> lint.requireAccepted("a.yaml")).doesNotThrowAnyException();
  }

  @Test
  void findsANameThatAnotherFileHas() {
    lint.add("a.yaml", GOOD);
    lint.add("b.yaml", GOOD.replace("one", "two"));

    assertThat(lint.found())
        .extracting(FileFinding::toString)
        .containsExactly("b.yaml:4: rejected: name podpass is also in a.yaml");
    assertThat(lint.has(Severity.REJECTED)).isTrue();
  }

  @Test
  void sortsByLine() {
    lint.add(
        "a.yaml",
        GOOD.replace("cacheType: Token", "cacheType: ServiceAccount")
            .replace("example/role", "example/other"));

    assertThat(lint.found()).extracting(it -> it.finding().line()).containsExactly(12, 14);
  }

  @Test
  void requiresWhatKubeletRequires() {
    lint.add("a.yaml", GOOD.replace("kind:", "kynd:"));

    assertThatThrownBy(() -> lint.requireAccepted("/etc/a.yaml"))
        .hasMessage(
            "kubelet would not start with it, so nothing is changed: a.yaml:1: rejected: kind is"
                + " missing; write kind: CredentialProviderConfig")
        .asInstanceOf(type(CredentialException.class))
        .satisfies(e -> {
          assertThat(e.kind()).isEqualTo(Kind.CONFIGURATION);
          assertThat(e.hint()).contains("podpass config lint /etc/a.yaml");
        });
  }

  @Test
  void aWarningIsNoReasonNotToStart() {
    lint.add("a.yaml", GOOD.replace("example/role", "example/other"));

    assertThat(lint.has(Severity.WARNING)).isTrue();
    assertThat(lint.has(Severity.INEFFECTIVE)).isFalse();
    assertThatCode(() -> lint.requireAccepted("a.yaml")).doesNotThrowAnyException();
  }
}
