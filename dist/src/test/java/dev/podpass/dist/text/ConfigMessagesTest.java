// SPDX-License-Identifier: Apache-2.0
package dev.podpass.dist.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.argumentSet;

import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What {@code config} and {@code config lint} say about values that fail on the node. */
class ConfigMessagesTest {
  private static final String POOL =
      "https://iam.googleapis.com/projects/1/locations/global/workloadIdentityPools/pool/providers/eks1";

  static Stream<Arguments> entriesThatFailOnTheNode() {
    return Stream.of(
        row(
            "another cloud's registry",
            "acr",
            "--log-level=info",
            "gcr.io",
            "api://AzureADTokenExchange",
            "podpass serves no image that matches \"gcr.io\" with these args"),
        row(
            "another cloud's audience",
            "acr",
            "--log-level=info",
            "'*.azurecr.us'",
            "api://AzureADTokenExchange",
            "podpass needs api://AzureADTokenExchangeUSGov"),
        row(
            "a cloud that is not chosen",
            "acr",
            "--acr-cloud=public",
            "'*.azurecr.us'",
            "api://AzureADTokenExchange",
            "set --acr-cloud=us-government"));
  }

  private static Arguments row(String name, String... row) {
    return argumentSet(name, (Object) row);
  }

  @ParameterizedTest
  @MethodSource("entriesThatFailOnTheNode")
  void lintLetsNothingPassThatFailsOnTheNode(String[] row) {
    ProgramRun run = lint(entry("podpass-" + row[0], row[2], row[3], row[0], row[1]));

    assertThat(run.status()).isEqualTo(78);
    assertThat(run.out()).contains(": ineffective: ").contains(row[4]);
  }

  @Test
  void lintWarnsOfAPatternWhoseHostsAreServedInPart() {
    ProgramRun run =
        lint(
            entry(
                "podpass-gar", "'*.gcr.io', '*-docker.pkg.dev'", POOL, "gar", "--log-level=info"));

    assertThat(run.status()).isZero();
    assertThat(run.out())
        .contains(
            ": warning: podpass serves only asia.gcr.io, eu.gcr.io, us.gcr.io of what matches"
                + " \"*.gcr.io\", and refuses other hosts; write these, and leave the rest to another"
                + " entry\n")
        .startsWith("stdin:")
        .doesNotContain("\"*-docker.pkg.dev\"");
  }

  private static ProgramRun lint(String configuration) {
    return ProgramRun.withInput(configuration, "config", "lint", "-");
  }

  private static String entry(
      String name, String image, String audience, String provider, String arg) {
    return """
    apiVersion: kubelet.config.k8s.io/v1
    kind: CredentialProviderConfig
    providers:
      - name: %s
        apiVersion: credentialprovider.kubelet.k8s.io/v1
        defaultCacheDuration: 0s
        matchImages: [%s]
        tokenAttributes:
          serviceAccountTokenAudience: %s
          cacheType: ServiceAccount
          requireServiceAccount: false
          optionalServiceAccountAnnotationKeys:
            - eks.amazonaws.com/ecr-role-arn
            - kubernetes.azure.com/acr-client-id
            - azure.workload.identity/client-id
            - kubernetes.azure.com/acr-tenant-id
            - azure.workload.identity/tenant-id
            - iam.gke.io/gcp-service-account
        args: [--provider=%s, %s]
    """
        .formatted(name, image, audience, provider, arg);
  }

  /** Only what a pod needs beside it (--pod) has an audience. */
  @Test
  void aClientsFileNeedsNoAudience() {
    String host = "europe-docker.pkg.dev";
    assertThat(ProgramRun.of("docker-config", host).out())
        .isEqualTo("{\n  \"credHelpers\": {\n    \"%s\": \"podpass\"\n  }\n}\n".formatted(host));
    assertThat(ProgramRun.of("docker-config", host, "--pod", "--image=a.example/b").err())
        .contains("set --gar-audience");
    String hub = "docker-config --provider=passthrough --passthrough-registry=docker.io";
    assertThat(ProgramRun.of(hub.split(" ")).out())
        .contains("\"docker.io\": \"podpass\"", "\"https://index.docker.io/v1/\": \"podpass\"");
  }
}
