// SPDX-License-Identifier: Apache-2.0
package dev.podpass.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.podpass.testkit.ExampleWorld;
import dev.podpass.testkit.net.Faults;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;

/** A kubelet kills its plugin after a minute, and logs that instead of what the plugin knows. */
class SlowCloudIT {
  private final TestNode node;

  SlowCloudIT(TestInfo test) {
    this.node = new TestNode(Kubelet.newest(), test);
  }

  @AfterEach
  void close() {
    node.close();
  }

  @Test
  void isGivenUpBeforeTheKubeletsMinute() {
    node.clouds().misbehave("sts.us-east-1.amazonaws.com", Faults.hang());
    Manifest manifest =
        new Manifest()
            .serviceAccount("app", Map.of("eks.amazonaws.com/ecr-role-arn", ExampleWorld.ROLE))
            .pod("app", ExampleWorld.IMAGE);

    PullReport report = node.pull(Configuration.of("ecr"), manifest);

    assertThat(report.seconds()).isBetween(44.0, 55.0);
    assertThat(report.lookups().getFirst().auth()).isEmpty();
    assertThat(report.errors()).isEqualTo(1);
    assertThat(report.log()).hasSize(1);
    assertThat(report.log().getFirst())
        .contains("exit status 75: podpass: ", "no answer within the deadline of 45 s")
        .doesNotContain("context deadline exceeded");
  }
}
