// SPDX-License-Identifier: Apache-2.0
package dev.podpass.admin.install;

import dev.podpass.admin.journal.NodeState;
import dev.podpass.admin.journal.NodeState.ReadConfig;
import dev.podpass.admin.kubelet.KubeletService;
import dev.podpass.admin.kubelet.ProcessIdentity;
import dev.podpass.admin.kubelet.RestartMethod;
import dev.podpass.admin.kubelet.RestartPolicy;
import dev.podpass.failure.CredentialException;
import dev.podpass.failure.Kind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.Optional;

/**
 * Whether kubelet must be restarted for podpass's entries, and how. It need not if it is known to
 * have read them, whatever happened to the file since; so a file that another program rewrites is
 * repaired without touching kubelet.
 *
 * @param kubelet the process that runs
 * @param needed whether it has not read the configuration
 * @param method how it is restarted; empty if it is not
 */
record RestartDecision(
    Optional<ProcessIdentity> kubelet, boolean needed, Optional<RestartMethod> method) {

  /**
   * For a configuration.
   *
   * @param file the configuration
   * @param intact whether it need not be changed
   * @param values digest of what kubelet is to read
   * @throws CredentialException of kind {@code CONFIGURATION} if it is not known how to restart it
   */
  static RestartDecision of(
      NodeState state,
      Node node,
      KubeletService service,
      RestartPolicy policy,
      Path file,
      boolean intact,
      String values)
      throws IOException {
    Optional<ProcessIdentity> kubelet = service.running();
    boolean needed =
        kubelet.isPresent()
            && !hasRead(state, kubelet.get(), values)
            && !(intact && startedAfter(node, kubelet.get(), file, state));
    return new RestartDecision(
        kubelet, needed, needed ? method(policy, service) : Optional.empty());
  }

  private static boolean hasRead(NodeState state, ProcessIdentity kubelet, String values) {
    return state.read().equals(Optional.of(new ReadConfig(kubelet.toString(), values)));
  }

  /** Whether this process began after the last change of the file; what is known counts first. */
  private static boolean startedAfter(
      Node node, ProcessIdentity kubelet, Path file, NodeState state) throws IOException {
    boolean known = state.read().filter(it -> it.process().equals(kubelet.toString())).isPresent();
    Optional<Instant> start = kubelet.startedAt(node.files());
    return !known && start.isPresent() && Files.exists(file) && changed(file).isBefore(start.get());
  }

  private static Instant changed(Path file) throws IOException {
    return Files.getAttribute(file, "unix:ctime", LinkOption.NOFOLLOW_LINKS)
            instanceof FileTime time
        ? time.toInstant()
        : Instant.MAX;
  }

  private static Optional<RestartMethod> method(RestartPolicy policy, KubeletService service) {
    return switch (policy) {
      case RestartPolicy.Never _ -> Optional.empty();
      case RestartPolicy.Restart restart ->
          Optional.of(
              restart
                  .command()
                  .<RestartMethod>map(RestartMethod.Command::new)
                  .or(service::unit)
                  .orElseThrow(RestartDecision::unknown));
    };
  }

  private static CredentialException unknown() {
    return new CredentialException(
        Kind.CONFIGURATION,
        "kubelet's cgroup names no systemd unit of its own, so it cannot be restarted; nothing was"
            + " changed",
        "set --restart-command, or --no-restart and restart it yourself");
  }
}
