// SPDX-License-Identifier: Apache-2.0
package dev.podpass.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.podpass.conformance.HostForms.EcrHost;
import dev.podpass.testkit.azure.AzureCloud;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The kubelet's own matching asks the right provider alone, with what podpass prints. */
class MatchingIT extends KubeletFixture {
  @Test
  void ofEveryHostFormWithAllProvidersAtOnce() {
    Configuration all = Configuration.of("ecr,gar,acr,alibaba");

    assertAsked(all, HostForms.ECR.stream().map(EcrHost::name).toList(), "podpass-ecr");
    assertAsked(all, HostForms.ECR_PUBLIC, "podpass-ecr");
    assertAsked(all, HostForms.ARTIFACT_REGISTRY, "podpass-gar");
    assertAsked(all, HostForms.ofAzure(AzureCloud.PUBLIC), "podpass-acr");
    assertAsked(all, HostForms.ALIBABA, "podpass-alibaba");
  }

  @Test
  void ofNothingElse() {
    Configuration all = Configuration.of("ecr,gar,acr,alibaba");

    assertAsked(all, HostForms.LOOK_ALIKES);
    assertAsked(all, HostForms.ofAzure(AzureCloud.CHINA));
    assertAsked(all, List.of(HostForms.MARKETPLACE));
    assertAsked(all, HostForms.ofUniverse("s3nsregistry.fr"));
  }

  @Test
  void ofEveryUniverse() {
    Map<String, String> domains =
        Map.of(
            "s3nsapis.fr", "s3nsregistry.fr", "apis-berlin-build0.goog", "pkg-berlin-build0.goog");
    domains.forEach((universe, registries) -> {
      Configuration configuration = Configuration.of("gar", "--gar-universe-domain=" + universe);
      assertAsked(configuration, HostForms.ofUniverse(registries), "podpass-gar");
      assertAsked(configuration, HostForms.ARTIFACT_REGISTRY);
    });
  }

  @Test
  void ofEveryCloudOfAzure() {
    for (AzureCloud cloud : AzureCloud.values()) {
      Configuration configuration = Configuration.of("acr", options(cloud));
      assertAsked(configuration, HostForms.ofAzure(cloud), "podpass-acr");
    }
    Configuration stack = Configuration.of("acr", options(AzureCloud.STACK));
    assertAsked(stack, HostForms.ofAzure(AzureCloud.PUBLIC));
  }

  private static String[] options(AzureCloud cloud) {
    return switch (cloud) {
      case PUBLIC -> new String[] {"--acr-cloud=public"};
      case US_GOVERNMENT -> new String[] {"--acr-cloud=us-government"};
      case CHINA -> new String[] {"--acr-cloud=china"};
      case STACK ->
          new String[] {
            "--acr-registry-suffix=" + cloud.registrySuffix(),
            "--acr-authority=https://" + cloud.authority()
          };
    };
  }

  /**
   * Looks up an image of each host.
   *
   * @param plugins those that run, for each of them
   */
  private void assertAsked(Configuration configuration, List<String> hosts, String... plugins) {
    Manifest manifest = new Manifest().serviceAccount("app", Map.of());
    hosts.forEach(host -> manifest.pod("app", host + "/team-a/app:1.0"));

    PullReport report = EchoPlugin.pull(node, configuration, manifest, "-concurrency=8");

    assertThat(report.lookups())
        .hasSameSizeAs(hosts)
        .allSatisfy(lookup ->
            assertThat(EchoPlugin.runs(lookup))
                .as(lookup.image())
                .extracting(List::getFirst)
                .containsExactly(plugins));
    assertThat(report.execs()).isEqualTo(hosts.size() * plugins.length);
  }
}
