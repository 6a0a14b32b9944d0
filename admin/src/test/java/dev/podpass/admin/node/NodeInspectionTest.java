// SPDX-License-Identifier: Apache-2.0
package dev.podpass.admin.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.groups.Tuple.tuple;

import dev.podpass.admin.check.Check;
import dev.podpass.admin.check.Check.Verdict;
import java.io.IOException;
import java.nio.file.Files;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is checked besides flags, processes and plugins. */
class NodeInspectionTest extends InspectedNode {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          v1.34.2 | /nothing | x | OK | not set; on by default since Kubernetes 1.34
          v1.34.0 | /var/lib/kubelet/config.yaml | #  KubeletServiceAccountTokenForCredentialProviders: false | OK | not set; on by default since Kubernetes 1.34
          v1.33.9 | /var/lib/kubelet/config.yaml | featureGates:\\n  KubeletServiceAccountTokenForCredentialProviders: true | FAILED | kubelet is v1.33.9, from the API server, and podpass needs Kubernetes 1.34 or later: kubelet refuses tokenAttributes
          1.37 | /etc/kubernetes/kubelet/config.json | {"featureGates":{"KubeletServiceAccountTokenForCredentialProviders": false}} | FAILED | the feature gate KubeletServiceAccountTokenForCredentialProviders is false, from /etc/kubernetes/kubelet/config.json: kubelet refuses tokenAttributes
          1.34 | /etc/default/kubelet | A=--feature-gates=A=false,KubeletServiceAccountTokenForCredentialProviders=true | OK | it is true, from /etc/default/kubelet
          """)
  void tellsWhetherKubeletGivesTokens(
      String version, String file, String content, Verdict verdict, String finding) {
    NodeTree node =
        good()
            .file("/etc/c.yaml", "providers: [{name: podpass-x, tokenAttributes: {}}]\n")
            .file(file, content.replace("\\n", "\n"));

    assertThat(inspect(node, version))
        .filteredOn(check -> check.subject().equals("tokens for providers"))
        .extracting(Check::verdict, Check::finding)
        .containsExactly(tuple(verdict, finding));
  }

  @Test
  void knowsThePluginsOfTheKubeletThatReadsAFile() {
    NodeInspection node = new NodeInspection(good().files());

    assertThat(node.pluginsFor(root.resolve("etc/c.yaml"))).contains(root.resolve("opt/bin"));
    assertThat(node.pluginsFor(root.resolve("etc/other.yaml"))).isEmpty();
    assertThat(new NodeInspection(new NodeTree(root.resolve("none")).files()).pluginsFor(root))
        .isEmpty();
  }

  @Test
  void findsNothingWrongWithAGoodNode() {
    NodeTree node = good();

    assertThat(inspect(node)).extracting(Check::verdict).containsOnly(Verdict.OK);
  }

  @Test
  void tellsThatNothingIsKnownOrSet() {
    NodeTree node = new NodeTree(root);
    assertThat(inspect(node))
        .extracting(Check::subject, Check::verdict)
        .contains(
            tuple("kubelet", Verdict.SKIPPED),
            tuple("--image-credential-provider-config", Verdict.SKIPPED),
            tuple("--image-credential-provider-bin-dir", Verdict.SKIPPED),
            tuple("CA certificates", Verdict.WARNING));

    assertThat(
            inspect(
                node.file(
                    "/etc/systemd/system/kubelet.service",
                    "[Service]\nExecStart=/usr/bin/kubelet\n")))
        .extracting(Check::subject, Check::verdict)
        .contains(
            tuple("--image-credential-provider-config", Verdict.FAILED),
            tuple("--image-credential-provider-bin-dir", Verdict.FAILED));
  }

  @Test
  void tellsOfFilesAndFoldersThatAreNotThere() throws IOException {
    NodeTree node = good();
    Files.delete(root.resolve("etc/c.yaml"));

    assertThat(inspect(node))
        .anySatisfy(check -> {
          assertThat(check.verdict()).isEqualTo(Verdict.FAILED);
          assertThat(check.finding())
              .isEqualTo("/etc/c.yaml does not exist; kubelet does not start without it");
        });
  }

  @Test
  void showsProxiesWithoutTheirPasswords() {
    NodeTree node =
        good()
            .file(
                "/proc/7/environ",
                "PATH=/bin\0HTTPS_PROXY=http://bob:hunter2@proxy:3128\0NO_PROXY=.svc\0");

    assertThat(inspect(node))
        .contains(
            Check.ok(
                "proxy",
                "kubelet's environment sets HTTPS_PROXY=http://***@proxy:3128 NO_PROXY=.svc"))
        .noneSatisfy(check -> assertThat(check.toString()).contains("hunter2"));
  }

  @Test
  void aLineFeedInAVariableBeginsNoOther() {
    NodeTree node =
        good().file("/proc/7/environ", "MOTD=hello\nHTTPS_PROXY=http://10.9.9.9:3128\0");

    assertThat(new NodeInspection(node.files()).kubeletEnvironment())
        .containsExactly(Map.entry("MOTD", "hello\nHTTPS_PROXY=http://10.9.9.9:3128"));
    assertThat(inspect(node))
        .noneSatisfy(check -> assertThat(check.toString()).contains("10.9.9.9"));
  }

  @Test
  void kubeletsOwnBundleCountsAlone() {
    NodeTree node = good().file("/proc/7/environ", "SSL_CERT_FILE=/etc/own.pem\0");

    assertThat(inspect(node))
        .contains(
            Check.warning(
                "CA certificates",
                "kubelet's SSL_CERT_FILE is /etc/own.pem, which does not exist",
                "install ca-certificates, or set SSL_CERT_FILE"));
    assertThat(inspect(node.file("/etc/own.pem", "x")))
        .contains(Check.ok("CA certificates", "/etc/own.pem"));
  }
}
