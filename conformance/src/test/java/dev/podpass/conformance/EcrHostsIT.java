// SPDX-License-Identifier: Apache-2.0
package dev.podpass.conformance;

import static dev.podpass.conformance.Credentials.onlyCredential;
import static org.assertj.core.api.Assertions.assertThat;

import dev.podpass.conformance.HostForms.EcrHost;
import dev.podpass.conformance.PullReport.Auth;
import dev.podpass.testkit.ExampleWorld;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

/** The credential that a kubelet would use, for every form of ECR's hosts. */
@ParameterizedClass
@MethodSource("dev.podpass.conformance.Kubelet#all")
class EcrHostsIT {
  private final TestNode node;

  EcrHostsIT(Kubelet kubelet, TestInfo test) {
    this.node = new TestNode(kubelet, test);
  }

  @AfterEach
  void close() {
    node.close();
  }

  @Test
  void ofPrivateRegistries() {
    Manifest manifest = new Manifest();
    Clouds.PARTITIONS.forEach(
        p -> manifest.serviceAccount(p, Map.of("eks.amazonaws.com/ecr-role-arn", Clouds.role(p))));
    HostForms.ECR.forEach(host -> manifest.pod(host.partition(), host.name() + "/team-a/app:1.0"));

    PullReport report = node.pull(Configuration.of("ecr"), manifest, "-concurrency=4");

    assertThat(report.execs()).isEqualTo(HostForms.ECR.size());
    for (int i = 0; i < HostForms.ECR.size(); i++) {
      EcrHost host = HostForms.ECR.get(i);
      Auth auth = onlyCredential(report.lookups().get(i), "team-a/" + host.partition());
      assertThat(auth.username()).isEqualTo("AWS");
      assertThat(node.clouds().aws().password(auth.password()).orElseThrow().registry().orElse(""))
          .startsWith(ExampleWorld.ACCOUNT + ".dkr.ecr." + host.region() + ".");
    }
  }

  @Test
  void ofThePublicRegistry() {
    Manifest manifest =
        app(Map.of("eks.amazonaws.com/ecr-role-arn", ExampleWorld.ROLE))
            .pod("app", HostForms.ECR_PUBLIC.getFirst() + "/team-a/app")
            .pod("app", HostForms.ECR_PUBLIC.getLast() + "/team-a/app@" + digest());

    PullReport report = node.pull(Configuration.of("ecr"), manifest);

    assertThat(report.lookups())
        .hasSize(2)
        .allSatisfy(lookup -> {
          Auth auth = onlyCredential(lookup, "team-a/app");
          assertThat(node.clouds().aws().password(auth.password()).orElseThrow().registry())
              .isEmpty();
        });
  }

  /** As of any registry: {@code matchImages} takes ports literally. */
  @Test
  void withAPortIfAPatternHasIt() {
    Configuration configuration = Configuration.of("ecr");
    String image = ExampleWorld.IMAGE.replace(".com/", ".com:443/");
    Manifest manifest =
        app(Map.of("eks.amazonaws.com/ecr-role-arn", ExampleWorld.ROLE)).pod("app", image);

    PullReport without = node.pull(configuration, manifest);
    PullReport with = node.pull(configuration.matching("*.dkr.ecr.*.amazonaws.com:443"), manifest);

    assertThat(without.execs()).isZero();
    assertThat(without.lookups().getFirst().auth()).isEmpty();
    onlyCredential(with.lookups().getFirst(), "team-a/app");
  }

  private static Manifest app(Map<String, String> annotations) {
    return new Manifest().serviceAccount("app", annotations);
  }

  private static String digest() {
    return "sha256:" + "e3b0c442".repeat(8);
  }
}
