// SPDX-License-Identifier: Apache-2.0
package dev.podpass.admin.node;

import static org.assertj.core.api.Assertions.assertThat;

import dev.podpass.spi.Sourced;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is certain of the running kubelet, and what is left open. */
class RunningKubeletTest {
  private static final String OFF = ProviderTokens.GATE + "=false";
  private static final String FILE = "/etc/k.yaml";

  @TempDir private Path root;
  private NodeTree node;

  @BeforeEach
  void prepare() {
    node = new NodeTree(root).process("7");
  }

  private NodeInspection running(String... arguments) {
    String command = String.join("\0", arguments) + "\0--kubeconfig=/etc/kubelet.conf\0";
    return new NodeInspection(node.file("/proc/7/cmdline", command).files());
  }

  private NodeTree packaged(String version) {
    return node.file(
        "/var/lib/dpkg/status",
        "Package: kubelet\nStatus: hold ok installed\nVersion: " + version + "-1.1\n");
  }

  private static String gate(String value) {
    return "featureGates:\n  " + ProviderTokens.GATE + ": " + value + "\n";
  }

  @Test
  void knowsNothingOfAKubeletWithoutTracesAndTakesItForRight() {
    // Of another kubelet, for all that is known.
    var _ = node.file("/var/lib/kubelet/config.yaml", gate("false"));
    var _ = node.file("/etc/default/kubelet", "A=--feature-gates=" + OFF + "\n");

    NodeInspection kubelet = running("/usr/bin/kubelet", "--v=2");

    assertThat(kubelet.kubeletVersion()).isEmpty();
    assertThat(kubelet.tokens().orElseThrow().accepted()).isTrue();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          1.33.9 | false | kubelet is v1.33.9, from /var/lib/dpkg/status, and podpass needs Kubernetes 1.34 or later
          1.34.0 | true  | not set; on by default since Kubernetes 1.34
          """)
  void judgesTheVersionOfItsPackage(String version, boolean accepted, String reason) {
    var _ = packaged(version);

    ProviderTokens tokens = running("/usr/bin/kubelet").tokens().orElseThrow();

    assertThat(tokens.accepted()).isEqualTo(accepted);
    assertThat(tokens.reason()).isEqualTo(reason);
  }

  @Test
  void anotherProgramHasNotTheVersionOfThePackage() {
    var _ = packaged("1.30.1").program("/usr/local/bin/kubelet");
    var _ = node.link("/proc/7/exe", "../../usr/local/bin/kubelet");

    assertThat(running("/usr/local/bin/kubelet").kubeletVersion()).isEmpty();
  }

  @Test
  void readsTheVersionOfRke2InTheProgramsPath() {
    String program = "/var/lib/rancher/rke2/data/v1.31.4-rke2r1-abc/bin/kubelet";
    var _ = packaged("1.35.1").program(program).link("/proc/7/exe", "../.." + program);

    assertThat(running("kubelet").kubeletVersion()).contains(new Sourced<>("v1.31.4", program));
    assertThat(running("kubelet").tokens().orElseThrow().accepted()).isFalse();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          --feature-gates=A=true,%s=false                    | process 7 (kubelet)
          --config=/etc/k.yaml                               | /etc/k.yaml
          --config /etc/k.yaml --config-dir=/etc/empty       | /etc/k.yaml
          --config=/etc/on.yaml --config-dir=/etc/off        | /etc/off/10.conf
          --config=/etc/on.yaml --feature-gates=%s=false     | process 7 (kubelet)
          """)
  void findsTheGateWhereItIsSwitchedOff(String arguments, String source) {
    var _ = node.file(FILE, gate("false")).file("/etc/on.yaml", gate("true"));
    var _ = node.file("/etc/empty/x.yaml", gate("true"));
    var _ = node.file("/etc/off/10.conf", gate("false")).file("/etc/off/20.conf", "a: b\n");

    ProviderTokens tokens = tokens(arguments);

    assertThat(tokens.accepted()).isFalse();
    assertThat(tokens.reason())
        .isEqualTo("the feature gate " + ProviderTokens.GATE + " is false, from " + source);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "--config=/etc/k.yaml --feature-gates=%s=true",
        "--config=/etc/k.yaml --config-dir=/etc/on",
        "--config=/etc/k.yaml --config-dir=/etc/nested",
        "--config=/etc/k.yaml --config-dir=/etc/missing",
        "--config=/etc/missing.yaml",
        "--config=etc/k.yaml"
      })
  void isNotCertainWhereTheGateMayBeOn(String arguments) {
    var _ = packaged("1.34.1").file(FILE, gate("false")).file("/etc/on/10.conf", gate("true"));
    var _ = node.file("/etc/nested/more/10.conf", gate("true"));

    assertThat(tokens(arguments).accepted()).isTrue();
  }

  @Test
  void aProgramThatEmbedsKubeletHasTheGateInItsOwnArgumentsAtMost() {
    var _ = node.program("/usr/local/bin/k3s").link("/proc/7/exe", "../../usr/local/bin/k3s");
    var _ = node.file(FILE, gate("false"));

    assertThat(
            running("/usr/local/bin/k3s", "server", "--config=" + FILE)
                .tokens()
                .orElseThrow()
                .accepted())
        .isTrue();
    assertThat(
            running("k3s", "agent", "--kubelet-arg=feature-gates=" + OFF)
                .tokens()
                .orElseThrow()
                .reason())
        .endsWith("is false, from process 7 (k3s)");
  }

  private ProviderTokens tokens(String arguments) {
    return running(("/usr/bin/kubelet " + arguments).replace("%s", ProviderTokens.GATE).split(" "))
        .tokens()
        .orElseThrow();
  }

  @Test
  void isAbsentWhereNoKubeletRuns() {
    assertThat(new NodeInspection(new NodeTree(root.resolve("empty")).files()).tokens())
        .isEqualTo(Optional.empty());
  }
}
