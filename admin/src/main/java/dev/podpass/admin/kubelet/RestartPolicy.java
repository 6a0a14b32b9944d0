// SPDX-License-Identifier: Apache-2.0
package dev.podpass.admin.kubelet;

import java.time.Duration;
import java.util.Optional;

/** How kubelet is made to read a configuration that has changed. */
public sealed interface RestartPolicy {
  /**
   * Kubelet is restarted, and must be healthy afterwards.
   *
   * @param command for the node's shell; empty for the systemd unit of kubelet's cgroup
   * @param patience how long it may take to be healthy
   */
  record Restart(Optional<String> command, Duration patience) implements RestartPolicy {}

  /** The operator restarts it. */
  record Never() implements RestartPolicy {}
}
