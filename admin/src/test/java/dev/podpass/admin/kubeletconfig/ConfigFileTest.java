// SPDX-License-Identifier: Apache-2.0
package dev.podpass.admin.kubeletconfig;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.groups.Tuple.tuple;

import java.util.List;
import java.util.Map;
import org.assertj.core.groups.Tuple;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ConfigFileTest {
  private static final String GOOD =
      """
      apiVersion: kubelet.config.k8s.io/v1
      kind: CredentialProviderConfig
      providers:
        - name: podpass
          apiVersion: credentialprovider.kubelet.k8s.io/v1
          defaultCacheDuration: 0s
          matchImages:
            - "*.registry.io"
          tokenAttributes:
            serviceAccountTokenAudience: aud
            cacheType: ServiceAccount
            requireServiceAccount: true
            optionalServiceAccountAnnotationKeys: [example.com/role]
          args: ["--provider=x"]
          env:
            - name: A
              value: "1"
      """;

  @Test
  void findsNothingAgainstAGoodOne() {
    ConfigFile file = ConfigFile.read(GOOD);

    assertThat(file.findings()).isEmpty();
    FileEntry entry = file.entries().getFirst();
    assertThat(entry.label()).isEqualTo("podpass");
    assertThat(entry.env()).isEqualTo(Map.of("A", "1"));
    assertThat(entry.token().orElseThrow().requireServiceAccount()).contains(true);
  }

  /** Each row spoils one line: what it is replaced by, where, and what kubelet says of it. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          kubelet.config.k8s.io/v1                       | v1                | 1  | apiVersion is v1; write
          kind: CredentialProviderConfig                 | kind: Config      | 2  | kind is Config
          kind: CredentialProviderConfig                 |                   | 1  | kind is missing
          name: podpass                                  | nome: podpass     | 4  | unknown field providers[0].nome
          kind: CredentialProviderConfig                 | kind: CredentialProviderConfig\\nmetadata: {} | 3 | unknown field metadata
          args: ["--provider=x"]                         | arguments: [a]    | 14 | unknown field providers[0].arguments
          value: "1"                                     | valueFrom: {}     | 17 | unknown field providers[0].env.valueFrom
          cacheType: ServiceAccount                      | audience: aud     | 11 | unknown field providers[0].tokenAttributes.audience
          name: podpass                                  | name: a/b         | 4  | has a slash or a space
          name: podpass                                  | name: a b         | 4  | has a slash or a space
          name: podpass                                  | name: ..          | 4  | which is a directory
          name: podpass                                  | name: ""          | 4  | name is missing
          name: podpass                                  | name: 123         | 4  | is not text; put it in quotes
          apiVersion: credentialprovider.kubelet.k8s.io/v1 | apiVersion: v1  | 5  | write apiVersion: credentialprovider
          defaultCacheDuration: 0s                       | defaultCacheDuration: 0    | 6 | is not text
          defaultCacheDuration: 0s                       | defaultCacheDuration: PT1M | 6 | is not a duration
          defaultCacheDuration: 0s                       | defaultCacheDuration: -1s  | 6 | is negative
          defaultCacheDuration: 0s                       |                   | 4  | has no defaultCacheDuration
          defaultCacheDuration: 0s                       | defaultcacheduration: 0s | 6 | it is called defaultCacheDuration
          defaultCacheDuration: 0s                       | name: podpass     | 6  | providers[0].name appears twice
          - "*.registry.io"                              | - "a b"           | 8  | is not a pattern
          serviceAccountTokenAudience: aud               |                   | 11 | has no serviceAccountTokenAudience
          cacheType: ServiceAccount                      |                   | 10 | has no cacheType
          cacheType: ServiceAccount                      | cacheType: Pod    | 11 | cacheType is Pod
          requireServiceAccount: true                    |                   | 10 | has no requireServiceAccount
          requireServiceAccount: true                    | requireServiceAccount: "true" | 12 | is not true or false
          optionalServiceAccountAnnotationKeys: [example.com/role] | optionalServiceAccountAnnotationKeys: [a b] | 13 | is not the key of an annotation
          optionalServiceAccountAnnotationKeys: [example.com/role] | optionalServiceAccountAnnotationKeys: [a, a] | 13 | the annotation a appears twice
          value: "1"                                     | value: 1          | 17 | providers[0].env.value is not text
          value: "1"                                     | value: n          | 17 | providers[0].env.value is not text
          value: "1"                                     | value: 081234567890 | 17 | providers[0].env.value is not text
          value: "1"                                     | value: 1_000      | 17 | providers[0].env.value is not text
          args: ["--provider=x"]                         | args: [12e3]      | 14 | providers[0].args is not text
          name: podpass                                  | name: 0o17        | 4  | is not text; put it in quotes
          serviceAccountTokenAudience: aud               | serviceAccountTokenAudience: .inf | 10 | is not text
          defaultCacheDuration: 0s                       | defaultCacheDuration: 2562048h | 6 | is not a duration
          defaultCacheDuration: 0s                       | defaultCacheDuration: 9223372036854775808ns | 6 | is not a duration
          apiVersion: kubelet.config.k8s.io/v1           | apiVersion: kubelet.config.k8s.io/v1beta1 | 10 | v1beta1 has no tokenAttributes; write apiVersion
          apiVersion: kubelet.config.k8s.io/v1           | apiVersion: kubelet.config.k8s.io/v1alpha1 | 10 | v1alpha1 has no tokenAttributes
          """)
  void knowsWhatKubeletRefuses(String good, String bad, int line, String because) {
    String text = GOOD.replace(good, bad == null ? "" : bad.replace("\\n", "\n"));
    assertThat(text).isNotEqualTo(GOOD);

    ConfigFile file = ConfigFile.read(text);

    assertThat(file.findings())
        .anySatisfy(finding -> {
          assertThat(finding.message()).contains(because);
          assertThat(finding.line()).isEqualTo(line);
          assertThat(finding.severity()).isEqualTo(Finding.Severity.REJECTED);
        });
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          requireServiceAccount: true | requireServiceAccount: y
          requireServiceAccount: true | requireServiceAccount: Yes
          args: ["--provider=x"]      | args: [null, ~, "y"]
          value: "1"                  | value: 0s\\n      - null
          defaultCacheDuration: 0s    | defaultCacheDuration: 2562047h47m16.854775807s
          """)
  void takesWhatKubeletTakes(String good, String other) {
    String text = GOOD.replace(good, other.replace("\\n", "\n"));
    assertThat(text).isNotEqualTo(GOOD);

    assertThat(ConfigFile.read(text).findings()).isEmpty();
  }

  @Test
  void requiredAnnotationsNeedAServiceAccountAndAreDisjointFromOptionalOnes() {
    String text =
        GOOD.replace("requireServiceAccount: true", "requireServiceAccount: false")
            .replace(
                "optional",
                "requiredServiceAccountAnnotationKeys: [example.com/role]\n      optional");

    assertThat(ConfigFile.read(text).findings())
        .extracting(Finding::line, Finding::severity, Finding::message)
        .containsExactly(
            row(
                13,
                Finding.Severity.REJECTED,
                "requiredServiceAccountAnnotationKeys need requireServiceAccount: true"),
            row(
                13,
                Finding.Severity.WARNING,
                "pods whose service account lacks a required annotation are pulled anonymously,"
                    + " without a message"),
            row(
                14,
                Finding.Severity.REJECTED,
                "the annotation example.com/role is both required and optional"));
  }

  private static Tuple row(Object... values) {
    return tuple(values);
  }

  @Test
  void tokenAttributesNeedTheVersionThatHasThem() {
    String text =
        GOOD.replace(
            "credentialprovider.kubelet.k8s.io/v1", "credentialprovider.kubelet.k8s.io/v1beta1");

    assertThat(ConfigFile.read(text).findings())
        .singleElement()
        .satisfies(finding ->
            assertThat(finding.message())
                .isEqualTo(
                    "tokenAttributes need apiVersion: credentialprovider.kubelet.k8s.io/v1"));
  }

  @Test
  void namesAreUnique() {
    String text =
        GOOD
            + GOOD.substring(GOOD.indexOf("  - name"))
                .replace("*.registry.io", "a.registry.io/team");

    assertThat(ConfigFile.read(text).findings())
        .extracting(Finding::line, Finding::severity, Finding::message)
        .containsExactly(
            row(
                18,
                Finding.Severity.REJECTED,
                "duplicate name podpass; link the file under another name for each entry"));
  }

  @Test
  void theTrapOfTheLabelsIsTold() {
    List<String> known = List.of("*.dkr.ecr.*.amazonaws.com", "*.registry.io");
    String text =
        GOOD.replace(
            "- \"*.registry.io\"",
            "- \"*.amazonaws.com\"\n      - 1.dkr.ecr.a.amazonaws.com\n      - x.other.io");

    assertThat(KnownRegistries.misses(ConfigFile.read(text).entries(), known))
        .singleElement()
        .satisfies(finding -> {
          assertThat(finding.line()).isEqualTo(8);
          assertThat(finding.message())
              .isEqualTo(
                  "\"*.amazonaws.com\" matches no registry: a * is one label, and it has 3 where"
                      + " \"*.dkr.ecr.*.amazonaws.com\" has 6");
        });
  }

  @Test
  void aSecondDocumentIsNeverRead() {
    assertThat(ConfigFile.read(GOOD + "---\n" + GOOD).findings())
        .singleElement()
        .satisfies(finding -> {
          assertThat(finding.line()).isEqualTo(19);
          assertThat(finding.severity()).isEqualTo(Finding.Severity.INEFFECTIVE);
        });
  }
}
