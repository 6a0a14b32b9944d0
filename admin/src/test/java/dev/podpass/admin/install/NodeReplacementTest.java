// SPDX-License-Identifier: Apache-2.0
package dev.podpass.admin.install;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.podpass.spi.failure.CredentialException;
import java.io.IOException;
import java.nio.file.Files;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Passes whose entry takes the place of another one, and options of it. */
class NodeReplacementTest extends OnFakeNode {
  private static final String STOCK =
      """
      # the vendor's
      apiVersion: kubelet.config.k8s.io/v1
      kind: CredentialProviderConfig
      providers:
        - name: stock
          matchImages: [registry.example.com]
          defaultCacheDuration: 12h
          apiVersion: credentialprovider.kubelet.k8s.io/v1
          args:
            - --their=1
      """;

  private Map<String, String> disk = Map.of();

  @BeforeEach
  void write() throws IOException {
    node.write(FakeNode.CONFIG, STOCK);
    disk = node.disk();
  }

  private String config() throws IOException {
    return node.read(FakeNode.CONFIG);
  }

  @Test
  void saysWhatBecameOfTheImagesAndLeavesTheOtherEntryTheRest() throws IOException {
    String two = STOCK.replace("[registry.example.com]", "[registry.example.com, other.example]");
    node.write(FakeNode.CONFIG, two);
    disk = node.disk();
    String stays = "stock stays for \"other.example\", which podpass-echo does not serve";

    PassReport report = node.installReplacing("stock");

    assertThat(report.changes())
        .contains("podpass-echo replaces stock, with its matchImages", stays);
    assertThat(config()).contains("name: stock\n").contains("- other.example\n");
    assertThat(node.status().replacement()).contains(stays);
    assertThat(node.installReplacing("stock").outcome()).isEqualTo(Outcome.UNCHANGED);
    node.write(FakeNode.CONFIG, config() + "# edited\n");
    assertThat(node.installReplacing("stock").outcome()).isEqualTo(Outcome.UNCHANGED);
    node.uninstall();
    assertThat(config()).contains("other.example", "registry.example.com", "# edited");
    assertThat(config().split("name: stock", -1)).hasSize(2);
  }

  @Test
  void keepsThemWithNewValuesOfItsOwn() throws IOException {
    node.installReplacing("stock");

    PassReport report = node.installReplacing("stock", "--log-level=debug");

    assertThat(report.outcome()).isEqualTo(Outcome.CHANGED);
    assertThat(config()).contains("- --their=1\n", "- --log-level=debug\n");
    node.uninstall();
    assertThat(node.disk()).isEqualTo(disk);
  }

  @Test
  void followsAVendorThatWritesOthers() throws IOException {
    node.installReplacing("stock");
    node.write(FakeNode.CONFIG, STOCK.replace("=1", "=2"));

    PassReport report = node.installReplacing("stock");

    assertThat(report.outcome()).isEqualTo(Outcome.CHANGED);
    assertThat(node.restarts()).isEqualTo(2);
    assertThat(config()).contains("- --their=2\n").doesNotContain("=1");
    node.uninstall();
    assertThat(config()).isEqualTo(STOCK.replace("=1", "=2"));
  }

  @Test
  void keepsTheEditOfAnotherProgramAndPutsTheEntryBackInTheEnd() throws IOException {
    node.installReplacing("stock");
    node.write(FakeNode.CONFIG, config().replace("the vendor's", "edited"));

    assertThat(node.installReplacing("stock").outcome()).isEqualTo(Outcome.UNCHANGED);
    assertThat(node.installReplacing("stock").outcome()).isEqualTo(Outcome.UNCHANGED);
    assertThat(node.installReplacing("stock", "--log-level=debug").outcome())
        .isEqualTo(Outcome.CHANGED);
    assertThat(config()).contains("# edited", "- --their=1\n", "- --log-level=debug\n");
    node.uninstall();

    assertThat(config())
        .startsWith("# edited\n")
        .contains("- name: stock\n", "- --their=1\n")
        .doesNotContain("podpass");
  }

  @Test
  void putsTheEntryBackIfItIsUninstalledRightAfterAnEdit() throws IOException {
    node.installReplacing("stock");
    node.write(FakeNode.CONFIG, config() + "# edited\n");

    node.uninstall();

    assertThat(config()).contains("- name: stock\n", "# edited").doesNotContain("podpass");
    assertThat(node.runningWith()).contains(config());
  }

  @Test
  void refusesWhereThereIsNoSuchEntry() throws IOException {
    assertThatThrownBy(() -> node.installReplacing("other"))
        .isInstanceOf(CredentialException.class)
        .hasMessage("the file has no entry other to replace; nothing was changed");
    assertThat(config()).isEqualTo(STOCK);
  }

  /** Podpass has a file of its own there, and another one where it is to be first. */
  @Test
  void staysInADirectoryWhereItCannotHaveAnotherPlace() throws IOException {
    node.withDirectory("/etc/providers.d");
    node.write("/etc/providers.d/10-other.yaml", STOCK.replace("name: stock", "name: other"));
    node.write(FakeNode.BIN + "/other", "");
    assertThatThrownBy(() -> node.install())
        .hasMessageContaining("other in 10-other.yaml serves the same images");
    Files.delete(node.place("/etc/providers.d/10-other.yaml"));
    node.installFirst();
    Map<String, String> installed = node.disk();

    assertThatThrownBy(() -> node.installReplacing("stock"))
        .isInstanceOf(CredentialException.class)
        .hasMessageContaining("so it cannot replace stock; nothing was changed");
    assertThat(node.read("/etc/providers.d/00-podpass.yaml")).contains("podpass-echo");

    assertThat(node.installFirst().outcome()).isEqualTo(Outcome.UNCHANGED);
    assertThat(node.disk().keySet()).isEqualTo(installed.keySet());
    assertThat(node.restarts()).isOne();

    assertThatThrownBy(() -> node.install())
        .hasMessage(
            "podpass's entries are in /etc/providers.d/00-podpass.yaml, and these options put them"
                + " into /etc/providers.d/podpass.yaml");
    assertThat(node.disk().keySet()).isEqualTo(installed.keySet());
  }

  @Test
  void leavesAConfigurationThatKubeletDoesNotReadAnyMore() throws IOException {
    node.withDirectory("/etc/providers.d").install();
    node.withDirectory("/etc/others.d");

    assertThat(node.install().changes())
        .contains(
            "left podpass's entries in /etc/providers.d/podpass.yaml, which kubelet does not read");

    assertThat(node.read("/etc/others.d/podpass.yaml")).contains("podpass-echo");
    assertThat(node.read("/etc/providers.d/podpass.yaml")).contains("podpass-echo");
    assertThat(node.install().outcome()).isEqualTo(Outcome.UNCHANGED);
    node.uninstall();
    assertThat(node.place("/etc/others.d/podpass.yaml")).doesNotExist();
  }
}
