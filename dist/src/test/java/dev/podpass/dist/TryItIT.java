// SPDX-License-Identifier: Apache-2.0
package dev.podpass.dist;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.podpass.demo.CloudTools;
import dev.podpass.demo.TryItPage;
import dev.podpass.demo.TryItPage.Cluster;
import dev.podpass.testkit.ExampleWorld;
import dev.podpass.testkit.FakeClouds;
import dev.podpass.testkit.Shell;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The blocks of {@code docs/try-it.md}, run as they stand there, with the clouds' tools played. */
class TryItIT {
  private static final Path PROJECT = Path.of("..");

  @AutoClose private final FakeClouds clouds = ExampleWorld.start();
  @TempDir private Path folder;

  @ParameterizedTest
  @CsvSource({
    "bash, EKS, sts.amazonaws.com, arn:aws:iam::123456789012:role/team-a-pull,"
        + " ecr-credential-provider",
    "bash, GKE, my-project.svc.id.goog, my-project.svc.id.goog, auth-provider-gcp",
    "bash, AKS, api://AzureADTokenExchange, az role assignment create --role,"
        + " acr-credential-provider",
    "bash, OWN, https:" + ExampleWorld.GCP_PROVIDER + ", gcloud iam workload-identity-pools,",
    "zsh, EKS, sts.amazonaws.com, arn:aws:iam::123456789012:role/team-a-pull,"
        + " ecr-credential-provider",
    "zsh, GKE, my-project.svc.id.goog, my-project.svc.id.goog, auth-provider-gcp",
    "zsh, AKS, api://AzureADTokenExchange, az role assignment create --role,"
        + " acr-credential-provider",
    "zsh, OWN, https:" + ExampleWorld.GCP_PROVIDER + ", gcloud iam workload-identity-pools,"
  })
  void leadsToANodeThatPulls(
      String shellName, Cluster cluster, String audience, String trust, @Nullable String stock)
      throws Exception {
    Path program = Path.of("/usr/bin", shellName);
    assumeTrue(Files.isExecutable(program), shellName + " is not installed");
    Shell shell = shell(audience);

    Shell.Result result =
        shell.runBy(
            program.toString(),
            stock == null
                ? onNode(TryItPage.read(PROJECT).script(cluster))
                : replacing(stock, cluster));

    assertThat(result.printed())
        .contains("credential      granted", "ALL DONE")
        .contains(stock == null ? "created " : " replaces " + stock)
        .containsPattern("ok +configuration")
        .doesNotContain("failed");
    assertThat(result.status()).isZero();
    assertThat(folder.resolve("trust.sh")).content().contains(trust);
    clouds.plantedSecrets().forEach(secret -> assertThat(result.printed()).doesNotContain(secret));
    if (cluster == Cluster.GKE) {
      assertThatAnotherPodPullsAsTheNode(shell);
    }
  }

  /** On GKE every pod has an identity: one that has not consented keeps what it had. */
  private void assertThatAnotherPodPullsAsTheNode(Shell shell) throws Exception {
    Shell.Result result =
        shell.runBy(
            "/usr/bin/bash",
            """
            podpass explain --exchange --service-account=team-b/other \
              $(sed -n 's/^ *- \\(--.*\\)$/\\1/p' %s/etc/kubernetes/credential-providers.yaml) \
              -- us-docker.pkg.dev/my-project/apps/api
            """
                .formatted(folder));

    assertThat(result.printed())
        .containsPattern("service account +of the node")
        .containsPattern("credential +granted");
    assertThat(result.status()).isZero();
  }

  /** On a node where the cloud's own entry serves the same images; the page names it, and how. */
  private String replacing(String stock, Cluster cluster) throws IOException {
    Files.writeString(
        folder.resolve("etc/kubernetes/credential-providers.yaml"),
        """
        apiVersion: kubelet.config.k8s.io/v1
        kind: CredentialProviderConfig
        providers:
          - name: %s
            apiVersion: credentialprovider.kubelet.k8s.io/v1
            defaultCacheDuration: 10m
            matchImages: ["%s"]
        """
            .formatted(
                stock,
                switch (cluster) {
                  case EKS -> "*.dkr.ecr.*.amazonaws.com";
                  case GKE, OWN -> "*.pkg.dev";
                  case AKS -> "*.azurecr.io";
                }));
    return onNode(TryItPage.read(PROJECT).scriptReplacing(stock, cluster));
  }

  private String onNode(String script) {
    return script
            .replace("/etc/kubernetes", folder + "/etc/kubernetes")
            .replace("podpass doctor", "podpass doctor --root=" + folder)
        + "echo ALL DONE\n";
  }

  /** With the clouds' tools, as far as their answers matter: nothing is there yet. */
  private Shell shell(String audience) throws IOException {
    Shell shell = BuiltProgram.shell(folder, clouds.environment());
    Files.writeString(folder.resolve("minted"), clouds.issuer().token().audience(audience).mint());
    shell.program(
        "kubectl",
        """
        case "$*" in
        *'create token app --audience=%s') cat minted ;;
        *--raw*) echo '{"issuer":"%s","jwks_uri":"x"}' ;;
        *apply*) cat ;;
        esac
        """
            .formatted(audience, clouds.issuer().url()));
    for (Map.Entry<String, String> tool : CloudTools.of(clouds.issuer().url()).entrySet()) {
      shell.program(tool.getKey(), tool.getValue());
    }
    for (String tool : List.of("systemctl", "less")) {
      shell.program(tool, "");
    }
    node();
    return shell;
  }

  /** The node to configure, whose root is the directory. */
  private void node() throws IOException {
    Files.createDirectories(folder.resolve("etc/kubernetes"));
    Files.createDirectories(folder.resolve("bin"));
    Files.writeString(folder.resolve("bin/sh"), "");
    Files.createDirectories(folder.resolve("etc/default"));
    Files.writeString(
        folder.resolve("etc/default/kubelet"),
        """
        KUBELET_EXTRA_ARGS="--image-credential-provider-config=/etc/kubernetes/credential-providers.yaml \
        --image-credential-provider-bin-dir=/etc/kubernetes/credential-providers"
        """);
  }
}
