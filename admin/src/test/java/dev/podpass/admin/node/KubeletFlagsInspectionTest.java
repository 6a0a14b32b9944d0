// SPDX-License-Identifier: Apache-2.0
package dev.podpass.admin.node;

import static org.assertj.core.api.Assertions.assertThat;

import dev.podpass.admin.check.Check;
import dev.podpass.spi.Sourced;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Where kubelet's flags are found, and which of two values is used. The line of kubeadm-flags.env
 * is that of {@code kubeadm init phase kubelet-start} 1.37.2.
 */
class KubeletFlagsInspectionTest extends InspectedNode {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          /proc/7/cmdline | /usr/bin/kubelet~--image-credential-provider-config=/etc/c.yaml~--image-credential-provider-bin-dir~/opt/bin~ | process 7 (kubelet)
          /etc/systemd/system/kubelet.service.d/10.conf | [Service]\\nExecStart=\\nExecStart=/usr/bin/kubelet --image-credential-provider-config=/etc/c.yaml \\\\\\n  --image-credential-provider-bin-dir=/opt/bin | /etc/systemd/system/kubelet.service.d/10.conf
          /var/lib/kubelet/kubeadm-flags.env | KUBELET_KUBEADM_ARGS="--hostname-override=node --image-credential-provider-config=/etc/c.yaml --image-credential-provider-bin-dir=/opt/bin" | /var/lib/kubelet/kubeadm-flags.env
          /etc/default/kubelet | KUBELET_FLAGS=--cloud-provider=external --image-credential-provider-config=/etc/c.yaml --image-credential-provider-bin-dir=/opt/bin  | /etc/default/kubelet
          /etc/default/kubelet | KUBELET_OPTS="--v=2 --image-credential-provider-config=/etc/c.yaml --image-credential-provider-bin-dir=/opt/bin --read-only-port=10255" | /etc/default/kubelet
          /etc/eks/kubelet/environment | NODEADM_KUBELET_ARGS=--cloud-provider=external --image-credential-provider-bin-dir=/opt/bin --image-credential-provider-config=/etc/c.yaml --node-ip=10.0.0.1 | /etc/eks/kubelet/environment
          /etc/eks/nodeadm.d/50-podpass.yaml | apiVersion: node.eks.aws/v1alpha1\\nkind: NodeConfig\\nspec:\\n  kubelet:\\n    flags:\\n      - --image-credential-provider-config=/etc/c.yaml\\n      - --image-credential-provider-bin-dir=/opt/bin | /etc/eks/nodeadm.d/50-podpass.yaml
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

  private static final String FILE = "/etc/k.yaml";

  private static KubeletFlags flags(NodeTree node, String arguments) {
    String command = "/usr/bin/kubelet\0" + arguments.replace(' ', '\0') + "\0";
    return new NodeInspection(node.file("/proc/7/cmdline", command).files()).flags();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          {"kind":"KubeletConfiguration","healthzPort":10300,"healthzBindAddress":"0.0.0.0"} | 0.0.0.0
          # flow\\n{kind: KubeletConfiguration, healthzPort: 10300, healthzBindAddress: '::'}  | ::
          healthzPort: 10300 # not 1\\n# healthzPort: 2\\nhealthzBindAddress: ::1            | ::1
          "healthzPort": 10300\\n'healthzBindAddress': "10.0.0.5" # the node's               | 10.0.0.5
          other:\\n  healthzPort: 1\\nhealthzPort: 10300\\nhealthzBindAddress: a             | a
          healthzPort: "10300"\\nhealthzBindAddress:\\n  127.0.0.2                           | 127.0.0.2
          """)
  void readsEachLayoutOfYamlAndJson(String text, String address) {
    KubeletFlags flags = flags(node().file(FILE, text.replace("\\n", "\n")), "--config=" + FILE);

    assertThat(flags.healthzPort()).contains(new Sourced<>("10300", FILE));
    assertThat(flags.healthzAddress()).contains(new Sourced<>(address, FILE));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "#healthzPort: 1\n#healthzBindAddress: a\n",
        "healthzPort: 1\nhealthzBindAddress: [\n",
        "healthzPort: 1\n\thealthzBindAddress: a\n",
        "{\"healthzPort\": 1, \"healthzBindAddress\": \"a\"",
        "healthzPort:\nhealthzBindAddress: null\n",
        "healthzPort: [1]\nhealthzBindAddress: {a: b}\n",
        "- healthzPort: 1\n",
        "healthzPort 1"
      })
  void findsNothingInAFileThatHasNoneOrIsDamaged(String text) {
    KubeletFlags flags = flags(node().file(FILE, text), "--config=" + FILE);

    assertThat(flags.healthzPort()).isEmpty();
    assertThat(flags.healthzAddress()).isEmpty();
  }

  @Test
  void theLastDropInCountsAndTheFileComesAfterAll() {
    NodeTree node =
        node()
            .file(FILE, "healthzPort: 1\nhealthzBindAddress: 10.0.0.1\n")
            .file("/etc/k.d/10.conf", "healthzPort: 2\nhealthzBindAddress: 10.0.0.2\n")
            .file("/etc/k.d/20.conf", "{\"healthzPort\": 3}")
            .file("/etc/k.d/30.conf", "healthzPort: {\n")
            .file("/etc/k.d/40.yaml", "healthzPort: 5\n");

    KubeletFlags flags = flags(node, "--config=" + FILE + " --config-dir=/etc/k.d");

    assertThat(flags.healthzPort()).contains(new Sourced<>("3", "/etc/k.d/20.conf"));
    assertThat(flags.healthzAddress()).contains(new Sourced<>("10.0.0.2", "/etc/k.d/10.conf"));
    assertThat(flags(node, "--config=" + FILE).healthzPort().map(Sourced::value)).contains("1");
  }

  @Test
  void aFlagCountsBeforeEachFile() {
    KubeletFlags flags =
        flags(
            node().file(FILE, "healthzPort: 1\nhealthzBindAddress: ::1\n"),
            "--config=" + FILE + " --healthz-port=0");

    assertThat(flags.healthzPort().map(Sourced::value)).contains("0");
    assertThat(flags.healthzAddress().map(Sourced::value)).isEqualTo(Optional.of("::1"));
  }
}
