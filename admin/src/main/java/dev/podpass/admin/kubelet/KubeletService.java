// SPDX-License-Identifier: Apache-2.0
package dev.podpass.admin.kubelet;

import dev.podpass.admin.check.Check;
import dev.podpass.admin.kubelet.HealthEndpoint.Owner;
import dev.podpass.admin.node.KubeletFlags;
import dev.podpass.admin.node.KubeletProcesses;
import dev.podpass.admin.node.NodeFiles;
import dev.podpass.admin.node.NodeInspection;
import dev.podpass.spi.Sourced;
import dev.podpass.spi.failure.CredentialException;
import dev.podpass.spi.failure.Kind;
import java.io.IOException;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import java.util.regex.Pattern;

/**
 * Kubelet as a service of the node: found, restarted and awaited. A process that is known is found
 * again by its number and start; all processes are looked through only if it is gone.
 */
public final class KubeletService implements Kubelet {
  private static final Duration POLL = Duration.ofMillis(200);

  /** How long it is looked for where it is not certain which process it is. */
  private static final Duration CERTAINTY = Duration.ofSeconds(10);

  /** One that has ended this often, and was started again, is not waited for any longer. */
  private static final int ENDS = 3;

  /** Of a command whose result does not decide. */
  private static final Duration SHORT = Duration.ofSeconds(30);

  /**
   * Kubelet may run inside the unit of something else, a container runtime for one, which must not
   * be restarted for its sake.
   */
  private static final Pattern UNIT =
      Pattern.compile(
          "(kubelet([-@.][A-Za-z0-9:_.@-]*)?|k3s(-[A-Za-z0-9:_.@-]*)?|rke2(-[A-Za-z0-9:_.@-]*)?"
              + "|k0s(worker|controller)|snap\\.(microk8s|k8s|kubelet)[A-Za-z0-9_.-]*)"
              + "\\.service");

  private final NodeFiles files;
  private final HostCommands commands;
  private final RestartPolicy policy;
  private final Consumer<String> progress;
  private KubeletProcesses processes = KubeletProcesses.NONE;
  private Optional<ProcessIdentity> identity = Optional.empty();
  private Optional<String> unit = Optional.empty();
  private Optional<ProcessIdentity> asked = Optional.empty();
  private HealthEndpoint healthz = HealthEndpoint.of(Optional.empty(), Optional.empty());

  public KubeletService(
      NodeFiles files, HostCommands commands, RestartPolicy policy, Consumer<String> progress) {
    this.files = files;
    this.commands = commands;
    this.policy = policy;
    this.progress = progress;
  }

  @Override
  public RestartPolicy policy() {
    return policy;
  }

  @Override
  public String findProcess() {
    return find().map(ProcessIdentity::toString).orElse(NONE);
  }

  /** What was found when it was looked for last. */
  public KubeletProcesses processes() {
    return processes;
  }

  private Optional<ProcessIdentity> find() {
    long end = System.nanoTime() + CERTAINTY.toNanos();
    boolean ran = identity.isPresent();
    boolean none = false;
    while (true) {
      Optional<Check> doubt = scan();
      none |= identity.isEmpty() && doubt.isEmpty();
      boolean left = System.nanoTime() - end < 0;
      // Where one ran a moment ago, another may be about to start.
      if (identity.isPresent() || (none && !(ran && left))) {
        return identity;
      }
      if (!left) {
        throw new CredentialException(
            Kind.TRY_AGAIN,
            "it is not certain which process is kubelet: " + doubt.map(Check::finding).orElse(""),
            doubt.flatMap(Check::todo).orElse("run this as root on the node"));
      }
      LockSupport.parkNanos(POLL.toNanos());
    }
  }

  /** Returns why it is not certain that what it finds is all. */
  private Optional<Check> scan() {
    if (runsOn()) {
      return Optional.empty();
    }
    processes = files.isRunning() ? KubeletProcesses.of(files) : KubeletProcesses.NONE;
    identity = processes.kubelet().flatMap(process -> ProcessIdentity.of(files, process.id()));
    return processes
        .kubelet()
        .filter(_ -> identity.isEmpty())
        .map(process -> Check.warning("kubelet", process + " has just ended", "run this again"))
        .or(processes::doubt);
  }

  private boolean runsOn() {
    return identity.isPresent() && ProcessIdentity.of(files, identity.get().pid()).equals(identity);
  }

  /** Of the kubelet that runs, or ran before in this pass. */
  @Override
  public Optional<String> unit() {
    unit =
        processes
            .kubelet()
            .flatMap(process -> files.read("/proc/" + process.id() + "/cgroup"))
            .flatMap(KubeletService::unit)
            .or(() -> unit);
    return unit;
  }

  /** The unit's name, without its suffix, if it is one of kubelet's own. */
  static Optional<String> unit(String cgroup) {
    return cgroup
        .lines()
        .filter(line -> line.startsWith("0::") || line.contains(":name=systemd:"))
        .map(line -> line.substring(line.lastIndexOf('/') + 1))
        .filter(name -> UNIT.matcher(name).matches())
        .map(name -> name.substring(0, name.lastIndexOf('.')))
        .findFirst();
  }

  @Override
  public Optional<String> restart(Optional<String> unit) {
    if (policy.command().isPresent()) {
      progress.accept("restarting kubelet");
      return run(policy.patience(), "/bin/sh", "-c", policy.command().get());
    }
    String name = unit.filter(text -> UNIT.matcher(text + ".service").matches()).orElse("");
    if (name.isEmpty()) {
      return Optional.of("kubelet's systemd unit is not known");
    }
    progress.accept("restarting kubelet by its unit " + name);
    // A unit that failed too often is not started again, and a failed reset is no matter.
    var _ = run(SHORT, "systemctl", "reset-failed", name);
    return run(policy.patience(), "systemctl", "restart", "--no-block", name);
  }

  private Optional<String> run(Duration limit, String... command) {
    String line = String.join(" ", command);
    try {
      HostCommands.Output output =
          commands.run(List.of(command), limit.compareTo(SHORT) < 0 ? SHORT : limit);
      return output.status() == 0
          ? Optional.empty()
          : Optional.of(
              "\"%s\" ended with status %d: %s"
                  .formatted(line, output.status(), output.text().strip()));
    } catch (IOException e) {
      return Optional.of("\"%s\" cannot be run on the node: %s".formatted(line, e.getMessage()));
    }
  }

  @Override
  public Health health() {
    Optional<ProcessIdentity> now = find();
    if (now.isEmpty() || !livesOn(now.get(), LIFE)) {
      return Health.DOWN;
    }
    HealthEndpoint endpoint = endpoint(now.get());
    return endpoint.owner(files, now.get().pid()) == Owner.KUBELET && endpoint.isGood()
        ? Health.HEALTHY
        : Health.LIVES;
  }

  /** Its flags do not change while it runs. */
  private HealthEndpoint endpoint(ProcessIdentity kubelet) {
    if (!asked.equals(Optional.of(kubelet))) {
      KubeletFlags flags = new NodeInspection(files, processes).flags();
      healthz =
          HealthEndpoint.of(
              flags.healthzAddress().map(Sourced::value), flags.healthzPort().map(Sourced::value));
      asked = Optional.of(kubelet);
    }
    return healthz;
  }

  @Override
  public Optional<String> await(Set<String> not, Health expected, Duration life) {
    long end = System.nanoTime() + policy.patience().toNanos();
    Set<ProcessIdentity> seen = new HashSet<>();
    do {
      var _ = scan();
      Optional<ProcessIdentity> now = identity.filter(process -> !not.contains(process.toString()));
      if (now.isPresent()
          && isAsWell(now.get(), expected)
          && livesOn(now.get(), life)
          && isAsWell(now.get(), expected)
          && runsOn()) {
        return now.map(ProcessIdentity::toString);
      }
      now.ifPresent(seen::add);
      LockSupport.parkNanos(POLL.toNanos());
    } while (seen.size() <= ENDS && System.nanoTime() - end < 0);
    return Optional.empty();
  }

  /** Where another process has taken kubelet's port, kubelet goes on without it. */
  private boolean isAsWell(ProcessIdentity kubelet, Health expected) {
    if (expected != Health.HEALTHY) {
      return true;
    }
    HealthEndpoint endpoint = endpoint(kubelet);
    return switch (endpoint.owner(files, kubelet.pid())) {
      case KUBELET -> endpoint.isGood();
      case ANOTHER -> true;
      case NOBODY -> !endpoint.isServed();
    };
  }

  /** Waits until a process has lived for that long; false if it ends before. */
  private boolean livesOn(ProcessIdentity kubelet, Duration life) {
    long seen = System.nanoTime();
    while (ProcessIdentity.of(files, kubelet.pid()).equals(Optional.of(kubelet))) {
      Duration watched = Duration.ofNanos(System.nanoTime() - seen);
      Duration age = kubelet.age(files).orElse(watched);
      if (age.compareTo(life) >= 0 || watched.compareTo(life) >= 0) {
        return true;
      }
      LockSupport.parkNanos(POLL.toNanos());
    }
    return false;
  }
}
