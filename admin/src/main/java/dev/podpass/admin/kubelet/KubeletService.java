// SPDX-License-Identifier: Apache-2.0
package dev.podpass.admin.kubelet;

import dev.podpass.admin.kubelet.HealthEndpoint.Owner;
import dev.podpass.admin.node.KubeletProcess;
import dev.podpass.admin.node.KubeletProcesses;
import dev.podpass.admin.node.NodeFiles;
import dev.podpass.core.file.Sha256;
import dev.podpass.spi.failure.CredentialException;
import dev.podpass.spi.failure.Kind;
import dev.podpass.spi.secret.Redaction;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;

/** Kubelet as a service of the node: found, restarted, awaited, and its log read. */
public final class KubeletService {
  private static final Duration POLL = Duration.ofMillis(200);

  /** A kubelet that refuses its configuration ends within a second. */
  private static final Duration ALIVE = Duration.ofSeconds(10);

  private static final int LOG_LINES = 10;
  private static final int LONGEST_LINE = 500;

  private final NodeFiles files;
  private final NodeCommands commands;
  private final Supplier<HealthEndpoint> endpoint;

  /**
   * Creates the service of one node.
   *
   * @param endpoint of the kubelet that runs when it is asked for
   */
  public KubeletService(NodeFiles files, NodeCommands commands, Supplier<HealthEndpoint> endpoint) {
    this.files = files;
    this.commands = commands;
    this.endpoint = endpoint;
  }

  /** Kubelet's process, if one runs that may be trusted to be it. */
  public Optional<ProcessIdentity> running() {
    return process().flatMap(process -> ProcessIdentity.of(files, process.id()));
  }

  /** Digest of the kubelet that runs: of its program and its arguments. */
  public Optional<String> digest() {
    return process()
        .map(it -> Sha256.of(files.stamp("/proc/" + it.id() + "/exe") + "\n" + it.command()));
  }

  private Optional<KubeletProcess> process() {
    return files.isRunning() ? KubeletProcesses.of(files).kubelet() : Optional.empty();
  }

  /** The unit of systemd that it is, if it is one that may be restarted. */
  public Optional<String> unit() {
    return process()
        .flatMap(process -> files.read("/proc/" + process.id() + "/cgroup"))
        .flatMap(KubeletUnit::of);
  }

  /**
   * Restarts kubelet; {@link #await} confirms it.
   *
   * @throws CredentialException of kind {@code UNAVAILABLE} if it cannot be restarted
   */
  public void restart(RestartMethod method) {
    switch (method) {
      case RestartMethod.Unit unit -> {
        // A unit that failed too often is not started again, and a failed reset is no matter.
        var _ = run("systemctl", "reset-failed", unit.name());
        require("systemctl", "restart", "--no-block", unit.name());
      }
      case RestartMethod.Command command -> require("/bin/sh", "-c", command.text());
    }
  }

  private void require(String... command) {
    HostCommands.Output output = run(command);
    if (output.status() != 0) {
      throw new CredentialException(
          Kind.UNAVAILABLE,
          "kubelet was not restarted: \"%s\" ended with status %d: %s"
              .formatted(String.join(" ", command), output.status(), output.text().strip()),
          "run it on the node, or set --restart-command");
    }
  }

  private HostCommands.Output run(String... command) {
    try {
      return commands.run(command);
    } catch (IOException e) {
      throw new CredentialException(
              Kind.UNAVAILABLE,
              "\"%s\" cannot be run on the node: %s"
                  .formatted(String.join(" ", command), e.getMessage()),
              "run podpass as root with the node's process namespace (hostPID), or set"
                  + " --restart-command")
          .causedBy(e);
    }
  }

  /** How well the kubelet that runs is; one that has just started is given time to live. */
  public Health health() {
    Optional<ProcessIdentity> now = running();
    if (now.isEmpty() || !livesOn(now.get())) {
      return Health.UNKNOWN;
    }
    HealthEndpoint healthz = endpoint.get();
    return healthz.owner(files, now.get().pid()) == Owner.KUBELET && healthz.isGood()
        ? Health.HEALTHY
        : Health.ALIVE;
  }

  /**
   * Waits until another kubelet is as well as the last was.
   *
   * @param before the process that it must not be, as its {@code toString} has it
   * @param expected how well it must be
   * @param patience how long it may take to start; then it must live for ten seconds
   * @return how well it is: no more than alive where another process has taken its port; empty if
   *     none is in time
   */
  public Optional<Health> await(String before, Health expected, Duration patience) {
    long end = System.nanoTime() + patience.toNanos();
    do {
      Optional<ProcessIdentity> now = running();
      if (now.isPresent()
          && !now.get().toString().equals(before)
          && isAsWell(now.get(), expected)
          && livesOn(now.get())
          && isAsWell(now.get(), expected)) {
        return Optional.of(expected == Health.HEALTHY ? health() : expected);
      }
      LockSupport.parkNanos(POLL.toNanos());
    } while (System.nanoTime() - end < 0);
    return Optional.empty();
  }

  /** Where another process has taken kubelet's port, kubelet goes on without it. */
  private boolean isAsWell(ProcessIdentity kubelet, Health expected) {
    if (expected != Health.HEALTHY) {
      return true;
    }
    HealthEndpoint healthz = endpoint.get();
    return switch (healthz.owner(files, kubelet.pid())) {
      case KUBELET -> healthz.isGood();
      case ANOTHER -> true;
      case NOBODY -> !healthz.isServed();
    };
  }

  /** Waits until a process has lived for ten seconds; false if it ends before. */
  private boolean livesOn(ProcessIdentity kubelet) {
    long seen = System.nanoTime();
    while (running().equals(Optional.of(kubelet))) {
      Duration age = kubelet.age(files).orElseGet(() -> Duration.ofNanos(System.nanoTime() - seen));
      if (age.compareTo(ALIVE) >= 0) {
        return true;
      }
      LockSupport.parkNanos(POLL.toNanos());
    }
    return false;
  }

  /** The end of its log, if systemd keeps it. */
  public List<String> lastLines(Optional<String> unit) {
    if (unit.isEmpty()) {
      return List.of();
    }
    try {
      return commands
          .run("journalctl", "-u", unit.get(), "-n", "" + LOG_LINES, "--no-pager", "-o", "cat")
          .text()
          .lines()
          .map(Redaction::line)
          .map(line -> line.substring(0, Math.min(line.length(), LONGEST_LINE)))
          .toList();
    } catch (IOException _) {
      return List.of();
    }
  }
}
