// SPDX-License-Identifier: Apache-2.0
package dev.podpass.dist;

import static org.assertj.core.api.Assertions.assertThat;

import dev.podpass.testkit.ExampleWorld;
import dev.podpass.testkit.FakeClouds;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The blocks of {@code docs/try-it.md}, run as they stand there, with the clouds' tools played. */
class TryItIT {
  private static final Path DOCUMENT = Path.of("..", "docs", "try-it.md");
  private static final Pattern BLOCK = Pattern.compile("(?ms)^```sh\n(.*?)^```$");

  @AutoClose private final FakeClouds clouds = ExampleWorld.start();
  @TempDir private Path folder;

  @ParameterizedTest
  @CsvSource({
    "0, sts.amazonaws.com, arn:aws:iam::123456789012:role/team-a-pull, ecr-credential-provider",
    "1, my-project.svc.id.goog, ns/team-a/sa/app, auth-provider-gcp",
    "2, api://AzureADTokenExchange, az role assignment create --role," + " acr-credential-provider",
    "3, https:" + ExampleWorld.GCP_PROVIDER + ", gcloud iam workload-identity-pools,"
  })
  void leadsToANodeThatPulls(int cluster, String audience, String trust, @Nullable String stock)
      throws Exception {
    Shell shell = shell(audience);

    Shell.Result result = shell.run(stock == null ? script(cluster) : replacing(stock, cluster));

    assertThat(result.printed())
        .contains("credential      granted", "ALL DONE")
        .contains(stock == null ? "created " : " replaces " + stock)
        .containsPattern("ok +configuration")
        .doesNotContain("failed");
    assertThat(result.status()).isZero();
    assertThat(folder.resolve("trust.sh")).content().contains(trust);
    clouds.plantedSecrets().forEach(secret -> assertThat(result.printed()).doesNotContain(secret));
  }

  /** On a node where the cloud's own entry serves the same images; the page names it, and how. */
  private String replacing(String stock, int cluster) throws IOException {
    String how = "HOW=\"--replace=%s --without-token=node --without-identity=node\"";
    assertThat(Files.readString(DOCUMENT))
        .contains(how.formatted("ecr-credential-provider"), stock);
    Files.writeString(
        folder.resolve("etc/kubernetes/credential-providers.yaml"),
        """
        apiVersion: kubelet.config.k8s.io/v1
        kind: CredentialProviderConfig
        providers:
          - name: %s
            apiVersion: credentialprovider.kubelet.k8s.io/v1
            defaultCacheDuration: 10m
            matchImages: ["*.dkr.ecr.*.amazonaws.com", "*.pkg.dev", "*.azurecr.io"]
        """
            .formatted(stock));
    return script(cluster).replace("HOW=\"\"", how.formatted(stock));
  }

  /** One of the clusters, and then what holds for all. */
  private String script(int cluster) throws IOException {
    List<String> blocks = new ArrayList<>();
    Matcher matcher = BLOCK.matcher(Files.readString(DOCUMENT));
    while (matcher.find()) {
      blocks.add(matcher.group(1));
    }
    List<String> clusters = blocks.stream().filter(block -> block.startsWith("PROVIDER=")).toList();
    assertThat(clusters).hasSize(4);
    blocks.removeAll(clusters);
    blocks.addFirst(clusters.get(cluster));
    return String.join("", blocks)
            .replace("/etc/kubernetes", folder + "/etc/kubernetes")
            .replace("podpass doctor", "podpass doctor --root=" + folder)
        + "echo ALL DONE\n";
  }

  /** With the clouds' tools, as far as their answers matter: nothing is there yet. */
  private Shell shell(String audience) throws IOException {
    Shell shell = Shell.in(folder, clouds.environment());
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
    shell.program(
        "aws",
        """
        case "$*" in
        *describe-cluster*) echo %s ;;
        *get-caller-identity*) echo 123456789012 ;;
        'iam get-'*) echo NoSuchEntity >&2; exit 254 ;;
        esac
        """
            .formatted(clouds.issuer().url()));
    shell.program(
        "gcloud",
        """
        case "$*" in
        *'providers describe'*) echo NOT_FOUND >&2; exit 1 ;;
        *'value(state)'*) echo ACTIVE ;;
        *'projects describe'*) echo my-project ;;
        esac
        """);
    shell.program(
        "az",
        """
        case "$*" in
        *issuerUrl*) echo %s ;;
        *'federated-credential show'*) exit 3 ;;
        *'length(@)'*) echo 0 ;;
        *clientId*) echo %s ;;
        *tenantId*) echo %s ;;
        esac
        """
            .formatted(
                clouds.issuer().url(), ExampleWorld.AZURE_CLIENT_ID, ExampleWorld.AZURE_TENANT));
    for (String tool : List.of("systemctl", "less")) {
      shell.program(tool, "");
    }
    node();
    return shell;
  }

  /** The node to configure, whose root is the directory. */
  private void node() throws IOException {
    Path bin = Files.createDirectories(folder.resolve("etc/kubernetes/credential-providers"));
    Files.copy(folder.resolve("podpass"), bin.resolve("podpass"));
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
