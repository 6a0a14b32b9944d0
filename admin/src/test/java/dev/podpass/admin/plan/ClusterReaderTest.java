// SPDX-License-Identifier: Apache-2.0
package dev.podpass.admin.plan;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.tuple;

import dev.podpass.admin.plan.PodGroup.PodKind;
import dev.podpass.spi.failure.CredentialException;
import dev.podpass.spi.failure.Kind;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ClusterReaderTest {
  private static final String POD =
      """
      {"kind": "Pod", "metadata": {"namespace": "n", "name": "p"%s},
       "spec": {"serviceAccountName": "s", "containers": [{"image": "r.io/app:1"}]%s},
       "status": {"phase": "%s"}}
      """;

  private final ClusterReader reader = new ClusterReader(Set.of("role"), Set.of(), _ -> {});

  private void read(String text) {
    reader.read("stdin", new ByteArrayInputStream(text.getBytes(UTF_8)));
  }

  private static String pod(String moreMetadata, String moreSpec) {
    return POD.formatted(moreMetadata, moreSpec, "Running");
  }

  private PodGroup onlyGroup() {
    assertThat(reader.cluster().groups()).hasSize(1);
    return reader.cluster().groups().keySet().iterator().next();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"kind\": \"List\", \"items\": [%s]}",
        "{\"items\": [%s], \"kind\": \"List\"}",
        "%s",
        "{\"kind\": \"ConfigMap\"} %s",
        "{\"kind\": \"List\", \"items\": [{\"kind\": \"List\", \"items\": [%s]}]}"
      })
  void readsListsAndObjectsAfterEachOther(String form) {
    read(form.formatted(pod("", "")));

    assertThat(reader.cluster().groups())
        .containsExactly(
            Map.entry(
                new PodGroup(
                    new ServiceAccount("n", "s"), PodKind.ORDINARY, "", Set.of("r.io/app")),
                1));
  }

  @Test
  void takesTheKindOfItemsFromTheirList() {
    read(
        "{\"kind\": \"PodList\", \"items\": [%s]}"
            .formatted(pod("", "").replace("\"kind\": \"Pod\", ", "")));

    assertThat(reader.cluster().pods()).isOne();
  }

  @Test
  void countsPodsThatPullAlike() {
    read(pod("", "") + pod("", "") + pod("", ", \"imagePullSecrets\": [{\"name\": \"x\"}]"));

    assertThat(reader.cluster().groups().values()).containsExactly(2, 1);
  }

  @Test
  void readsEveryImageOfAPodOnce() {
    read(
        pod(
            "",
            """
            , "initContainers": [{"image": "r.io:5000/init@sha256:%s"}, {"image": "r.io/app:2"}],
            "ephemeralContainers": [{"image": "debug"}, {"image": "r.io/rejected:a b"}],
            "volumes": [{"image": {"reference": "r.io/model:v1", "pullPolicy": "Always"}},
                        {"configMap": {"name": "image"}}]
            """
                .formatted("0".repeat(64))));

    assertThat(onlyGroup().images())
        .containsExactlyInAnyOrder(
            "r.io/app", "r.io:5000/init", "debug", "r.io/model", "r.io/rejected:a b");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          , "annotations": {"kubernetes.io/config.mirror": "x"} |                             | STATIC
                                                    | , "imagePullSecrets": [{"name": "x"}]    | WITH_PULL_SECRET
                                                    | , "os": {"name": "linux"}, "imagePullSecrets": [] | ORDINARY
          """)
  void knowsPodsThatPullInAnotherWay(String moreMetadata, String moreSpec, PodKind kind) {
    read(pod(moreMetadata == null ? "" : moreMetadata, moreSpec == null ? "" : moreSpec));

    assertThat(onlyGroup().kind()).isEqualTo(kind);
    assertThat(onlyGroup().elsewhere()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          | , "os": {"name": "windows"}                                         | Windows nodes
          | , "nodeSelector": {"kubernetes.io/os": "windows"}                   | Windows nodes
          | , "nodeName": "virtual-node-aci-linux"                              | virtual nodes
          , "labels": {"eks.amazonaws.com/fargate-profile": "x"} |              | virtual nodes
          | , "nodeSelector": {"eks.amazonaws.com/compute-type": "auto"}        | EKS Auto Mode
          | , "nodeSelector": {"kubernetes.io/arch": "s390x"}                   | s390x nodes
          | , "nodeName": "gk3-shop-default-pool-1"                             | GKE Autopilot
          """)
  void knowsPodsWherePodpassCannotBe(String moreMetadata, String moreSpec, String where) {
    read(pod(moreMetadata == null ? "" : moreMetadata, moreSpec == null ? "" : moreSpec));

    assertThat(onlyGroup().elsewhere()).isEqualTo(where);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      nullValues = "-",
      textBlock =
          """
          "osImage": "Bottlerocket OS 1.50.0 (aws-k8s-1.34)", "kubeletVersion": "v1.34.2" | Bottlerocket
          "osImage": "Amazon Linux 2023.9", "kubeletVersion": "v1.33.5-eks-113cf36"       | kubelets before 1.34
          "osImage": "Amazon Linux 2023.9", "kubeletVersion": "v1.34.1-eks-113cf36"       | -
          "operatingSystem": "windows", "kubeletVersion": "v1.35.0"                       | Windows nodes
          "architecture": "ppc64le", "kubeletVersion": "v1.35.0"                          | ppc64le nodes
          "architecture": "arm64", "kubeletVersion": "v1.35.0"                            | -
          """)
  void knowsNodesWherePodpassCannotBe(String info, String where) {
    String node =
        """
        {"kind": "Node", "metadata": {"name": "worker"}, "status": {"nodeInfo": {%s}}}
        """
            .formatted(info);
    String onIt = pod("", ", \"nodeName\": \"worker\"");
    read(onIt + node + onIt);

    assertThat(onlyGroup().elsewhere()).isEqualTo(where == null ? "" : where);
    assertThat(reader.cluster().groups().values()).containsExactly(2);
    assertThat(reader.cluster().nodes()).isOne();
    assertThat(reader.cluster().skipped()).isEmpty();
  }

  @Test
  void readsTheNamespacesThatAreAskedFor() {
    ClusterReader one = new ClusterReader(Set.of("role"), Set.of("m"), _ -> {});
    String both = pod("", "") + pod("", "").replace("\"n\"", "\"m\"");
    one.read("stdin", new ByteArrayInputStream(both.getBytes(UTF_8)));

    assertThat(one.cluster().groups().keySet())
        .extracting(PodGroup::account)
        .containsExactly(new ServiceAccount("m", "s"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"Succeeded", "Failed"})
  void countsNoPodThatHasEnded(String phase) {
    read(POD.formatted("", "", phase));

    assertThat(reader.cluster().groups().values()).containsExactly(0);
  }

  @Test
  void readsTemplates() {
    String template =
        "\"template\": {\"spec\": {\"serviceAccountName\": \"s\", \"containers\": [{\"image\":"
            + " \"r.io/%s\"}]}}";
    read(
        """
        {"kind": "Deployment", "metadata": {"namespace": "n"}, "spec": {"replicas": 0, %s}}
        {"kind": "CronJob", "metadata": {"namespace": "n"}, "spec": {"jobTemplate": {"spec": {%s}}}}
        """
            .formatted(template.formatted("a"), template.formatted("b")));

    assertThat(reader.cluster().groups().keySet())
        .extracting(PodGroup::account, PodGroup::images)
        .containsExactly(
            tuple(new ServiceAccount("n", "s"), Set.of("r.io/a")),
            tuple(new ServiceAccount("n", "s"), Set.of("r.io/b")));
    assertThat(reader.cluster().groups().values()).containsExactly(0, 0);
  }

  /** The API server gives them to the pods that are made of the template. */
  @ParameterizedTest
  @ValueSource(strings = {"%s %s", "%2$s %1$s"})
  void givesTemplatesThePullSecretsOfTheirServiceAccount(String order) {
    read(
        order.formatted(
            """
            {"kind": "Deployment", "metadata": {"namespace": "n"}, "spec": {"template": {"spec": {
             "serviceAccountName": "s", "containers": [{"image": "r.io/app"}]}}}}
            """,
            """
            {"kind": "ServiceAccount", "metadata": {"namespace": "n", "name": "s"},
             "imagePullSecrets": [{"name": "x"}]}
            """));

    assertThat(onlyGroup().kind()).isEqualTo(PodKind.WITH_PULL_SECRET);
  }

  @Test
  void keepsTheAnnotationsThatAreAskedFor() {
    read(
        pod("", "")
            + """
            {"kind": "ServiceAccount", "metadata": {"namespace": "n", "name": "s",
             "annotations": {"role": "r", "other": "o"}}}
            """);

    assertThat(reader.cluster().annotations(new ServiceAccount("n", "s")))
        .containsExactly(Map.entry("role", "r"));
  }

  @Test
  void countsOtherKinds() {
    read(pod("", "") + "{\"kind\": \"Secret\"} {\"kind\": \"Node\"} {\"kind\": \"Secret\"} {}");

    assertThat(reader.cluster().skipped())
        .containsExactly(Map.entry("Secret", 2), Map.entry("objects without a kind", 1));
  }

  @Test
  void tellsHowFarItIs() {
    List<Long> told = new ArrayList<>();
    new ClusterReader(Set.of(), Set.of(), told::add)
        .read(
            "stdin",
            new ByteArrayInputStream("{\"kind\": \"Secret\"}\n".repeat(20_001).getBytes(UTF_8)));

    assertThat(told).containsExactly(10_000L, 20_000L);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          ``                           | stdin is empty
          {"kind": "Pod", "spec": {    | stdin cannot be used: it ends in the middle of an object (line 1, column 26)
          {"kind": Pod}                | stdin cannot be used: it is not JSON (line 1, column 10)
          ["kind"]                     | stdin cannot be used: it is not a Kubernetes object (line 1, column 2)
          apiVersion: v1               | stdin cannot be used: it is not JSON (line 1, column 1)
          """)
  void saysWhatIsWrongWithTheInput(String text, String message) {
    assertThatExceptionOfType(CredentialException.class)
        .isThrownBy(() -> read(text))
        .withMessage(message)
        .extracting(CredentialException::kind)
        .isEqualTo(Kind.BAD_REQUEST);
  }

  @Test
  void refusesCompressedInput() throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (GZIPOutputStream gzip = new GZIPOutputStream(bytes)) {
      gzip.write('{');
    }

    assertThatExceptionOfType(CredentialException.class)
        .isThrownBy(() -> reader.read("c.json.gz", new ByteArrayInputStream(bytes.toByteArray())))
        .withMessage("c.json.gz is compressed");
  }

  @Test
  void refusesEndlessDepth() {
    assertThatExceptionOfType(CredentialException.class)
        .isThrownBy(() -> read("{\"spec\":".repeat(100_000)))
        .withMessage("stdin cannot be used: a value is too long or too deep");
  }

  @Test
  void wantsPods() {
    read("{\"kind\": \"Secret\"}");

    assertThatExceptionOfType(CredentialException.class)
        .isThrownBy(reader::cluster)
        .withMessage("the input has no pod and no template of pods");
    assertThatExceptionOfType(CredentialException.class)
        .isThrownBy(new ClusterReader(Set.of(), Set.of("typo"), _ -> {})::cluster)
        .withMessage("the input has no pod and no template of pods in typo");
  }
}
