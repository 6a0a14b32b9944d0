// SPDX-License-Identifier: Apache-2.0
package dev.podpass.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.podpass.testkit.ExampleWorld;
import dev.podpass.testkit.net.Faults;
import java.util.Arrays;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

/** A kubelet takes every failure for one: no credential, nothing kept, and our line in its log. */
@ParameterizedClass
@MethodSource("dev.podpass.conformance.Kubelet#all")
class FailuresIT {
  private static final String STS = "sts.us-east-1.amazonaws.com";
  private static final String ROLE_ANNOTATION = "eks.amazonaws.com/ecr-role-arn";
  private static final Map<String, String> ROLE = Map.of(ROLE_ANNOTATION, ExampleWorld.ROLE);
  private static final Configuration ECR = Configuration.of("ecr");

  private final TestNode node;

  FailuresIT(Kubelet kubelet, TestInfo test) {
    this.node = new TestNode(kubelet, test);
  }

  @AfterEach
  void close() {
    node.close();
  }

  @Test
  void noIdentity() {
    assertFails(ECR, ecr(Map.of()), 78, "no identity is named for service account");
  }

  @Test
  void anExpiredToken() {
    assertFails(ECR, ecr(ROLE), 77, "expired at", "-service-account-max-token-expiration=-10m");
  }

  @Test
  void aStaticPod() {
    Manifest manifest = new Manifest().staticPod(ExampleWorld.IMAGE);
    assertFails(ECR, manifest, 78, "kubelet sent no service account token");
  }

  @Test
  void anOptionThatDoesNotExist() {
    assertFails(ECR.args("--ecr-rol=x"), ecr(ROLE), 64, "--ecr-rol");
  }

  @Test
  void aCloudThatIsDown() {
    node.clouds().misbehave(STS, Faults.status(503));
    assertFails(ECR, ecr(ROLE), 69, "HTTP 503");
  }

  private static Manifest ecr(Map<String, String> annotations) {
    return new Manifest().serviceAccount("app", annotations).pod("app", ExampleWorld.IMAGE);
  }

  /** Twice: a cached failure would also fail other pods. */
  private void assertFails(
      Configuration configuration, Manifest manifest, int status, String because, String... more) {
    String[] options = Arrays.copyOf(more, more.length + 1);
    options[more.length] = "-repeat=2";

    PullReport report = node.pull(configuration, manifest, options);

    assertThat(report.lookups()).hasSize(2).allSatisfy(l -> assertThat(l.auth()).isEmpty());
    assertThat(report.execs()).isEqualTo(2);
    assertThat(report.errors()).isEqualTo(2);
    assertThat(report.log()).hasSize(2).allSatisfy(line -> assertTells(line, status, because));
  }

  private static void assertTells(String line, int status, String because) {
    assertThat(line)
        .startsWith("E")
        .contains("credential from external registry credential provider: ")
        .contains("exit status " + status + ": podpass: ")
        .contains(because);
    assertThat(line.lines().filter(text -> text.contains("podpass: "))).hasSize(1);
    assertThat(line.lines()).as("no more than klog makes of one line").hasSizeLessThan(4);
  }
}
