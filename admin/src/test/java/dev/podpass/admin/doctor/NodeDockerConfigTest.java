// SPDX-License-Identifier: Apache-2.0
package dev.podpass.admin.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import dev.podpass.admin.check.Check;
import dev.podpass.admin.kubeletconfig.ConfigFile;
import dev.podpass.admin.node.NodeFiles;
import dev.podpass.admin.node.NodeInspection;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NodeDockerConfigTest {
  private static final String ECR = "123456789012.dkr.ecr.eu-west-1.amazonaws.com";

  @TempDir private Path root;

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "/var/lib/kubelet/config.json | {\"auths\":{\"HOST\":SECRET}}",
        "/var/lib/kubelet/config.json | {\"auths\":{\"quay.io\":SECRET,\"https://HOST/v2/\":SECRET}}",
        "/.docker/config.json | {\"auths\":{\"HOST/team-a\":SECRET}}",
        "/config.json | {\"auths\":{\"*.dkr.ecr.*.amazonaws.com\":SECRET}}",
        "/.dockercfg | {\"HOST\":SECRET}"
      })
  void warnsOfCredentialsForWhatPodpassServes(String path, String text) throws IOException {
    write(path, text);

    assertThat(check())
        .hasValueSatisfying(check -> {
          assertThat(check.verdict()).isEqualTo(Check.Verdict.WARNING);
          assertThat(check.finding())
              .startsWith(path + " has credentials for ")
              .doesNotContain("quay.io", "planted");
        });
  }

  @Test
  void saysNothingOfOtherHosts() throws IOException {
    write("/var/lib/kubelet/config.json", "{\"auths\":{\"quay.io\":SECRET}}");

    assertThat(check()).isEmpty();
  }

  /** Kubelet takes the next file where one is not valid, and no other where one is. */
  @Test
  void readsTheFileThatKubeletReads() throws IOException {
    write("/var/lib/kubelet/config.json", "{");
    write("/.docker/config.json", "{\"auths\":{\"quay.io\":SECRET}}");
    write("/.dockercfg", "{\"HOST\":SECRET}");

    assertThat(check()).isEmpty();
  }

  private void write(String path, String text) throws IOException {
    Path file = root.resolve(path.substring(1));
    Files.createDirectories(file.getParent());
    Files.writeString(
        file, text.replace("HOST", ECR).replace("SECRET", "{\"auth\":\"cGxhbnRlZDpwbGFudGVk\"}"));
  }

  private Optional<Check> check() {
    NodeFiles files = NodeFiles.below(root);
    String entries =
        """
        apiVersion: kubelet.config.k8s.io/v1
        kind: CredentialProviderConfig
        providers:
          - name: podpass-ecr
            apiVersion: credentialprovider.kubelet.k8s.io/v1
            matchImages: ["*.dkr.ecr.*.amazonaws.com"]
            defaultCacheDuration: 0s
        """;
    return NodeDockerConfig.check(
        files, new NodeInspection(files), ConfigFile.read(entries).entries());
  }
}
