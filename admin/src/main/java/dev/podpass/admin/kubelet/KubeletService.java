// SPDX-License-Identifier: Apache-2.0
package dev.podpass.admin.kubelet;

import dev.podpass.admin.node.KubeletProcess;
import dev.podpass.admin.node.KubeletProcesses;
import dev.podpass.admin.node.NodeFiles;
import dev.podpass.failure.CredentialException;
import dev.podpass.failure.Kind;
import dev.podpass.secret.Redaction;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;

/** Kubelet as a service of the node: found, restarted, awaited, and its log read. */
public final class KubeletService {
  private static final Duration POLL = Duration.ofMillis(200);

  /** A kubelet that refuses its configuration ends within a second. */
  private static final Duration ALIVE = Duration.ofSeconds(10);

  private static final int LOG_LINES = 10;
  private static final int LONGEST_LINE = 500;

  private final NodeFiles files;
  private final NodeCommands commands;

  /** That of a node. */
  public KubeletService(NodeFiles files, NodeCommands commands) {
    this.files = files;
    this.commands = commands;
  }

  /** Kubelet's process, if one runs that may be trusted to be it. */
  public Optional<ProcessIdentity> running() {
    return process().flatMap(process -> ProcessIdentity.of(files, process.id()));
  }

  private Optional<KubeletProcess> process() {
    return KubeletProcesses.of(files).kubelet();
  }

  /** The unit of systemd that it is, if it is one that may be restarted. */
  public Optional<RestartMethod> unit() {
    return process()
        .flatMap(process -> files.read("/proc/" + process.id() + "/cgroup"))
        .flatMap(KubeletUnit::of)
        .map(RestartMethod.Unit::new);
  }

  /**
   * Has it restarted. That it has been is for {@link #awaitHealthy} to say.
   *
   * @throws CredentialException of kind {@code UNAVAILABLE} if it cannot be
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

  /**
   * Waits until a kubelet is healthy.
   *
   * @param before the process that it must not be, as its {@code toString} has it
   * @param healthzPort of loopback; 0 if kubelet does not serve it
   * @return the process that is; empty if none is in time
   */
  public Optional<ProcessIdentity> awaitHealthy(
      Optional<String> before, int healthzPort, Duration patience) {
    Healthz healthz = new Healthz(URI.create("http://127.0.0.1:" + healthzPort + "/healthz"));
    long end = System.nanoTime() + patience.toNanos();
    Optional<ProcessIdentity> seen = Optional.empty();
    long since = System.nanoTime();
    do {
      Optional<ProcessIdentity> now = running();
      if (!now.equals(seen)) {
        seen = now;
        since = System.nanoTime();
      }
      if (now.isPresent()
          && !now.map(ProcessIdentity::toString).equals(before)
          && (healthzPort == 0 ? isAlive(since) : healthz.isGood())
          && running().equals(now)) {
        return now;
      }
      LockSupport.parkNanos(POLL.toNanos());
    } while (System.nanoTime() - end < 0);
    return Optional.empty();
  }

  private static boolean isAlive(long since) {
    return System.nanoTime() - since >= ALIVE.toNanos();
  }

  /** The end of its log, if systemd keeps it. */
  public List<String> lastLines(RestartMethod method) {
    if (!(method instanceof RestartMethod.Unit unit)) {
      return List.of();
    }
    try {
      return commands
          .run("journalctl", "-u", unit.name(), "-n", "" + LOG_LINES, "--no-pager", "-o", "cat")
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
