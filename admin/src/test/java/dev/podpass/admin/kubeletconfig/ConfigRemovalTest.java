// SPDX-License-Identifier: Apache-2.0
package dev.podpass.admin.kubeletconfig;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.podpass.spi.failure.CredentialException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ConfigRemovalTest {
  private static final String HEAD =
      """
      # written by the distribution
      apiVersion: kubelet.config.k8s.io/v1
      kind: CredentialProviderConfig
      providers:
      """;
  private static final String OLD =
      """
      # the old way
      - name: old
        matchImages: [old.example]   # all of them
      """;
  private static final String FIRST =
      """
      - name: podpass-ecr
        matchImages:
          - '*.ecr.example'
        args: [--a, "- name: old"]
      """;
  private static final String SECOND =
      """
      - matchImages: [gar.example]
        name: podpass-gar
      """;

  @Test
  void leavesAllElseAsItIs() {
    String text = HEAD + FIRST + OLD + SECOND;

    assertThat(ConfigRemoval.of(text, List.of("podpass-gar", "podpass-ecr"))).contains(HEAD + OLD);
    assertThat(ConfigRemoval.of(text, List.of("podpass-ecr"))).contains(HEAD + OLD + SECOND);
  }

  @Test
  void changesNothingWithoutSuchAnEntry() {
    assertThat(ConfigRemoval.of(HEAD + OLD, List.of("podpass-ecr", "ol"))).contains(HEAD + OLD);
  }

  @Test
  void leavesNoConfigurationWithoutAnEntry() {
    assertThat(ConfigRemoval.of(HEAD + FIRST + SECOND, List.of("podpass-ecr", "podpass-gar")))
        .isEmpty();
    assertThat(
            ConfigRemoval.of(HEAD.replace("providers:", "providers: []"), List.of("podpass-ecr")))
        .isEmpty();
  }

  @Test
  void putsTheReplacedEntryBackInItsPlace() {
    String original = HEAD + "- name: old\n  matchImages: [old.example]\n  args:\n" + SECOND;

    assertThat(
            ConfigRemoval.restoring(
                HEAD + "# edited\n" + FIRST + SECOND, "podpass-ecr", "old", original))
        .contains(HEAD + "# edited\n- name: old\n  matchImages:\n    - old.example\n" + SECOND);
    assertThat(ConfigRemoval.restoring(HEAD + FIRST, "podpass-ecr", "old", original))
        .hasValueSatisfying(text -> assertThat(text).startsWith(HEAD + "- name: old\n"));
  }

  @Test
  void removesItWhereTheReplacedEntryIsThereAgainOrIsNotKnown() {
    String text = HEAD + FIRST + OLD + SECOND;

    assertThat(ConfigRemoval.restoring(text, "podpass-ecr", "old", HEAD + OLD))
        .contains(HEAD + OLD + SECOND);
    assertThat(ConfigRemoval.restoring(text, "podpass-ecr", "other", HEAD + OLD))
        .contains(HEAD + OLD + SECOND);
    assertThat(ConfigRemoval.restoring(HEAD + SECOND, "podpass-ecr", "old", HEAD + OLD))
        .contains(HEAD + SECOND);
  }

  @Test
  void readsJson() {
    String text =
        """
        {"apiVersion": "kubelet.config.k8s.io/v1", "kind": "CredentialProviderConfig",
         "providers": [{"name": "podpass-ecr"}, {"name": "old", "args": ["x"]}]}
        """;

    assertThat(ConfigRemoval.of(text, List.of("podpass-ecr")))
        .hasValueSatisfying(left ->
            assertThat(left.replaceAll("\\s", ""))
                .startsWith("{\"apiVersion\":\"kubelet.config.k8s.io/v1\",")
                .endsWith("\"providers\":[{\"name\":\"old\",\"args\":[\"x\"]}]}"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"providers: [", "a: &a [*a]", "- a", "text"})
  void doesNotGuessAtWhatItCannotRead(String text) {
    assertThatThrownBy(() -> ConfigRemoval.of(text, List.of("podpass-ecr")))
        .isInstanceOf(CredentialException.class);
  }
}
