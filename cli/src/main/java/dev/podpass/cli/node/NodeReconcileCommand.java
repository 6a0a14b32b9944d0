// SPDX-License-Identifier: Apache-2.0
package dev.podpass.cli.node;

import dev.podpass.cli.command.ChildProcess;
import dev.podpass.cli.command.Command;
import dev.podpass.cli.command.CommandContext;
import dev.podpass.cli.help.HelpText;
import dev.podpass.core.pull.Providers;
import dev.podpass.core.settings.Flag;
import dev.podpass.spi.ProviderOption;
import dev.podpass.spi.failure.CredentialException;
import dev.podpass.spi.failure.Kind;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import picocli.CommandLine.Model.CommandSpec;

/**
 * Keeps a node as wanted. Each pass is a process of its own, {@code reconcile --once} with the same
 * options: between two of them this one holds no more memory than it takes to wait, and a pass that
 * is killed is repeated.
 */
final class NodeReconcileCommand implements Command {
  private static final Flag<Duration> INTERVAL =
      Flag.plain(
          ProviderOption.duration(
                  "interval", "Time between two passes.", Duration.ofSeconds(1), Duration.ofDays(1))
              .withDefault("5m"));

  private static final Flag<Boolean> ONCE =
      Flag.plain(
          ProviderOption.flag("once", "Make one pass, and print nothing if nothing changed."));

  @Override
  public CommandSpec spec(Providers providers) {
    return HelpText.of(
            this,
            "reconcile",
            "Install podpass on this node, then check it at intervals and repair what changed.",
            "It takes the options of podpass node install and runs until it is stopped. If another"
                + " program keeps changing kubelet's configuration, or another podpass wants other"
                + " options, that is repaired three times after each boot, and then once an hour; a"
                + " change that failed is tried again after an hour. SIGTERM ends it after the pass"
                + " under way; podpass stays on the node.")
        .flags(INTERVAL, ONCE, NodeFlags.SPREAD)
        .flags(NodeInstallCommand.FLAGS)
        .pluginFlags(providers)
        .examples(
            providers,
            "podpass node reconcile --root=/host --providers=ID --interval=5m",
            "podpass node reconcile --once --providers=ID")
        .exits(NodeInstallCommand.EXITS);
  }

  @Override
  public int run(CommandContext context) {
    if (context.arguments().get(ONCE)) {
      return once(context);
    }
    NodeRun run = new NodeRun(context, "reconcile", true, new Signals());
    // A wrong option ends it at once, and not every five minutes.
    var _ = run.request();
    run.warn();
    Optional<NodeTaint> taint = NodeTaint.of(context);
    AtomicReference<Runnable> end = new AtomicReference<>(() -> {});
    AtomicBoolean returned = new AtomicBoolean();
    context
        .process()
        .onSignal()
        .accept(() -> {
          if (!returned.get()) {
            end.get().run();
            context.note("podpass: stopped by a signal; podpass stays on this node");
          }
        });
    try {
      Duration limit = run.restart().longest(context.arguments().get(NodeFlags.SPREAD));
      Pauses pauses = new Pauses(context.arguments().get(INTERVAL), taint.isPresent());
      return passes(limit, end, pauses);
    } finally {
      returned.set(true);
    }
  }

  /** A signal waits for the end of a pass, but not while the pass waits for something. */
  private static int once(CommandContext context) {
    Signals signals = new Signals();
    context.process().onSignal().accept(signals::hold);
    Duration spread = context.arguments().get(NodeFlags.SPREAD);
    try {
      return NodeInstallCommand.run(
          new NodeRun(context, "install", true, signals),
          spread,
          time -> {
            context.note(
                "podpass: kubelet has to be restarted; waiting %d s of --spread=%d s"
                    .formatted(time.toSeconds(), spread.toSeconds()));
            rest(time);
          });
    } finally {
      signals.release();
    }
  }

  /** Returns only if no pass can ever be made with these options. */
  private static int passes(Duration limit, AtomicReference<Runnable> end, Pauses pauses) {
    while (true) {
      int status = pass(limit, end);
      if (status == Kind.USAGE.exitCode()) {
        return status;
      }
      rest(pauses.after(status));
      // What a pass leaves behind would add up in a process that does nothing for minutes.
      System.gc();
    }
  }

  static void rest(Duration time) {
    long until = System.nanoTime() + time.toNanos();
    for (long left = time.toNanos(); left > 0; left = until - System.nanoTime()) {
      LockSupport.parkNanos(left);
    }
  }

  private static int pass(Duration limit, AtomicReference<Runnable> end) {
    try {
      return ChildProcess.await(ChildProcess.sameCommandWith(ONCE.name()), limit, end::set);
    } catch (IOException e) {
      throw new CredentialException(
              Kind.UNAVAILABLE,
              "a pass cannot be started: " + e.getMessage(),
              "make /proc and podpass's executable available to it")
          .causedBy(e);
    }
  }

  /**
   * The pauses between the passes of a reconciler. They grow from seconds to the interval after a
   * pass that failed for a reason that passes, and at the beginning if a startup taint is watched:
   * a new node's is removed soon, also if Karpenter puts it back. One that is set on nodes in
   * service stays no longer than a minute.
   */
  static final class Pauses {
    /** An API server or a disk that is away for a moment leaves the startup taint no longer. */
    private static final Duration FIRST = Duration.ofSeconds(15);

    private static final Duration LONGEST_WITH_TAINT = Duration.ofMinutes(1);

    private final Duration interval;
    private final boolean taint;
    private boolean settling;
    private Duration next = FIRST;

    Pauses(Duration interval, boolean taint) {
      this.interval =
          taint && interval.compareTo(LONGEST_WITH_TAINT) > 0 ? LONGEST_WITH_TAINT : interval;
      this.taint = taint;
      this.settling = taint;
    }

    /** The pause after a pass with that exit status. */
    Duration after(int status) {
      boolean soon =
          settling
              || status == Kind.UNAVAILABLE.exitCode()
              || (taint && status == Kind.DENIED.exitCode());
      Duration pause = soon && next.compareTo(interval) < 0 ? next : interval;
      settling = settling && pause.compareTo(interval) < 0;
      next = !soon ? FIRST : pause.equals(interval) ? next : next.multipliedBy(2);
      return pause;
    }
  }
}
