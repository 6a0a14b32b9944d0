// SPDX-License-Identifier: Apache-2.0
package dev.podpass.admin.kubeletconfig;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.podpass.spi.failure.CredentialException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ConfigMergeTest extends MergedConfig {
  @Test
  void addsBehindTheLastAndKeepsEveryOtherLine() {
    ConfigMerge.Result result = merge(NODE, OURS);

    assertThat(result.changes()).containsExactly("added podpass-x");
    assertThat(result.text())
        .isEqualTo(
            """
            # written by the distribution
            apiVersion: kubelet.config.k8s.io/v1
            kind: CredentialProviderConfig
            providers:
            # the old way
            - name: ecr-credential-provider
              matchImages: ['*.dkr.ecr.*.amazonaws.com']   # all of them
              defaultCacheDuration: 12h
              apiVersion: credentialprovider.kubelet.k8s.io/v1
            - name: podpass-x
              apiVersion: credentialprovider.kubelet.k8s.io/v1
              defaultCacheDuration: 0s
              matchImages:
                - '*.registry.io'
              tokenAttributes:
                serviceAccountTokenAudience: aud
                cacheType: ServiceAccount
                requireServiceAccount: false
              args:
                - --provider=x
              env:
                - name: 'A'
                  value: '1'

            # the end
            """);
  }

  @Test
  void changesNothingTheSecondTime() {
    String once = merge(NODE, OURS).text();

    ConfigMerge.Result twice = merge(once, OURS);

    assertThat(twice.changes()).isEmpty();
    assertThat(twice.text()).isEqualTo(once);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "apiVersion: kubelet.config.k8s.io/v1beta1 # of 1.24\nkind: CredentialProviderConfig\nproviders:\n- {name: a}\n",
        "kind: CredentialProviderConfig\n'apiVersion': 'kubelet.config.k8s.io/v1alpha1'\nproviders:\n- name: a\n",
        "kind: CredentialProviderConfig\napiVersion: \"kubelet.config.k8s.io/v1beta1\"\nproviders: [{name: a}]\n",
        "{\"kind\":\"CredentialProviderConfig\",\"apiVersion\":\"kubelet.config.k8s.io/v1alpha1\",\"providers\":[{\"name\":\"a\"}]}"
      })
  void raisesAVersionThatHasNoTokenAttributes(String before) {
    ConfigMerge.Result result = merge(before, OURS);

    assertThat(result.changes())
        .containsExactly(
            "raised apiVersion to kubelet.config.k8s.io/v1: an older one has no tokenAttributes",
            "added podpass-x");
    assertThat(result.text())
        .containsPattern("kubelet\\.config\\.k8s\\.io/v1\\W")
        .doesNotContain("v1beta1", "v1alpha1");
    assertThat(result.text().contains(" # of 1.24")).isEqualTo(before.contains(" # of 1.24"));
    assertThat(merge(result.text(), OURS).changes()).isEmpty();
  }

  /** Kubelet would read them as booleans and numbers without their quotes, and not start. */
  @Test
  void keepsTheTextsOfOtherEntriesAsTexts() {
    String flow =
        """
        {apiVersion: kubelet.config.k8s.io/v1, kind: CredentialProviderConfig, providers: [
          {name: old, matchImages: [gcr.io], args: ["y", '0o17'], env: [{name: A, value: "n"}]}]}
        """
            .replaceFirst("^.", "# other\n{");

    assertThat(merge(flow, OURS).text())
        .contains("- 'y'\n      - '0o17'\n", "- name: 'A'\n        value: 'n'\n");
  }

  @Test
  void tellsWhichOptionsOfAnEarlierMergeGo() {
    String before =
        merge(NODE, OURS)
            .text()
            .replace("- --provider=x\n", "- --provider=x\n    - --otherwise=node\n    - --a=b\n")
            .replace("value: '1'", "value: 'http://u:hunter2@p'");

    ConfigMerge.Result result = merge(before, OURS);

    assertThat(result.changes())
        .containsExactly(
            "replaced podpass-x; removed --otherwise=node, --a=b, --env=A; added --env=A");
    assertThat(result.remarks())
        .singleElement()
        .asString()
        .contains("are now refused by podpass-x", "--otherwise=node");
    assertThat(merge(before.replace("=node", "=anonymous"), OURS).remarks()).isEmpty();
  }

  @Test
  void replacesItsOwnEntryAndNoOther() {
    String before = merge(merge(NODE, OURS).text(), document("z", "z", "*.z.io")).text();

    ConfigMerge.Result result = merge(before, document("podpass-x", "other"));

    assertThat(result.changes()).containsExactly("replaced podpass-x");
    assertThat(result.text())
        .isEqualTo(
            before.replace(
                "serviceAccountTokenAudience: aud", "serviceAccountTokenAudience: other"));
  }

  @Test
  void keepsTheColumnThatTheListIsWrittenIn() {
    String indented =
        """
        apiVersion: kubelet.config.k8s.io/v1
        kind: CredentialProviderConfig
        providers:
            -
              name: old
              matchImages: [gcr.io]
              defaultCacheDuration: 1m
              apiVersion: credentialprovider.kubelet.k8s.io/v1
        """;

    assertThat(merge(indented, OURS).text())
        .startsWith(indented)
        .contains("\n    - name: podpass-x\n      apiVersion:");
    assertThat(merge(indented, document("old", "aud")).text())
        .startsWith(
            indented.substring(0, indented.indexOf("    -")) + "    - name: old\n      apiV");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "apiVersion: kubelet.config.k8s.io/v1\nkind: CredentialProviderConfig\n",
        "apiVersion: kubelet.config.k8s.io/v1\nkind: CredentialProviderConfig\nproviders: []\n",
        "apiVersion: kubelet.config.k8s.io/v1\nkind: CredentialProviderConfig\nproviders:\n",
        "{\"apiVersion\":\"kubelet.config.k8s.io/v1\",\"kind\":\"CredentialProviderConfig\",\"providers\":[]}"
      })
  void writesTheWholeAnewWhereThereIsNoListToAddTo(String before) {
    String after = merge(before, OURS).text();

    ConfigFile file = ConfigFile.read(after);
    assertThat(file.findings()).isEmpty();
    assertThat(file.entries()).singleElement().extracting(FileEntry::label).isEqualTo("podpass-x");
    assertThat(after.startsWith("{")).isEqualTo(before.startsWith("{"));
  }

  @Test
  void tellsIfCommentsAreLost() {
    String braces =
        """
        # by hand
        apiVersion: kubelet.config.k8s.io/v1
        kind: CredentialProviderConfig
        providers: []
        """;

    assertThat(merge(braces, OURS).changes())
        .containsExactly(
            "added podpass-x",
            "written anew without its comments: its providers are not a list in lines");
    assertThat(merge(braces.replace("# by hand\n", ""), OURS).changes())
        .containsExactly("added podpass-x");
  }

  @Test
  void worksWithoutANewlineAtTheEnd() {
    String before = NODE.stripTrailing().replace("\n\n# the end", "");

    assertThat(merge(before, OURS).text()).endsWith("value: '1'\n");
  }

  @ParameterizedTest
  @ValueSource(strings = {"a: [", "[]", "a: b\n---\nc: d\n"})
  void refusesWhatItCannotRead(String before) {
    assertThatThrownBy(() -> merge(before, OURS))
        .isInstanceOf(CredentialException.class)
        .hasMessageContaining("cannot be added to");
  }
}
