// SPDX-License-Identifier: Apache-2.0
package dev.podpass.admin.install;

import static org.assertj.core.api.Assertions.assertThat;

import dev.podpass.admin.install.PassReport.Outcome;
import dev.podpass.admin.journal.EditedConfig;
import dev.podpass.admin.journal.FailedChange;
import dev.podpass.admin.journal.Installed;
import dev.podpass.admin.journal.NodeState;
import dev.podpass.admin.journal.OwnedFile;
import dev.podpass.admin.journal.Snapshot;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class RetryDecisionTest {
  private static final Instant NOW = Instant.parse("2026-11-26T10:00:00Z");
  private static final NodeState THERE = NodeState.NEW.done(Optional.of(wanting("a")));
  private static final NodeState FAILED =
      NodeState.NEW.failed(new FailedChange("result", "a", NOW, "kubelet refused", List.of()));

  private static Installed wanting(String values) {
    return new Installed(
        new OwnedFile(Snapshot.ABSENT, Optional.empty()),
        Map.of(),
        new EditedConfig("/c", Snapshot.ABSENT, Snapshot.ABSENT, List.of(), Optional.empty()),
        values,
        values,
        "1",
        NOW);
  }

  @Test
  void makesAChangeOfValuesAtOnce() {
    NodeState state = THERE.repairedAt(List.of(NOW));

    RetryDecision decision = RetryDecision.of(state, wanting("b"), "other", NOW);

    assertThat(decision).isEqualTo(new RetryDecision(false, Optional.empty()));
    assertThat(decision.noted(state, NOW)).isEqualTo(state);
  }

  @Test
  void repairsAndCountsIt() {
    RetryDecision decision = RetryDecision.of(THERE, wanting("a"), "other", NOW);

    assertThat(decision).isEqualTo(new RetryDecision(true, Optional.empty()));
    assertThat(decision.noted(THERE, NOW).repairs()).containsExactly(NOW);
  }

  @Test
  void doesNotRepairAgainAndAgain() {
    RetryDecision decision =
        RetryDecision.of(THERE.repairedAt(List.of(NOW)), wanting("a"), "other", NOW);

    assertThat(decision.refusal().orElseThrow().outcome()).isEqualTo(Outcome.BACKING_OFF);
    assertThat(decision.refusal().orElseThrow().message()).endsWith("until 2026-11-26T10:10:00Z");
  }

  @Test
  void doesNotTryAgainWhatFailed() {
    PassReport refusal =
        RetryDecision.of(FAILED, wanting("a"), "result", NOW).refusal().orElseThrow();

    assertThat(refusal.outcome()).isEqualTo(Outcome.FAILED_BEFORE);
    assertThat(refusal.message()).isEqualTo("not tried again until it changes: kubelet refused");
  }

  /** Another program keeps changing the file, so each attempt fails with another result. */
  @Test
  void countsTheSameValuesWithAnotherResultAsARepair() {
    assertThat(RetryDecision.of(FAILED, wanting("a"), "other", NOW))
        .isEqualTo(new RetryDecision(true, Optional.empty()));
  }
}
