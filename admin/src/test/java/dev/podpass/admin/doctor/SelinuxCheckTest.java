// SPDX-License-Identifier: Apache-2.0
package dev.podpass.admin.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import dev.podpass.admin.check.Check;
import dev.podpass.admin.node.NodeFiles;
import dev.podpass.admin.node.TestPrograms;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SelinuxCheckTest {
  private static final String CONFIG =
      """
      apiVersion: kubelet.config.k8s.io/v1
      kind: CredentialProviderConfig
      providers:
        - name: acr-credential-provider
          matchImages: ["*.azurecr.cn"]
          defaultCacheDuration: 10m
          apiVersion: credentialprovider.kubelet.k8s.io/v1
        - name: podpass-acr
          matchImages: ["*.azurecr.io"]
          defaultCacheDuration: 10m
          apiVersion: credentialprovider.kubelet.k8s.io/v1
      """;

  @TempDir private Path root;

  private final Map<String, String> types = new HashMap<>();

  @BeforeEach
  void prepare() throws IOException {
    Files.createDirectories(root.resolve("sys/fs/selinux"));
    enforce("1\n");
    Files.createDirectories(root.resolve("plugins"));
    Files.createFile(root.resolve("plugins/acr-credential-provider"));
    Files.createFile(root.resolve("plugins/podpass"));
    Files.createSymbolicLink(root.resolve("plugins/podpass-acr"), Path.of("podpass"));
  }

  private void enforce(String text) throws IOException {
    Files.writeString(root.resolve("sys/fs/selinux/enforce"), text);
  }

  private Optional<Check> check() {
    return new SelinuxCheck(
            NodeFiles.below(root),
            file ->
                Optional.ofNullable(types.get(file.getFileName().toString()))
                    .map("system_u:object_r:%s:s0\n"::formatted))
        .check(
            "/plugins", TestPrograms.entries(CONFIG, NodeFiles.below(root), "/plugins", Map.of()));
  }

  @Test
  void aTypeThatServicesRunIsRight() {
    types.put("podpass", "bin_t");

    assertThat(check())
        .contains(
            Check.ok("SELinux", "it is enforcing, and the type of podpass's plugins is bin_t"));
  }

  @Test
  void theTypeOfTheNodesOwnPluginIsRight() {
    types.put("podpass", "container_var_lib_t");
    types.put("acr-credential-provider", "container_var_lib_t");

    assertThat(check().orElseThrow().verdict()).isEqualTo(Check.Verdict.OK);
  }

  @Test
  void anotherTypeIsNamed() {
    types.put("podpass", "user_home_t");
    types.put("acr-credential-provider", "bin_t");

    assertThat(check())
        .contains(
            Check.warning(
                "SELinux",
                "it is enforcing, and /plugins/podpass-acr has the type user_home_t: kubelet may"
                    + " not be allowed to run it",
                "semanage fcontext -a -t bin_t '/plugins(/.*)?' && restorecon -R /plugins"));
  }

  @Test
  void aContextThatCannotBeReadIsNotRight() {
    assertThat(check())
        .contains(
            Check.skipped(
                "SELinux",
                "it is enforcing, and the context of /plugins/podpass-acr cannot be read",
                "ls -LZ /plugins/podpass-acr"));
  }

  @Test
  void permissiveOrAbsentIsNotMentioned() throws IOException {
    types.put("podpass", "user_home_t");
    enforce("0");
    assertThat(check()).isEmpty();

    Files.delete(root.resolve("sys/fs/selinux/enforce"));
    assertThat(check()).isEmpty();
  }
}
