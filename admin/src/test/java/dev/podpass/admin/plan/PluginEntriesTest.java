// SPDX-License-Identifier: Apache-2.0
package dev.podpass.admin.plan;

import static org.assertj.core.api.Assertions.assertThat;

import dev.podpass.admin.check.CheckContext;
import dev.podpass.admin.kubeletconfig.ImagePattern;
import dev.podpass.admin.node.TestPrograms;
import dev.podpass.admin.plan.PodGroup.PodKind;
import dev.podpass.spi.Sourced;
import dev.podpass.spi.testing.FakeProvider;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The credential that kubelet has for each kind of pod. */
class PluginEntriesTest {
  private static final String HEADER =
      """
      apiVersion: kubelet.config.k8s.io/v1
      kind: CredentialProviderConfig
      providers:
      """;
  private static final String STOCK =
      """
      - name: stock-plugin
        apiVersion: credentialprovider.kubelet.k8s.io/v1
        defaultCacheDuration: 10m
        matchImages: ["r.io", "*.stock.io"]
      """;
  private static final String PODPASS =
      """
      - name: podpass
        apiVersion: credentialprovider.kubelet.k8s.io/v1
        defaultCacheDuration: 0s
        matchImages: [r.io]
        args: [--provider=one%s]
        tokenAttributes:
          serviceAccountTokenAudience: aud
          cacheType: Token
          requireServiceAccount: %s
          optionalServiceAccountAnnotationKeys: [example/role]
      """;
  private static final Map<String, String> ROLE = Map.of("example/role", "reader");

  private final FakeProvider provider = new FakeProvider("one", "r.io");
  private final CheckContext context = TestPrograms.context(provider);

  private PluginEntries podpass(String arguments) {
    return entries(PODPASS.formatted(arguments, false));
  }

  private PluginEntries entries(String text) {
    return PluginEntries.of(HEADER + text, context);
  }

  private static Credential credential(
      PluginEntries entries, PodKind kind, String image, Map<String, String> annotations) {
    return entries.credential(
        new PodGroup(new ServiceAccount("n", "s"), kind, "", Set.of(image)), image, annotations);
  }

  /** Without {@code --without-token}, podpass refuses a pod that has no token. */
  @ParameterizedTest
  @CsvSource(
      nullValues = "-",
      textBlock =
          """
          ORDINARY,         r.io/app,     reader, OfPod
          ORDINARY,         r.io/app,     -,      Failed
          ORDINARY,         other.io/app, reader, Unserved
          ORDINARY,         R.io/app,     reader, Unserved
          ORDINARY,         nginx,        reader, Unserved
          ORDINARY,         r.io/A,       reader, Failed
          ORDINARY,         r.io/app:a b, reader, Failed
          ORDINARY,         other.io/a:,  reader, Failed
          STATIC,           r.io/a@x:1,   reader, Failed
          WITH_PULL_SECRET, r.io/app,     reader, OfPod
          WITH_PULL_SECRET, r.io/app,     -,      Failed
          WITH_PULL_SECRET, other.io/app, reader, Unserved
          STATIC,           r.io/app,     reader, Failed
          STATIC,           other.io/app, reader, Unserved
          """)
  void dependsOnTheKindOfThePod(PodKind kind, String image, String role, String expected) {
    Map<String, String> annotations = role == null ? Map.of() : ROLE;

    assertThat(credential(podpass(""), kind, image, annotations).getClass().getSimpleName())
        .isEqualTo(expected);
  }

  @Test
  void isNotKubeletsWherePodpassCannotBe() {
    PodGroup pod = new PodGroup(new ServiceAccount("n", "s"), PodKind.ORDINARY, "", Set.of());

    assertThat(podpass("").credential(pod.at("Windows nodes"), "r.io/app", ROLE))
        .isEqualTo(new Credential.Elsewhere("Windows nodes"));
  }

  /** Kubelet tries its own first, for every pod of the node. */
  @Test
  void isOfTheDockerConfigOfTheNode() {
    PluginEntries nodes = podpass("").behind(List.of(ImagePattern.parse("r.io")));

    assertThat(credential(nodes, PodKind.STATIC, "r.io/app", Map.of()))
        .isEqualTo(new Credential.OfNode("kubelet's docker config"));
    assertThat(credential(nodes, PodKind.ORDINARY, "other.io/app", ROLE))
        .isEqualTo(new Credential.Unserved());
  }

  /** Another plugin may take what podpass refuses. */
  @Test
  void isTheStockEntrysForAPullThatPodpassRefuses() {
    PluginEntries both = entries(PODPASS.formatted("", false) + STOCK);

    assertThat(credential(both, PodKind.ORDINARY, "r.io/app", Map.of()))
        .isEqualTo(new Credential.OfNode("stock-plugin"));
    assertThat(credential(entries(STOCK), PodKind.ORDINARY, "other.io/app", ROLE))
        .isEqualTo(new Credential.Unserved());
  }

  @Test
  void isMissingForWantOfAnAnnotation() {
    assertThat(credential(podpass(""), PodKind.ORDINARY, "r.io/app", Map.of()))
        .extracting("annotations")
        .isEqualTo(List.of("example/role=VALUE"));
    assertThat(credential(podpass(""), PodKind.STATIC, "r.io/app", Map.of()))
        .extracting("annotations", "fix")
        .containsExactly(List.of(), "set --without-token: static pods have no token");
  }

  @Test
  void isThePodsWhereTheImageSpellsTheHostInAnotherWay() {
    PluginEntries capitals = entries(PODPASS.formatted("", false).replace("[r.io]", "[R.io]"));

    assertThat(credential(capitals, PodKind.ORDINARY, "R.io/app", ROLE))
        .isEqualTo(credential(podpass(""), PodKind.ORDINARY, "r.io/app", ROLE));
    assertThat(credential(capitals, PodKind.ORDINARY, "r.io/app", ROLE))
        .isEqualTo(new Credential.Unserved());
  }

  @Test
  void isTheNodesWhereAnOptionSaysSo() {
    assertThat(credential(podpass(", --without-token=node"), PodKind.STATIC, "r.io/app", Map.of()))
        .isEqualTo(new Credential.OfNode("podpass"));
    assertThat(
            credential(
                podpass(", --without-identity=anonymous"), PodKind.ORDINARY, "r.io/app", Map.of()))
        .isEqualTo(new Credential.None());
  }

  @Test
  void ofAPodNamesWhereItsIdentityIsFrom() {
    assertThat(credential(podpass(""), PodKind.ORDINARY, "r.io/app", ROLE))
        .isEqualTo(
            new Credential.OfPod(
                "one", Map.of("role", new Sourced<>("reader", "annotation example/role"))));
  }

  @Test
  void isThatOfTheFirstEntryThatHasOne() {
    PluginEntries both = entries(STOCK + PODPASS.formatted("", false));

    assertThat(credential(both, PodKind.ORDINARY, "r.io/app", ROLE))
        .isEqualTo(new Credential.OfNode("stock-plugin"));
    assertThat(credential(both, PodKind.ORDINARY, "A.stock.io/app", ROLE))
        .isEqualTo(new Credential.OfNode("stock-plugin"));
    assertThat(credential(both, PodKind.ORDINARY, "a.b.stock.io/app", ROLE))
        .isEqualTo(new Credential.Unserved());

    PluginEntries first = entries(PODPASS.formatted("", false) + STOCK);
    assertThat(credential(first, PodKind.ORDINARY, "r.io/app", Map.of()))
        .isEqualTo(new Credential.OfNode("stock-plugin"));
  }

  /** Kubelet then goes on without a credential, which such a registry accepts. */
  @Test
  void isNotMissingWhereImagesArePublic() {
    provider.havingPublicImages();

    assertThat(credential(podpass(""), PodKind.ORDINARY, "r.io/app", Map.of()))
        .isEqualTo(new Credential.None());
    PluginEntries other = entries(PODPASS.formatted("", false).replace(": aud", ": other"));
    assertThat(credential(other, PodKind.ORDINARY, "r.io/app", ROLE))
        .isInstanceOf(Credential.Failed.class);
  }

  @Test
  void isNoneIfKubeletDoesNotRunThePlugin() {
    PluginEntries entries = entries(PODPASS.formatted("", true));

    assertThat(credential(entries, PodKind.STATIC, "r.io/app", Map.of()))
        .isEqualTo(new Credential.None());
  }

  /** A node does not have the variables of the operator's shell. */
  @Test
  void takesNoVariableOfTheOperator() {
    PluginEntries entries =
        PluginEntries.of(
            HEADER + PODPASS.formatted("", false),
            context.with(Map.of("PODPASS_WITHOUT_IDENTITY", "node")));

    assertThat(credential(entries, PodKind.ORDINARY, "r.io/app", Map.of()))
        .isInstanceOf(Credential.Failed.class);
  }

  @Test
  void needsTheAnnotationsThatAnEntryNames() {
    assertThat(podpass("").annotationKeys()).containsExactly("example/role");
    assertThat(PluginEntries.of("", context).annotationKeys()).isEmpty();
  }
}
