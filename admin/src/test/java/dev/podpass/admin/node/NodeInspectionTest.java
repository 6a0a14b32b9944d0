// SPDX-License-Identifier: Apache-2.0
package dev.podpass.admin.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.groups.Tuple.tuple;
import static org.junit.jupiter.params.provider.Arguments.argumentSet;

import dev.podpass.admin.check.Check;
import dev.podpass.admin.check.Check.Verdict;
import dev.podpass.admin.kubeletconfig.ConfigFile;
import dev.podpass.admin.kubeletconfig.KubernetesVersion;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class NodeInspectionTest {
  private static final String CONFIG = "providers: [{name: podpass-x}, {name: podpass-y}]\n";

  @TempDir private Path root;

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          /proc/7/cmdline | /usr/bin/kubelet~--image-credential-provider-config=/etc/c.yaml~--image-credential-provider-bin-dir~/opt/bin~ | process 7 (kubelet)
          /etc/systemd/system/kubelet.service.d/10.conf | [Service]\\nExecStart=\\nExecStart=/usr/bin/kubelet --image-credential-provider-config=/etc/c.yaml \\\\\\n  --image-credential-provider-bin-dir=/opt/bin | /etc/systemd/system/kubelet.service.d/10.conf
          /var/lib/kubelet/kubeadm-flags.env | KUBELET_KUBEADM_ARGS="--image-credential-provider-config=/etc/c.yaml --image-credential-provider-bin-dir=/opt/bin" | /var/lib/kubelet/kubeadm-flags.env
          /etc/default/kubelet | KUBELET_FLAGS=--cloud-provider=external --image-credential-provider-config=/etc/c.yaml --image-credential-provider-bin-dir=/opt/bin  | /etc/default/kubelet
          /etc/default/kubelet | KUBELET_OPTS="--v=2 --image-credential-provider-config=/etc/c.yaml --image-credential-provider-bin-dir=/opt/bin --read-only-port=10255" | /etc/default/kubelet
          /etc/eks/kubelet/environment | NODEADM_KUBELET_ARGS=--cloud-provider=external --image-credential-provider-bin-dir=/opt/bin --image-credential-provider-config=/etc/c.yaml --node-ip=10.0.0.1 | /etc/eks/kubelet/environment
          /etc/systemd/system/k3s.service | ExecStart=/usr/local/bin/k3s agent\\n  '--kubelet-arg=image-credential-provider-config=/etc/c.yaml' \\n  '--image-credential-provider-bin-dir' '/opt/bin' | /etc/systemd/system/k3s.service
          /etc/rancher/k3s/config.yaml | kubelet-arg:\\n  - "image-credential-provider-config=/etc/c.yaml"\\n  - image-credential-provider-bin-dir=/opt/bin | /etc/rancher/k3s/config.yaml
          /etc/rancher/rke2/config.yaml.d/50.yaml | image-credential-provider-config: /etc/c.yaml\\nimage-credential-provider-bin-dir: "/opt/bin" | /etc/rancher/rke2/config.yaml.d/50.yaml
          """)
  void findsKubeletsFlagsWhereverTheyAre(String file, String content, String source) {
    NodeTree node =
        node().file(file, content.replace("~", "\0").replace("\\n", "\n").replace("\\\\", "\\"));

    assertThat(inspect(node))
        .contains(
            Check.ok("--image-credential-provider-config", "/etc/c.yaml, from " + source),
            Check.ok("--image-credential-provider-bin-dir", "/opt/bin, from " + source));
  }

  @Test
  void followsTheEnvironmentFilesOfUnits() {
    NodeTree node =
        node()
            .file(
                "/usr/lib/systemd/system/kubelet.service",
                "[Service]\nEnvironmentFile=-/opt/kubelet.args\nExecStart=/usr/bin/kubelet $ARGS\n")
            .file(
                "/opt/kubelet.args",
                "ARGS='--image-credential-provider-config=/etc/c.yaml"
                    + " --image-credential-provider-bin-dir=/opt/bin'");

    assertThat(inspect(node))
        .contains(
            Check.ok("--image-credential-provider-config", "/etc/c.yaml, from /opt/kubelet.args"));
  }

  @Test
  void theLastDropInCounts() {
    String early = "/usr/lib/systemd/system/kubelet.service.d/10-a.conf";
    String late = "/etc/systemd/system/kubelet.service.d/20-b.conf";
    NodeTree node =
        node()
            .file(early, "ExecStart=kubelet --image-credential-provider-config=/etc/a.yaml")
            .file(late, "ExecStart=kubelet --image-credential-provider-config=/etc/c.yaml");

    assertThat(inspect(node))
        .contains(Check.ok("--image-credential-provider-config", "/etc/c.yaml, from " + late));
  }

  @Test
  void aProgramOfAPodIsNotKubelet() {
    NodeTree node = good().file("/proc/7/cgroup", "0::/kubepods.slice/kubepods-pod1.slice/cri\n");

    assertThat(inspect(node)).extracting(Check::finding).noneMatch(f -> f.contains("process 7"));
  }

  static Stream<Arguments> impostors() {
    String status = "/proc/7/status";
    return Stream.of(
        argumentSet(
            "another user's",
            "runs as user 54321",
            plant(node -> node.file(status, "Uid:\t54321\t54321\t54321\t54321\n"))),
        argumentSet(
            "a setuid program that another user started",
            "runs as user 54321",
            plant(node -> node.file(status, "Uid:\t54321\t0\t0\t0\n"))),
        argumentSet(
            "another program of root's",
            "is ROOT/usr/bin/sudo",
            plant(node -> node.program("/usr/bin/sudo").link("/proc/7/exe", "../../usr/bin/sudo"))),
        argumentSet(
            "a program that others may change",
            "others may change ROOT/usr/bin/kubelet",
            plant(node -> node.mode("/usr/bin/kubelet", "rwxrwxr-x"))),
        argumentSet(
            "a program in a folder that others may change",
            "others may change ROOT/usr",
            plant(node -> node.mode("/usr", "rwxr-xrwx"))),
        argumentSet(
            "a program of that name in another file system",
            "is not the ROOT/usr/bin/kubelet of this node",
            plant(node ->
                node.link("/etc/passwd", "../usr/bin/kubelet")
                    .link("/proc/7/exe", "/etc/passwd"))));
  }

  private static UnaryOperator<NodeTree> plant(UnaryOperator<NodeTree> fault) {
    return fault;
  }

  @ParameterizedTest
  @MethodSource("impostors")
  void takesNothingFromAnImpostor(String reason, UnaryOperator<NodeTree> fault) {
    NodeTree node = fault.apply(good().file("/proc/7/environ", "HTTPS_PROXY=http://planted:1\0"));

    assertThat(inspect(node))
        .contains(
            Check.warning(
                "kubelet",
                "process 7 calls itself kubelet, but %s: its arguments are not used"
                    .formatted(reason.replace("ROOT", root.toString())),
                "look at it: ps -fp 7"))
        .filteredOn(check -> !check.subject().equals("kubelet"))
        .noneSatisfy(check -> assertThat(check.toString()).containsAnyOf("process 7", "planted"));
    assertThat(new NodeInspection(node.files()).kubeletEnvironment()).isEmpty();
  }

  @Test
  void doesNotChooseBetweenTwo() {
    NodeTree node = good().file("/proc/9/cmdline", "kubelet\0");

    assertThat(inspect(node))
        .contains(
            Check.warning(
                "kubelet",
                "[process 7 (kubelet), process 9 (kubelet)] all run, so the arguments of none are"
                    + " used",
                "stop those that should not run"))
        .filteredOn(check -> !check.subject().equals("kubelet"))
        .noneSatisfy(check -> assertThat(check.finding()).contains("process 7"));
  }

  @Test
  void aProgramThatWasReplacedIsNotLookedAt() {
    assertThat(inspect(good().link("/proc/7/exe", "../../usr/bin/kubelet (deleted)")))
        .contains(
            Check.warning(
                "kubelet",
                "process 7 calls itself kubelet, but its program is no longer there",
                "restart kubelet after its program was replaced"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          V1_34 | /nothing | x | OK | not set; on by default since Kubernetes 1.34
          V1_33 | /nothing | x | FAILED | not set; off by default before Kubernetes 1.34: kubelet refuses tokenAttributes
          V1_33 | /var/lib/kubelet/config.yaml | featureGates:\\n  KubeletServiceAccountTokenForCredentialProviders: true | OK | it is true, from /var/lib/kubelet/config.yaml
          V1_37 | /etc/kubernetes/kubelet/config.json | {"featureGates":{"KubeletServiceAccountTokenForCredentialProviders": false}} | FAILED | it is false, from /etc/kubernetes/kubelet/config.json: kubelet refuses tokenAttributes
          V1_33 | /etc/default/kubelet | A=--feature-gates=A=false,KubeletServiceAccountTokenForCredentialProviders=true | OK | it is true, from /etc/default/kubelet
          """)
  void tellsWhetherKubeletGivesTokens(
      KubernetesVersion version, String file, String content, Verdict verdict, String finding) {
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
  void seesThatAProgramIsNotForTheNode() {
    NodeTree node = good().elf("/usr/bin/kubelet", 0xb7, "").elf("/opt/bin/podpass", 0x3e, "");

    assertThat(inspect(node))
        .contains(
            Check.failed(
                "plugin podpass-x",
                "/opt/bin/podpass-x is for amd64, and the node is arm64",
                "take the podpass of linux-arm64"));
  }

  @Test
  void seesThatWhatRunsAProgramIsNotThere() {
    NodeTree node = good().elf("/opt/bin/podpass", 0x3e, "/lib64/ld-linux-x86-64.so.2");

    assertThat(inspect(node))
        .contains(
            Check.failed(
                "plugin podpass-x",
                "/opt/bin/podpass-x needs /lib64/ld-linux-x86-64.so.2, which does not exist",
                "take the podpass that was built for this system"));
    assertThat(inspect(node.file("/lib64/ld-linux-x86-64.so.2", "x")))
        .contains(Check.ok("plugin podpass-x", "/opt/bin/podpass-x"));
  }

  @Test
  void theProcessCountsBeforeFilesAndCommentsDoNotCount() {
    NodeTree node =
        node()
            .file("/etc/default/kubelet", "# --image-credential-provider-config=/commented\n")
            .file(
                "/var/lib/kubelet/kubeadm-flags.env",
                "A=\"--image-credential-provider-config=/old"
                    + " --image-credential-provider-bin-dir=/opt/bin\"")
            .file(
                "/proc/9/cmdline",
                "/usr/bin/kubelet\0--image-credential-provider-config=/a\0--image-credential-provider-config=/etc/c.yaml\0");

    assertThat(inspect(node))
        .contains(
            Check.ok("--image-credential-provider-config", "/etc/c.yaml, from process 9 (kubelet)"),
            Check.ok(
                "--image-credential-provider-bin-dir",
                "/opt/bin, from /var/lib/kubelet/kubeadm-flags.env"));
  }

  @Test
  void knowsTheDefaultsOfK3sAndRke2() {
    NodeTree node =
        new NodeTree(root)
            .file("/bin/sh", "x")
            .file("/var/lib/rancher/credentialprovider/config.yaml", CONFIG)
            .program("/var/lib/rancher/credentialprovider/bin/podpass-x");

    assertThat(inspect(node))
        .contains(
            Check.ok(
                "--image-credential-provider-config",
                "/var/lib/rancher/credentialprovider/config.yaml, from the default of k3s and"
                    + " RKE2"),
            Check.ok("plugin podpass-x", "/var/lib/rancher/credentialprovider/bin/podpass-x"));
  }

  @Test
  void findsNothingWrongWithAGoodNode() {
    NodeTree node = good();

    assertThat(inspect(node)).extracting(Check::verdict).containsOnly(Verdict.OK);
  }

  @Test
  void tellsThatNothingIsSet() {
    assertThat(inspect(new NodeTree(root)))
        .extracting(Check::subject, Check::verdict)
        .contains(
            tuple("kubelet", Verdict.SKIPPED),
            tuple("--image-credential-provider-config", Verdict.FAILED),
            tuple("--image-credential-provider-bin-dir", Verdict.FAILED),
            tuple("CA certificates", Verdict.WARNING));
  }

  @Test
  void tellsWhatKeepsAPluginFromRunning() throws IOException {
    NodeTree node = good();
    Files.delete(root.resolve("opt/bin/podpass"));
    Files.delete(root.resolve("opt/bin/podpass-y"));
    var _ = node.file("/opt/bin/podpass-y", "x");

    assertThat(inspect(node))
        .contains(
            Check.failed(
                "plugin podpass-x",
                "/opt/bin/podpass-x is a dangling link; kubelet does not start without" + " it",
                "ln -sf podpass /opt/bin/podpass-x"),
            Check.failed(
                "plugin podpass-y",
                "/opt/bin/podpass-y cannot be run",
                "chmod 0755 /opt/bin/podpass-y"));
  }

  @Test
  void seesThatNothingCanBeRunFromTheMount() {
    NodeTree node =
        good()
            .file(
                "/proc/mounts",
                """
                /dev/sda / ext4 rw 0 0
                /dev/sdb /opt ext4 rw,noexec 0 0
                /dev/sdc /opt/bi ext4 rw 0 0
                """);

    assertThat(inspect(node))
        .contains(
            Check.failed(
                "mount",
                "/opt/bin is on the mount /opt, which is noexec: nothing there can be run",
                "point --image-credential-provider-bin-dir at a directory on another mount"));
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

  @Test
  void followsLinksWithinTheTreeAlone() {
    NodeTree node =
        good().link("/etc/outside", "/etc/c.yaml").link("/etc/up", "../../../../etc/c.yaml");

    assertThat(node.files().read("/etc/outside")).contains(CONFIG);
    assertThat(node.files().read("/../../../../../etc/c.yaml")).contains(CONFIG);
  }

  private NodeTree node() {
    return new NodeTree(root)
        .process("7")
        .process("9")
        .file("/etc/c.yaml", CONFIG)
        .file("/etc/ssl/certs/ca-certificates.crt", "x")
        .file("/proc/mounts", "/dev/sda / ext4 rw,relatime 0 0\n")
        .file("/bin/sh", "x")
        .program("/opt/bin/podpass")
        .link("/opt/bin/podpass-x", "podpass")
        .link("/opt/bin/podpass-y", "/opt/bin/podpass");
  }

  private NodeTree good() {
    return node()
        .file(
            "/proc/7/cmdline",
            "/usr/bin/kubelet\0--image-credential-provider-config=/etc/c.yaml\0--image-credential-provider-bin-dir=/opt/bin\0")
        .file("/proc/7/environ", "PATH=/bin\0");
  }

  private static List<Check> inspect(NodeTree node) {
    return inspect(node, KubernetesVersion.LATEST);
  }

  private static List<Check> inspect(NodeTree node, KubernetesVersion version) {
    NodeInspection inspection = new NodeInspection(node.files());
    return inspection.checks(version, inspection.configuration().map(NodeInspectionTest::judge));
  }

  private static ConfigCheck judge(Path path) {
    try {
      return new ConfigCheck(
          List.of(), ConfigFile.read(Files.readString(path), KubernetesVersion.LATEST).entries());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
