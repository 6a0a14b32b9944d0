// SPDX-License-Identifier: Apache-2.0
package dev.podpass.admin.kubeletconfig;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.podpass.failure.CredentialException;
import dev.podpass.failure.Kind;
import dev.podpass.spi.KubeletProfile;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ConfigMergeTest {
  private static final String NODE =
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

      # the end
      """;

  private static final ConfigDocument OURS = document("podpass-x", "aud");

  private static ConfigDocument document(String name, String audience) {
    return document(name, audience, "*.registry.io");
  }

  private static ConfigDocument document(String name, String audience, String... images) {
    return new ConfigDocument(
        List.of(
            new ProviderEntry(
                name,
                KubeletProfile.of(List.of(images), audience),
                false,
                List.of("--provider=x"),
                Map.of("A", "1"))),
        KubernetesVersion.LATEST);
  }

  private static ConfigMerge.Result merge(String before, ConfigDocument addition) {
    return ConfigMerge.of(before, addition, new Placement.Last());
  }

  private static List<String> names(String text) {
    return ConfigFile.read(text, KubernetesVersion.LATEST).entries().stream()
        .map(FileEntry::label)
        .toList();
  }

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
                - name: A
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

    ConfigFile file = ConfigFile.read(after, KubernetesVersion.LATEST);
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

  private static final ConfigDocument ECR =
      document("podpass-ecr", "aud", "*.dkr.ecr.*.amazonaws.com", "public.ecr.aws");

  @Test
  void choosesNothingWhereAnotherEntryServesTheSameImages() {
    assertThatThrownBy(() -> merge(NODE, ECR))
        .isInstanceOfSatisfying(
            CredentialException.class,
            e -> {
              assertThat(e.kind()).isEqualTo(Kind.CONFIGURATION);
              assertThat(e.line())
                  .contains(
                      "ecr-credential-provider serves the same images as podpass-ecr",
                      "--replace=ecr-credential-provider",
                      "--first");
            });
  }

  @Test
  void choosesNothingForAnEntryThatIsBehindAlreadyEither() {
    String behind =
        merge(NODE, document("podpass-ecr", "aud"))
            .text()
            .replace("*.registry.io", "*.dkr.ecr.*.amazonaws.com");

    assertThatThrownBy(() -> merge(behind, ECR)).hasMessageContaining("would try it first");
  }

  @Test
  void goesBeforeTheOthersAndSaysWhatStaysBehind() {
    ConfigMerge.Result result = ConfigMerge.of(NODE, ECR, new Placement.First());

    assertThat(result.changes()).containsExactly("added podpass-ecr");
    assertThat(result.remarks())
        .singleElement()
        .asString()
        .contains("podpass-ecr first, then that of ecr-credential-provider");
    assertThat(names(result.text())).containsExactly("podpass-ecr", "ecr-credential-provider");
    assertThat(result.text())
        .contains(
            "providers:\n- name: podpass-ecr\n", "\n# the old way\n- name: ecr-cred", "# the end");
    // The order is chosen now.
    assertThat(merge(result.text(), ECR).changes()).isEmpty();
    assertThat(ConfigMerge.of(result.text(), ECR, new Placement.First()).changes()).isEmpty();
  }

  @Test
  void movesOneThatIsBehind() {
    String behind =
        merge(NODE, document("podpass-ecr", "aud"))
            .text()
            .replace("*.registry.io", "*.dkr.ecr.*.amazonaws.com");

    ConfigMerge.Result result = ConfigMerge.of(behind, ECR, new Placement.First());

    assertThat(result.changes()).containsExactly("moved podpass-ecr before the other entries");
    assertThat(names(result.text())).containsExactly("podpass-ecr", "ecr-credential-provider");
  }

  @Test
  void putsSeveralFirstInTheirOrder() {
    ConfigDocument two =
        new ConfigDocument(
            List.of(ECR.entries().getFirst(), OURS.entries().getFirst()), KubernetesVersion.LATEST);

    assertThat(names(ConfigMerge.of(NODE, two, new Placement.First()).text()))
        .containsExactly("podpass-ecr", "podpass-x", "ecr-credential-provider");
  }

  @Test
  void takesThePlaceAndTheImagesOfAnother() {
    Placement replacing = new Placement.Replacing("ecr-credential-provider");
    String before = NODE.replace("amazonaws.com']", "amazonaws.com', quay.io]");

    ConfigMerge.Result result = ConfigMerge.of(before, ECR, replacing);

    assertThat(result.changes())
        .containsExactly(
            "podpass-ecr replaces ecr-credential-provider, with its matchImages",
            "removed \"quay.io\", which podpass-ecr does not serve: images there are pulled"
                + " anonymously");
    assertThat(result.remarks())
        .singleElement()
        .asString()
        .endsWith("merge again with --without-token=node --without-identity=node");
    assertThat(ConfigFile.read(result.text(), KubernetesVersion.LATEST).entries())
        .singleElement()
        .satisfies(entry -> {
          assertThat(entry.label()).isEqualTo("podpass-ecr");
          assertThat(entry.matchImages())
              .extracting(FileEntry.Text::text)
              .containsExactly("*.dkr.ecr.*.amazonaws.com");
        });
    assertThat(ConfigMerge.of(result.text(), ECR, replacing).changes()).isEmpty();
  }

  @Test
  void replacesAnotherEvenIfItsOwnEntryIsThere() {
    String both = ConfigMerge.of(NODE, ECR, new Placement.First()).text();

    ConfigMerge.Result result =
        ConfigMerge.of(both, ECR, new Placement.Replacing("ecr-credential-provider"));

    assertThat(names(result.text())).containsExactly("podpass-ecr");
  }

  @Test
  void replacesNoneThatServesOtherImagesOrIsNotThere() {
    assertThatThrownBy(
            () -> ConfigMerge.of(NODE, OURS, new Placement.Replacing("ecr-credential-provider")))
        .hasMessageContaining("podpass-x serves none of the images of ecr-credential-provider");
    assertThatThrownBy(() -> ConfigMerge.of(NODE, ECR, new Placement.Replacing("other")))
        .isInstanceOfSatisfying(
            CredentialException.class,
            e ->
                assertThat(e.line())
                    .contains(
                        "no entry other to replace", "its entries are ecr-credential-provider"));
  }
}
