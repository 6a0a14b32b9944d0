// SPDX-License-Identifier: Apache-2.0
package dev.podpass.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.podpass.testkit.ExampleWorld;
import java.util.Arrays;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** A kubelet takes every failure for one: no credential, nothing kept, and our line in its log. */
class FailuresIT extends KubeletFixture {
  @Test
  void noIdentity() {
    assertFails(ecr(Map.of()), 78, "no identity is named for service account");
  }

  @Test
  void anExpiredToken() {
    assertFails(
        ecr(Clouds.AWS_IDENTITY), 77, "expired at", "-service-account-max-token-expiration=-10m");
  }

  @Test
  void aStaticPod() {
    Manifest manifest = new Manifest().staticPod(ExampleWorld.IMAGE);
    assertFails(manifest, 78, "kubelet sent no service account token");
  }

  private static Manifest ecr(Map<String, String> annotations) {
    return new Manifest().serviceAccount("app", annotations).pod("app", ExampleWorld.IMAGE);
  }

  /** Twice: a cached failure would also fail other pods. */
  private void assertFails(Manifest manifest, int status, String because, String... more) {
    String[] options = Arrays.copyOf(more, more.length + 1);
    options[more.length] = "-repeat=2";

    PullReport report = node.pull(Configuration.of("ecr"), manifest, options);

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
