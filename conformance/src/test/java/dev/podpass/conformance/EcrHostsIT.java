// SPDX-License-Identifier: Apache-2.0
package dev.podpass.conformance;

import static dev.podpass.conformance.Credentials.onlyCredential;
import static org.assertj.core.api.Assertions.assertThat;

import dev.podpass.conformance.PullReport.Auth;
import dev.podpass.testkit.ExampleWorld;
import java.util.List;
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
  /** Host, region, partition. */
  private static final List<List<String>> ECR =
      List.of(
          List.of("dkr.ecr.us-east-1.amazonaws.com", "us-east-1", "aws"),
          List.of("dkr.ecr-fips.us-east-1.amazonaws.com", "us-east-1", "aws"),
          List.of("dkr-ecr.eu-west-1.on.aws", "eu-west-1", "aws"),
          List.of("dkr-ecr-fips.us-west-2.on.aws", "us-west-2", "aws"),
          List.of("dkr.ecr.us-gov-west-1.amazonaws.com", "us-gov-west-1", "aws-us-gov"),
          List.of("dkr.ecr-fips.us-gov-east-1.amazonaws.com", "us-gov-east-1", "aws-us-gov"),
          List.of("dkr-ecr.us-gov-west-1.on.aws", "us-gov-west-1", "aws-us-gov"),
          List.of("dkr.ecr.cn-north-1.amazonaws.com.cn", "cn-north-1", "aws-cn"),
          List.of("dkr-ecr.cn-north-1.on.amazonwebservices.com.cn", "cn-north-1", "aws-cn"),
          List.of("dkr.ecr.us-iso-east-1.c2s.ic.gov", "us-iso-east-1", "aws-iso"),
          List.of("dkr.ecr.us-isob-east-1.sc2s.sgov.gov", "us-isob-east-1", "aws-iso-b"),
          List.of("dkr.ecr.eu-isoe-west-1.cloud.adc-e.uk", "eu-isoe-west-1", "aws-iso-e"),
          List.of("dkr.ecr.us-isof-south-1.csp.hci.ic.gov", "us-isof-south-1", "aws-iso-f"),
          List.of("dkr.ecr.eusc-de-east-1.amazonaws.eu", "eusc-de-east-1", "aws-eusc"));

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
    ECR.forEach(row -> manifest.pod(row.get(2), ecrHost(row) + "/team-a/app:1.0"));

    PullReport report = node.pull(Configuration.of("ecr"), manifest, "-concurrency=4");

    assertThat(report.execs()).isEqualTo(ECR.size());
    for (int i = 0; i < ECR.size(); i++) {
      List<String> row = ECR.get(i);
      Auth auth = onlyCredential(report.lookups().get(i), "team-a/" + row.get(2));
      assertThat(auth.username()).isEqualTo("AWS");
      assertThat(node.clouds().aws().password(auth.password()).orElseThrow().registry().orElse(""))
          .startsWith(ExampleWorld.ACCOUNT + ".dkr.ecr." + row.get(1) + ".");
    }
  }

  @Test
  void ofThePublicRegistry() {
    Manifest manifest =
        app(Map.of("eks.amazonaws.com/ecr-role-arn", ExampleWorld.ROLE))
            .pod("app", "public.ecr.aws/team-a/app", "ecr-public.aws.com/team-a/app@" + digest());

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

  private static String ecrHost(List<String> row) {
    return ExampleWorld.ACCOUNT + "." + row.getFirst();
  }

  private static String digest() {
    return "sha256:" + "e3b0c442".repeat(8);
  }
}
