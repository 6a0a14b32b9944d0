// SPDX-License-Identifier: Apache-2.0
package dev.podpass.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.podpass.testkit.ExampleWorld;
import dev.podpass.testkit.net.Faults;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;

/** A kubelet kills its plugin after a minute, and logs that instead of what the plugin knows. */
class SlowCloudIT {
  private static final List<String> HOSTS =
      List.of(ClusterNode.STS, ClusterNode.GOOGLE_STS, "login.microsoftonline.com");

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
    Map<String, String> annotations = new HashMap<>(Clouds.AZURE_IDENTITY);
    annotations.put("eks.amazonaws.com/ecr-role-arn", ExampleWorld.ROLE);
    Manifest manifest =
        new Manifest()
            .serviceAccount("app", annotations)
            .pod("app", ExampleWorld.IMAGE, ExampleWorld.GAR_IMAGE, ExampleWorld.ACR_IMAGE);
    for (String host : HOSTS) {
      node.clouds().misbehave(host, Faults.hang());
    }

    PullReport report = node.pull(Configuration.of("ecr,gar,acr"), manifest, "-concurrency=3");

    assertThat(report.seconds()).isBetween(44.0, 55.0);
    assertThat(report.lookups()).hasSize(3).allSatisfy(l -> assertThat(l.auth()).isEmpty());
    assertThat(report.errors()).isEqualTo(3);
    assertThat(report.log())
        .hasSize(3)
        .allSatisfy(line ->
            assertThat(line)
                .contains("exit status 75: podpass: ", "no answer within the deadline of 45 s")
                .doesNotContain("context deadline exceeded"));
    assertThat(HOSTS)
        .allSatisfy(host -> assertThat(report.log()).anyMatch(line -> line.contains(host)));
  }
}
