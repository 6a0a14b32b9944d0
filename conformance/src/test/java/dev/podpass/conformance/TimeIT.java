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

/** What takes so long that the newest kubelet alone is asked. */
class TimeIT {
  private static final List<String> HOSTS =
      List.of(ClusterNode.STS, ClusterNode.GOOGLE_STS, "login.microsoftonline.com");

  private final TestNode node;

  TimeIT(TestInfo test) {
    this.node = new TestNode(Kubelet.newest(), test);
  }

  @AfterEach
  void close() {
    node.close();
  }

  /** Kubelet asks again once an answer's duration is over, and not before. */
  @Test
  void anAnswerIsKeptForItsDuration() {
    Configuration configuration = Configuration.of("ecr", "--max-cache-duration=8s"); // Or 2 less.
    Manifest manifest =
        new Manifest().serviceAccount("app", Clouds.AWS_IDENTITY).pod("app", ExampleWorld.IMAGE);

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

  /** Kubelet kills its plugin after a minute, and logs that instead of what the plugin knows. */
  @Test
  void aSlowCloudIsGivenUpBeforeKubeletsMinute() {
    Map<String, String> annotations = new HashMap<>(Clouds.AZURE_IDENTITY);
    annotations.putAll(Clouds.AWS_IDENTITY);
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
