// SPDX-License-Identifier: Apache-2.0
package dev.podpass.admin.kubelet;

import java.time.Duration;
import java.util.Optional;

/**
 * How kubelet is made to read a configuration that has changed.
 *
 * @param restarts whether podpass restarts it; the operator does otherwise
 * @param command for the node's shell; empty for the systemd unit of kubelet's cgroup
 * @param patience how long a restart may take, and then kubelet to be healthy
 */
public record RestartPolicy(boolean restarts, Optional<String> command, Duration patience) {}
