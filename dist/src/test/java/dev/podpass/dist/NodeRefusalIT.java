// SPDX-License-Identifier: Apache-2.0
package dev.podpass.dist;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import dev.podpass.testkit.Shell;
import java.io.IOException;
import java.nio.file.Files;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** {@code podpass node} where it may not change the node: nothing is changed, and it says why. */
class NodeRefusalIT extends OnMadeUpNode {
  private Map<String, String> before;

  @BeforeEach
  void remember() throws IOException {
    before = node.disk();
  }

  @Test
  void doesNotReplaceAFileOfAnotherProgram() throws IOException {
    node.write(MadeUpNode.BIN + "/podpass-acr", "another program's");
    before = node.disk();

    Shell.Result result = node.podpass(INSTALL);

    assertThat(result.status()).isEqualTo(78);
    assertThat(result.printed())
        .isEqualTo(
            "podpass: /opt/plugins/podpass-acr exists, and podpass did not put it there; hint:"
                + " remove it, or set another --name\n");
    assertUntouched(before);
    assertThat(node.podpass(INSTALL + " --name=other").status()).isZero();
    assertThat(node.read(MadeUpNode.BIN + "/podpass-acr")).isEqualTo("another program's");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          1.33.4 | true  | kubelet is v1.33.4, from /var/lib/dpkg/status, and podpass needs Kubernetes 1.34 or later; hint: upgrade kubelet to 1.34 or later
          1.36.1 | false | the feature gate KubeletServiceAccountTokenForCredentialProviders is false, from process PID (kubelet); hint: set the feature gate KubeletServiceAccountTokenForCredentialProviders=true of kubelet, and restart it
          """)
  void leavesAKubeletAloneThatWouldNotStartWithTheEntries(
      String version, @Nullable String gate, String reason) throws IOException {
    node.write(
        "/var/lib/dpkg/status",
        "Package: kubelet\nStatus: install ok installed\nVersion: " + version + "-1.1\n");
    if (gate != null) {
      node.write(
          "/srv/flags", "--feature-gates=KubeletServiceAccountTokenForCredentialProviders=" + gate);
      var _ = node.shell().run("restart-kubelet");
      node.write("/run/kubelet/starts", "1\n");
    }
    before = node.disk();

    Shell.Result result = node.podpass(INSTALL);

    String why = reason.replace("PID", node.read("/run/kubelet/pid").strip());
    assertThat(result.status()).isEqualTo(78);
    assertThat(result.printed())
        .isEqualTo(
            "podpass: kubelet would not start with tokenAttributes, so nothing is changed: "
                + why
                + "\n");
    assertUntouched(before);
    assertThat(node.podpass("status").printed()).contains("refused", why.split(";", 2)[0]);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          ID=talos                           | Talos writes kubelet's configuration from the machine  | self-managed.md#talos
          ID="bottlerocket"                  | Bottlerocket has a read-only root file system          | eks.md
          PRETTY_NAME="Bottlerocket (EKS Auto, Standard) 2026.9.14 (aws-k8s-1.36-standard)" | it is one of EKS Auto Mode, whose root file system | eks.md#where-it-cannot-work
          ID=rhcos                           | the Machine Config Operator of OpenShift reverts       | self-managed.md#openshift
          OPENSHIFT_VERSION="4.21"           | the Machine Config Operator of OpenShift reverts       | self-managed.md#openshift
          """)
  void saysWhatWorksOnAPlatformThatCannotBeChangedFromWithin(
      String release, String reason, String page) throws IOException {
    node.write("/etc/os-release", "NAME=x\n" + release + "\n");
    before = node.disk();

    Shell.Result result = node.podpass(INSTALL);

    assertThat(result.status()).isEqualTo(78);
    assertThat(result.printed())
        .contains("podpass: podpass cannot be installed on this node: " + reason)
        .contains("see docs/platforms/" + page);
    assertUntouched(before);
    assertThat(node.podpass("status").status()).isZero();
  }

  @ParameterizedTest
  @CsvSource({
    "'    defaultCacheDuration: 12h\n', '', 'kubelet would not start with it, so nothing is changed: '",
    "own, own\u00e9, ' is not UTF-8, so it is not changed'"
  })
  void changesNoFileThatKubeletOrPodpassCannotRead(String from, String to, String reason)
      throws IOException {
    byte[] text = node.read(MadeUpNode.CONFIG).replace(from, to).getBytes(ISO_8859_1);
    Files.write(node.place(MadeUpNode.CONFIG), text);

    Shell.Result result = node.podpass(INSTALL);

    assertThat(result.status()).as(result.printed()).isEqualTo(78);
    assertThat(result.printed()).contains(reason);
    assertThat(node.place(MadeUpNode.CONFIG)).hasBinaryContent(text);
    assertThat(node.place(MadeUpNode.BIN + "/podpass")).doesNotExist();
    assertThat(node.podpass("status").printed()).contains(reason);
  }

  /** The parser's time would grow with its square, under the lock. */
  @Test
  void readsNoLineThatIsLongerThanAnyOfKubelets() throws IOException {
    node.write(MadeUpNode.CONFIG, node.read(MadeUpNode.CONFIG) + "# " + "x".repeat(300_000) + "\n");
    before = node.disk();

    Shell.Result result = node.podpass(INSTALL);

    assertThat(result.status()).as(result.printed()).isEqualTo(78);
    assertThat(result.printed())
        .contains("line 9: it cannot be read as YAML: the line is longer than 128 KiB");
    assertUntouched(before);
  }

  /** Kubelet would be healthy, and no pod could pull. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          --ca-bundle=/etc/no.pem         | --ca-bundle of podpass-acr is /etc/no.pem, which does not exist on this node     | create it, or correct the option
          --env=SSL_CERT_FILE=/etc/no.pem | SSL_CERT_FILE of podpass-acr is /etc/no.pem, which does not exist on this node   | create it, or correct the option
          --cache=on --cache-dir=/var/lib | --cache=on, but DIR/var/lib is open to others: its mode must be 0700             | chmod 0700 DIR/var/lib if only podpass uses it, else choose another directory with --cache-dir
          --cache=on --cache-dir=/var/x   | --cache=on, but DIR/var/x is not in memory (tmpfs)                               | choose a directory on tmpfs with --cache-dir, such as below /run
          """)
  void namesNothingWithWhichEachPullFails(String options, String why, String hint)
      throws IOException {
    Shell.Result result = node.podpass(INSTALL + " " + options);

    assertThat(result.status()).as(result.printed()).isEqualTo(78);
    assertThat(result.printed().replace(folder + "/node", "DIR"))
        .isEqualTo("podpass: %s; nothing was changed; hint: %s\n".formatted(why, hint));
    assertUntouched(before);
  }

  /** As on AKS with a service principal: podpass uses no client secret. */
  @Test
  void installsNoPullsAsANodeThatHasNoIdentity() throws IOException {
    String install = INSTALL + " --otherwise=node --acr-azure-config=/etc/azure.json";
    String principal = "{\"aadClientId\": \"00000000-0000-0000-0000-000000000001\"}";
    node.write("/etc/azure.json", principal);
    before = node.disk();

    Shell.Result result = node.podpass(install);

    assertThat(result.status()).as(result.printed()).isEqualTo(78);
    assertThat(result.printed())
        .contains("the node cannot pull: by ", "azure.json it has a service principal")
        .contains("; nothing was changed; hint: give the node a managed identity");
    assertUntouched(before);
    assertThat(node.podpass("status").status()).isEqualTo(78);
    node.write("/etc/azure.json", "{\"aadClientId\": \"msi\"}");
    assertThat(node.podpass(install).status()).isZero();
    node.write("/etc/azure.json", principal);
    assertThat(node.shell().run("on-node podpass doctor --root=node").printed())
        .containsPattern("failed +options +the node cannot pull: .* service principal");
  }
}
