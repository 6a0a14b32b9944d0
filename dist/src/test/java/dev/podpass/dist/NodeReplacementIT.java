// SPDX-License-Identifier: Apache-2.0
package dev.podpass.dist;

import static org.assertj.core.api.Assertions.assertThat;

import dev.podpass.testkit.Shell;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code podpass node} in the place of another entry, and beside others in a directory. */
class NodeReplacementIT extends OnMadeUpNode {
  private static final String REPLACE = INSTALL + " --replace=stock --otherwise=node";
  private static final String DIRECTORY = "/etc/providers.d";
  private static final String OWN_FILE = DIRECTORY + "/podpass.yaml";

  private String serving(String images) throws IOException {
    return node.read(MadeUpNode.CONFIG).replace("[gcr.io]", images);
  }

  private void refused(String command, String reason) {
    Shell.Result result = node.podpass(command);
    assertThat(result.status()).as(result.printed()).isEqualTo(78);
    assertThat(result.printed()).contains(reason);
  }

  @Test
  void leavesTheOtherEntryWhatItDoesNotServeAndGivesItTheRestBack() throws IOException {
    String stock = serving("[\"*.azurecr.io\", other.example]");
    node.write(MadeUpNode.CONFIG, stock);
    String stays = "stock stays for \"other.example\", which podpass-acr does not serve";

    assertThat(good(REPLACE).printed()).contains("podpass-acr replaces stock", stays);

    assertThat(node.runningWith()).contains("name: stock\n", "- other.example\n");
    assertThat(good("status").printed()).contains(stays);
    node.write(MadeUpNode.CONFIG, node.read(MadeUpNode.CONFIG) + "# edited\n");
    assertThat(good(REPLACE).printed()).isEqualTo("nothing had to be changed\n");
    var _ = good(REPLACE + " --env=A=1");
    var _ = good("uninstall");
    assertThat(node.read(MadeUpNode.CONFIG)).isEqualTo(stock + "# edited\n");
    refused(INSTALL + " --replace=other", "the file has no entry other to replace; nothing was");
  }

  @ParameterizedTest
  @ValueSource(strings = {"rm %s", ": >%s", "echo damaged >%s", "sed -i 's/stock/other/' %s"})
  void keepsItsEntryWhereNoCopyHasTheOneThatItReplaced(String damage) throws IOException {
    String stock = serving("[\"*.azurecr.io\"]");
    node.write(MadeUpNode.CONFIG, stock);
    var _ = good(REPLACE);
    String installed = node.read(MadeUpNode.CONFIG);
    Path copy = node.place("/var/lib/podpass/original");

    assertThat(
            new Shell(node.place("/var/lib/podpass"), Map.of())
                .run(damage.formatted(copy))
                .status())
        .isZero();

    assertThat(good("status").printed()).contains("lost  the copy of the entry stock");
    assertThat(good(REPLACE).printed()).isEqualTo("nothing had to be changed\n");
    refused("uninstall", "podpass replaced the entry stock, and its copy is lost; nothing was");
    assertThat(node.podpass("status").printed())
        .contains("refused\n", "podpass replaced the entry stock, and its copy is lost");
    assertThat(node.read(MadeUpNode.CONFIG)).isEqualTo(installed);
    assertThat(good(REPLACE + " --env=A=1").printed()).contains("healthy");
    refused("uninstall", "podpass replaced the entry stock, and its copy is lost; nothing was");

    Files.writeString(copy, stock);
    var _ = good("uninstall");
    assertThat(node.read(MadeUpNode.CONFIG)).isEqualTo(stock);
  }

  /** Podpass has a file of its own there, and another one where it is to be first. */
  @ParameterizedTest
  @CsvSource({"'', podpass.yaml, --first", "--first, 00-podpass.yaml, --log-level=info"})
  void writesItsOwnFileOfADirectoryAndNoOther(String option, String file, String other)
      throws IOException {
    node.write(DIRECTORY + "/stock.yaml", node.read(MadeUpNode.CONFIG));
    readDirectory(DIRECTORY);
    Map<String, String> before = node.disk();

    var _ = good(INSTALL + " " + option);

    assertThat(node.read(DIRECTORY + "/" + file)).contains("- name: podpass-acr\n");
    assertThat(node.disk()).containsAllEntriesOf(before);
    assertThat(node.runningWith()).contains("name: stock\n", "- name: podpass-acr\n");
    refused(REPLACE, "so it cannot replace stock; nothing was changed");
    refused(
        INSTALL + " " + other, "podpass's entries are in %s/%s, and".formatted(DIRECTORY, file));
    assertThat(good(INSTALL + " " + option).printed()).isEqualTo("nothing had to be changed\n");
    var _ = good("uninstall");
    assertThat(node.disk()).isEqualTo(before);
  }

  @Test
  void isNotSecondInADirectoryUnaskedAndLeavesOneThatKubeletReadsNoMore() throws IOException {
    node.write(DIRECTORY + "/10-stock.yaml", serving("[\"*.azurecr.io\"]"));
    node.write("/etc/others.d/stock.yaml", node.read(MadeUpNode.CONFIG));
    readDirectory(DIRECTORY);

    refused(
        INSTALL, "stock in 10-stock.yaml serves the same images, and kubelet would try it first");

    Files.delete(node.place(DIRECTORY + "/10-stock.yaml"));
    node.write(DIRECTORY + "/stock.yaml", node.read(MadeUpNode.CONFIG));
    var _ = good(INSTALL);
    readDirectory("/etc/others.d");
    assertThat(good(INSTALL).printed())
        .contains("left podpass's entries in " + OWN_FILE + ", which kubelet does not read\n");
    assertThat(node.runningWith()).contains("- name: podpass-acr\n");
    var _ = good("uninstall");
    assertThat(node.place("/etc/others.d/podpass.yaml")).doesNotExist();
    assertThat(node.place(OWN_FILE)).exists();
  }

  private void readDirectory(String directory) throws IOException {
    node.write("/srv/flags", "--image-credential-provider-config=" + directory);
    assertThat(node.shell().run("restart-kubelet").status()).isZero();
    assertThat(node.kubelet()).hasSize(1);
  }
}
