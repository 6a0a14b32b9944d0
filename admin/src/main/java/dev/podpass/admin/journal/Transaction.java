// SPDX-License-Identifier: Apache-2.0
package dev.podpass.admin.journal;

import dev.podpass.admin.journal.Change.Phase;
import dev.podpass.admin.journal.NodeState.ReadConfig;
import dev.podpass.admin.kubelet.KubeletService;
import dev.podpass.admin.kubelet.ProcessIdentity;
import dev.podpass.failure.CredentialException;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Makes a change as a whole: files, kubelet's restart, and its health afterwards; or nothing of it.
 * The state says at each moment what an interrupted change needs.
 */
public final class Transaction {
  private final NodeWriter writer;
  private final KubeletService kubelet;
  private final Duration patience;
  private final Clock clock;
  private final Checkpoint checkpoint;

  /**
   * For one node.
   *
   * @param patience how long kubelet may take to be healthy
   */
  public Transaction(
      NodeWriter writer,
      KubeletService kubelet,
      Duration patience,
      Clock clock,
      Checkpoint checkpoint) {
    this.writer = writer;
    this.kubelet = kubelet;
    this.patience = patience;
    this.clock = clock;
    this.checkpoint = checkpoint;
  }

  /** Is called when a step has been made. */
  @FunctionalInterface
  public interface Trial {
    /**
     * Tries what the step has made.
     *
     * @throws CredentialException if it is not fit for use
     */
    void of(Step made);
  }

  /**
   * Makes a change.
   *
   * @param contents of the files that the steps make, by path
   * @return the state afterwards: what failed is in it
   * @throws IOException if a file cannot be written; all are as they were then
   */
  public NodeState make(NodeState state, Change change, Map<String, Content> contents, Trial trial)
      throws IOException {
    NodeState during = state.during(change);
    writer.keep(change.steps());
    checkpoint.passed("keep copies");
    writer.store().save(during);
    checkpoint.passed("record the change");
    try {
      for (Step step : change.steps()) {
        writer.make(step, contents.getOrDefault(step.path(), new Content.Kept()));
        checkpoint.passed("put " + step.path());
        trial.of(step);
      }
    } catch (CredentialException e) {
      writer.takeBack(change.steps(), checkpoint);
      return ended(state.failed(failure(change, e.line())));
    } catch (IOException e) {
      writer.takeBack(change.steps(), checkpoint);
      ended(state.undone());
      throw e;
    }
    if (change.restart().isEmpty()) {
      return done(state, change, Optional.empty());
    }
    Change restarted = change.in(Phase.RESTART);
    writer.store().save(state.during(restarted));
    checkpoint.passed("record the restart");
    return restart(state, restarted);
  }

  /** Completes or undoes the change that a process was killed in. */
  public NodeState recover(NodeState state) throws IOException {
    if (state.change().isEmpty()) {
      return state;
    }
    Change change = state.change().get();
    return switch (change.phase()) {
      case APPLY -> {
        writer.takeBack(change.steps(), checkpoint);
        yield ended(state.undone());
      }
      case RESTART -> restart(state, change);
      case UNDO -> undo(state, change);
    };
  }

  private NodeState restart(NodeState state, Change change) throws IOException {
    try {
      if (identity().equals(change.kubelet())) {
        kubelet.restart(change.restart().orElseThrow());
        checkpoint.passed("restart kubelet");
      }
    } catch (CredentialException e) {
      return undo(state, change.undoneBecause(e.line()));
    }
    Optional<ProcessIdentity> healthy =
        kubelet.awaitHealthy(change.kubelet(), change.healthzPort(), patience);
    checkpoint.passed("await kubelet");
    return healthy.isPresent()
        ? done(state, change, healthy)
        : undo(
            state,
            change.undoneBecause(
                "kubelet was not healthy within %d s of its restart"
                    .formatted(patience.toSeconds())));
  }

  private Optional<String> identity() {
    return kubelet.running().map(ProcessIdentity::toString);
  }

  private NodeState undo(NodeState state, Change change) throws IOException {
    FailedChange failure = failure(change, change.reason());
    writer.store().save(state.during(change));
    checkpoint.passed("record the undoing");
    writer.takeBack(change.steps(), checkpoint);
    Optional<String> running = identity();
    boolean neverRestarted = running.isPresent() && running.equals(change.kubelet());
    String outcome =
        neverRestarted
            ? "; the files are as they were, and kubelet kept running"
            : restored(change, running);
    return ended(
        state.failed(
            new FailedChange(
                failure.result(),
                failure.wanted(),
                failure.at(),
                failure.reason() + outcome,
                failure.log())));
  }

  private String restored(Change change, Optional<String> running) {
    try {
      kubelet.restart(change.restart().orElseThrow());
      checkpoint.passed("restart kubelet once more");
      return kubelet.awaitHealthy(running, change.healthzPort(), patience).isPresent()
          ? "; the files are as they were, and kubelet is healthy with them"
          : "; the files are as they were, and kubelet is not healthy with them either";
    } catch (CredentialException e) {
      return "; the files are as they were, but " + e.text();
    }
  }

  private FailedChange failure(Change change, String reason) {
    return new FailedChange(
        change.result(),
        change.target().map(Installed::wanted).orElse(""),
        clock.instant(),
        reason,
        change.restart().map(kubelet::lastLines).orElse(List.of()));
  }

  private NodeState done(NodeState state, Change change, Optional<ProcessIdentity> reader)
      throws IOException {
    if (change.target().isEmpty()) {
      writer.store().remove();
      return NodeState.NEW;
    }
    Installed target = writer.stamped(change.target().get());
    NodeState done = state.done(Optional.of(target));
    return ended(
        reader
            .map(process -> done.reading(new ReadConfig(process.toString(), target.values())))
            .orElse(done));
  }

  private NodeState ended(NodeState state) throws IOException {
    writer.store().save(state);
    checkpoint.passed("record the end");
    Optional<Snapshot> original = state.installed().map(it -> it.config().original());
    writer.store().keepOnly(original.map(Set::of).orElse(Set.of()));
    return state;
  }
}
