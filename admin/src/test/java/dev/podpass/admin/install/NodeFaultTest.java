// SPDX-License-Identifier: Apache-2.0
package dev.podpass.admin.install;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.podpass.admin.install.PassReport.Outcome;
import dev.podpass.admin.kubelet.HostCommands;
import dev.podpass.spi.failure.CredentialException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Passes at a bad moment: a kubelet that restarts meanwhile, lost memory, faults that pass. */
class NodeFaultTest extends OnFakeNode {
  private static final Instant NOON = Instant.parse("2026-11-28T12:00:00Z");

  private static Clock at(Duration later) {
    return Clock.fixed(NOON.plus(later), ZoneOffset.UTC);
  }

  @Test
  void doesNotCallAFaultOfAWriteOneOfReading() throws IOException {
    Files.createDirectories(node.place(FakeNode.BIN + "/.new-podpass.tmp/not-empty"));

    assertThatThrownBy(() -> node.install())
        .isInstanceOf(CredentialException.class)
        .hasMessageContaining("this node's files cannot be read or changed (");
  }

  /** It began after the pass, and yet before the configuration was written. */
  @Test
  void restartsAKubeletThatRestartedWhileTheProgramWasTried() throws IOException {
    node.kubelet().whileTrying(this::restart);

    PassReport report = node.install();

    assertThat(report.message()).isEqualTo("kubelet was restarted and is healthy");
    assertThat(node.runningWith()).contains(node.read(FakeNode.CONFIG));
    assertThat(node.restarts()).isOne();
  }

  private void restart() {
    try {
      node.restartByItself();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Test
  void triesAgainAfterAFaultThatSaysNothingOfTheChange() throws IOException {
    node.kubelet().answering(Optional.of(new HostCommands.Output(1, "bus")));
    assertThat(node.reconcile(at(Duration.ZERO)).message())
        .isEqualTo(
            "the executable for %s does not run on this node (status 1, \"bus\"); the files are as they were"
                .formatted(PROGRAM));
    node.kubelet().answering(Optional.empty());

    PassReport soon = node.reconcile(at(Duration.ofMinutes(59)));
    assertThat(soon.outcome()).isEqualTo(Outcome.FAILED_BEFORE);
    assertThat(soon.message())
        .startsWith("failed before, and not tried again until 2026-11-28T13:00:00Z: the exec");
    assertThat(soon.hint().orElseThrow()).startsWith("run podpass node install with the same");
    assertThat(node.reconcile(at(Duration.ofMinutes(61))).outcome()).isEqualTo(Outcome.CHANGED);
    assertThat(node.runningWith()).contains(node.read(FakeNode.CONFIG));
  }

  @Test
  void keepsTheProgramThatIsThereWhenTheNewOneDoesNotRun() throws IOException {
    node.install();
    node.write("/image/podpass", "#!pod");

    assertThat(node.reconcile(at(Duration.ZERO)).outcome()).isEqualTo(Outcome.ROLLED_BACK);

    assertThat(node.read(PROGRAM)).isEqualTo("#!podpass 1");
    assertThat(node.read(FakeNode.CONFIG)).contains("podpass-echo");
    assertThat(node.reconcile(at(Duration.ofMinutes(1))).outcome())
        .isEqualTo(Outcome.FAILED_BEFORE);
    Files.delete(node.place(PROGRAM));
    node.write("/image/podpass", "#!podpass 3");
    assertThat(node.reconcile(at(Duration.ZERO)).outcome()).isEqualTo(Outcome.CHANGED);
  }

  /** Kubelet's configuration names no program that is not there. */
  @Test
  void takesItsEntriesOutWhereTheProgramCannotBeKept() throws IOException {
    node.install();
    Files.delete(node.place(PROGRAM));
    node.write("/image/podpass", "#!pod");

    PassReport report = node.install();

    assertThat(report.message()).contains("; kubelet's configuration is without podpass's entries");
    assertThat(node.read(FakeNode.CONFIG)).isEqualTo(FakeNode.STOCK);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "# another\n"})
  void takesItsEntriesOutOfTheTextThatIsThereWhereTheCopyIsLostOrDamaged(String content)
      throws IOException {
    node.install();
    Path original = node.place("/var/lib/podpass/original");
    if (content.isEmpty()) {
      Files.delete(original);
    } else {
      Files.writeString(original, content);
    }

    PassReport report = node.uninstall();

    assertThat(report.outcome()).isEqualTo(Outcome.CHANGED);
    assertThat(node.read(FakeNode.CONFIG)).isEqualTo(FakeNode.STOCK);
    assertThat(node.place("/var/lib/podpass")).doesNotExist();
  }

  @Test
  void goesOnFromWhatIsThereWhereTheStateIsDamaged() throws IOException {
    Map<String, String> before = node.disk();
    node.install();
    byte[] good = Files.readAllBytes(node.place("/var/lib/podpass/original"));
    for (int i = 0; i < good.length; i += 1 + good.length / 10) {
      for (String name : List.of("original", "good")) {
        Path state = node.place("/var/lib/podpass/" + name);
        byte[] bad = Files.readAllBytes(state);
        bad[Math.min(i, bad.length - 1)] ^= 1;
        Files.write(state, bad);
      }

      node.uninstall();

      assertThat(node.read(FakeNode.CONFIG)).as("byte " + i).isEqualTo(FakeNode.STOCK);
      assertThat(node.place(PROGRAM)).as("byte " + i).doesNotExist();
      assertThat(node.said())
          .as("byte " + i)
          .anyMatch(line -> line.contains("podpass goes on from"));
      node.said().clear();
      node.install();
    }
    node.uninstall();
    assertThat(node.disk()).isEqualTo(before);
  }

  @Test
  void leavesItsProgramToAKubeletThatStillRunsIt() throws IOException {
    node.install();
    PassReport report = node.uninstall(FakeNode.never());

    assertThat(report.outcome()).isEqualTo(Outcome.RESTART_PENDING);
    assertThat(node.read(FakeNode.CONFIG)).isEqualTo(FakeNode.STOCK);
    assertThat(node.place(PROGRAM + "-echo")).isSymbolicLink();
    node.restartByItself();
    assertThat(node.uninstall(FakeNode.never()).outcome()).isEqualTo(Outcome.CHANGED);
    assertThat(node.place(PROGRAM)).doesNotExist();
  }

  @Test
  void restartsKubeletBeforeItRemovesTheProgram() throws IOException {
    node.install();
    boolean[] there = {false};
    node.kubelet().whileRestarting(() -> there[0] = Files.exists(node.place(PROGRAM)));

    node.uninstall();

    assertThat(there[0]).isTrue();
    assertThat(node.place(PROGRAM)).doesNotExist();
  }

  @Test
  void refusesATextThatIsNotUtf8() throws IOException {
    Files.write(node.place(FakeNode.CONFIG), new byte[] {'#', (byte) 0xe9, '\n'});

    assertThatThrownBy(() -> node.install())
        .isInstanceOf(CredentialException.class)
        .hasMessage(FakeNode.CONFIG + " is not UTF-8, so it is not changed");
  }

  @Test
  void losesNoEditOfAnotherProgramThatWritesAtTheSameTime() throws IOException {
    String edited = FakeNode.STOCK + "# edited\n";
    node.kubelet().whileTrying(() -> write(edited));

    node.install();

    assertThat(node.read(FakeNode.CONFIG)).contains("# edited\n", "podpass-echo");
    node.uninstall();
    assertThat(node.read(FakeNode.CONFIG)).isEqualTo(edited);
  }

  private void write(String text) {
    try {
      node.write(FakeNode.CONFIG, text);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Test
  void readsADirectoryInTheOrderOfItsNames() throws IOException {
    node.withDirectory("/etc/providers.d");
    node.write(
        "/etc/providers.d/10-stock.yaml",
        FakeNode.STOCK.replace("gcr.io", "registry.example.com").replace("stock", "other"));

    assertThatThrownBy(() -> node.install())
        .hasMessage(
            "other in 10-stock.yaml serves the same images, and kubelet would try it first; nothing"
                + " was changed");

    assertThat(List.of(node.place("/etc/providers.d").toFile().list()))
        .doesNotContain("podpass.yaml");
  }
}
