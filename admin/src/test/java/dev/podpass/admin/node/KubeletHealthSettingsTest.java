// SPDX-License-Identifier: Apache-2.0
package dev.podpass.admin.node;

import static org.assertj.core.api.Assertions.assertThat;

import dev.podpass.spi.Sourced;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Where kubelet serves its health, by its flags and by the layouts of its configuration. */
class KubeletHealthSettingsTest extends InspectedNode {
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
          {kind: KubeletConfiguration, healthzPort: 10300, healthzBindAddress: '::'}         | ::
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
            .file("/etc/k.d/10.conf", "{healthzPort: 2, healthzBindAddress: 10.0.0.2}")
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
