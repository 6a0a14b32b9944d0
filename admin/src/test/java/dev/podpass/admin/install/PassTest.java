// SPDX-License-Identifier: Apache-2.0
package dev.podpass.admin.install;

import static org.assertj.core.api.Assertions.assertThat;

import dev.podpass.admin.install.PassReport.Outcome;
import dev.podpass.admin.install.Progress.Effect;
import dev.podpass.admin.state.OwnedFile;
import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PassTest {
  private static final String OTHER = FakeNode.STOCK.replace("gcr.io", "example.com");

  @TempDir private Path folder;

  /** Another program writes just before the pass does. */
  private static final class Contended implements World {
    private final ModelNode node = new ModelNode(FakeNode.STOCK);
    private int writes;

    /** The number of the write that it comes before. */
    private final int contended;

    Contended(int contended) {
      this.contended = contended;
    }

    @Override
    public View look() throws IOException {
      return node.look();
    }

    @Override
    public Effect perform(Action action) throws IOException {
      if (action instanceof Action.WriteConfig && ++writes == contended) {
        node.config = Optional.of(OTHER);
        throw new FileSystemException("f", null, "another program changed it at the same time");
      }
      return node.perform(action);
    }
  }

  /** A kubelet that has refused its configuration is not left with it. */
  @ParameterizedTest
  @CsvSource({"info, 1, CHANGED", "REFUSED, 1, ROLLED_BACK", "REFUSED, 2, ROLLED_BACK"})
  void plansAgainFromWhatAnotherProgramWroteAtTheSameTime(String level, int write, Outcome outcome)
      throws IOException {
    Contended world = new Contended(write);
    try (FakeNode fake = new FakeNode(folder)) {
      Plan plan =
          new InstallPlan(
              fake.request(FakeNode.restart(), "--log-level=" + level),
              new NodeLayout(FakeNode.CONFIG, Optional.empty(), FakeNode.BIN, List.of()),
              OwnedFile.of(ModelNode.NEW),
              Optional.empty(),
              _ -> {});

      assertThat(new Pass(world, plan, FakeNode.CONFIG).run().outcome()).isEqualTo(outcome);
    }
    String text = world.node.config.orElseThrow();
    assertThat(text).contains("example.com");
    assertThat(text.contains("podpass-echo")).isEqualTo(outcome == Outcome.CHANGED);
    assertThat(world.node.kubelet).isNotZero();
    assertThat(world.node.read).isEqualTo(text);
  }
}
