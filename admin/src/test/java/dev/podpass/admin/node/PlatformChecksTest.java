// SPDX-License-Identifier: Apache-2.0
package dev.podpass.admin.node;

import static org.assertj.core.api.Assertions.assertThat;

import dev.podpass.admin.check.Check;
import dev.podpass.admin.kubeletconfig.FileEntry;
import dev.podpass.spi.Sourced;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PlatformChecksTest {
  private static final String OURS =
      "providers: [{name: podpass-x, tokenAttributes: {}, args: [--provider=x]}]";
  private static final String STOCK = "providers: [{name: ecr-credential-provider}]";

  @TempDir private Path root;
  private NodeTree node;

  @BeforeEach
  void prepare() {
    node = new NodeTree(root);
  }

  private List<FileEntry> entries(String text) {
    return TestPrograms.entries(text, node.files(), "/opt/bin", Map.of());
  }

  private List<Check> check(String text, String config) {
    return PlatformChecks.of(node.files(), entries(text), config);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          /etc/eks/image-credential-provider/config.json        | nodeadm rewrites it at every boot         | spec.kubelet.flags of NodeConfig
          /etc/srv/kubernetes/cri_auth_config.yaml              | GKE's start script rewrites it           | DaemonSet
          /var/lib/kubelet/credential-provider-config.yaml      | AKS rewrites it                          | DaemonSet
          /var/lib/kubelet/credential-provider.conf             | nodeup rewrites it                       | a file of your own
          /etc/kubernetes/kubelet-credentialproviderconfig.yaml | machined writes it                          | machine configuration
          /etc/kubernetes/credential-providers/ecr.yaml         | machine config operator restores it         | MachineConfig
          """)
  void warnsOfAFileThatIsOverwritten(String config, String written, String instead) {
    assertThat(check(OURS, config))
        .singleElement()
        .satisfies(check -> {
          assertThat(check.verdict()).isEqualTo(Check.Verdict.WARNING);
          assertThat(check.finding())
              .startsWith(config)
              .contains(written, "which removes podpass's entry");
          assertThat(check.todo().orElse("")).contains(instead);
        });
    var _ = node.program("/opt/bin/ecr-credential-provider");
    assertThat(check(STOCK, config)).isEmpty();
  }

  @Test
  void isSilentAboutAFileOfTheOperatorsOwn() {
    assertThat(check(OURS, "/etc/podpass/credential-providers.yaml")).isEmpty();
  }

  @Test
  void rke2sBootstrapSendsNoToken() {
    var _ = node.file("/var/lib/rancher/rke2/agent/x", "x");

    assertThat(check(OURS, "/etc/c.yaml"))
        .extracting(Check::finding)
        .containsExactly(
            "RKE2's bootstrap runs the plugins too, without a token, for its runtime image");
    assertThat(check(OURS.replace("=x]", "=x, --otherwise=node]"), "/etc/c.yaml")).isEmpty();
    assertThat(
            check(
                OURS.replace("=x]", "=x, --otherwise=node, --without-token=fail]"), "/etc/c.yaml"))
        .hasSize(1);
    var _ = node.program("/opt/bin/ecr-credential-provider");
    assertThat(check(STOCK, "/etc/c.yaml")).isEmpty();
  }

  @Test
  void findsTheVersionInThePackageOrTheRelease() {
    String status = "/var/lib/dpkg/status";
    String another = "Package: kubectl\nStatus: install ok installed\nVersion: 1.30.0-1.1\n\n";
    assertThat(KubeletVersionFiles.find(node.files())).isEmpty();
    var _ =
        node.link("/var/lib/rancher/rke2/bin", "/var/lib/rancher/rke2/data/v1.35.1-rke2r1-abc/bin")
            .file(status, "Package: kubelet\nStatus: deinstall ok config-files\nVersion: 1.30.1\n");
    assertThat(KubeletVersionFiles.find(node.files()).map(Sourced::value)).contains("v1.35.1");
    var _ =
        node.file(
            status, another + "Package: kubelet\nStatus: hold ok installed\nVersion: 1.34.2-1.1\n");
    assertThat(KubeletVersionFiles.find(node.files())).contains(new Sourced<>("v1.34.2", status));
  }

  @Test
  void neverAdvisesToPutPodpassInPlaceOfAnotherPlugin() {
    var _ = node.file("/opt/bin/other", "x");

    assertThat(new PluginFiles(node.files(), "/opt/bin").check(entries(STOCK)))
        .filteredOn(check -> check.subject().equals("plugin ecr-credential-provider"))
        .singleElement()
        .satisfies(check -> {
          assertThat(check.verdict()).isEqualTo(Check.Verdict.FAILED);
          assertThat(check.todo().orElse(""))
              .startsWith("install the plugin of that name there")
              .doesNotContain("ln -s");
        });
    assertThat(new PluginFiles(node.files(), "/opt/bin").check(entries(OURS)))
        .anySatisfy(
            check -> assertThat(check.todo()).hasValue("ln -sf podpass /opt/bin/podpass-x"));
  }

  @Test
  void seesPodpassInPlaceOfAnotherPluginWithoutTokens() {
    var _ = node.program("/opt/bin/podpass").link("/opt/bin/ecr-credential-provider", "podpass");

    assertThat(new PluginFiles(node.files(), "/opt/bin").check(entries(STOCK)))
        .anySatisfy(check -> {
          assertThat(check.verdict()).isEqualTo(Check.Verdict.FAILED);
          assertThat(check.finding()).contains("is podpass, and its entry has no tokenAttributes");
          assertThat(check.todo().orElse("")).contains("--replace=ecr-credential-provider");
        });
  }
}
