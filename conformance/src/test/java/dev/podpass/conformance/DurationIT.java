// SPDX-License-Identifier: Apache-2.0
package dev.podpass.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.podpass.testkit.ExampleWorld;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;

/** A kubelet asks again once an answer's duration is over, and not before. */
class DurationIT {
  private final TestNode node;

  DurationIT(TestInfo test) {
    this.node = new TestNode(Kubelet.newest(), test);
  }

  @AfterEach
  void close() {
    node.close();
  }

  @Test
  void isKeptAndThenOver() {
    Configuration configuration = Configuration.of("ecr", "--max-cache-duration=8s"); // Or 2 less.
    Manifest manifest =
        new Manifest()
            .serviceAccount("app", Map.of("eks.amazonaws.com/ecr-role-arn", ExampleWorld.ROLE))
            .pod("app", ExampleWorld.IMAGE);

    PullReport report = node.pull(configuration, manifest, "-repeat=4", "-interval=4s");

    assertThat(report.lookups()).hasSize(4).allSatisfy(l -> assertThat(l.auth()).hasSize(1));
    assertThat(report.execs()).isEqualTo(2);
    assertThat(password(report, 1)).isEqualTo(password(report, 0));
    assertThat(password(report, 2)).isNotEqualTo(password(report, 0));
    assertThat(password(report, 3)).isEqualTo(password(report, 2));
  }

  private static String password(PullReport report, int lookup) {
    return report.lookups().get(lookup).auth().getFirst().password();
  }
}
