// SPDX-License-Identifier: Apache-2.0
package dev.podpass.admin.kubelet;

import java.time.Duration;
import java.util.Optional;
import java.util.Set;

/**
 * Kubelet as a pass sees it: a process that reads its configuration once, when it starts. Processes
 * are texts that no two share ({@link ProcessIdentity}).
 */
public interface Kubelet {
  /** Stands for the process of a kubelet that does not run. */
  String NONE = "none";

  /** What a kubelet lives that has taken its configuration; else it ends within a second. */
  Duration LIFE = Duration.ofSeconds(10);

  /** How well a kubelet is, as far as it can be observed. */
  public enum Health {
    /** It does not run, or not for long. */
    DOWN,
    /** It has lived for ten seconds. */
    LIVES,
    /** It has, and its health endpoint says that it is healthy. */
    HEALTHY
  }

  RestartPolicy policy();

  /**
   * The process that runs, or {@link #NONE}. Where that is not certain, it looks again for ten
   * seconds.
   */
  String findProcess();

  /** How well the kubelet that runs is; one that has just started is given time to live. */
  Health health();

  /** The systemd unit of the kubelet that runs, if it is one that may be restarted. */
  Optional<String> unit();

  /** Restarts kubelet, and returns why that failed. Whether it did is seen by its process alone. */
  Optional<String> restart(Optional<String> unit);

  /**
   * Waits for a kubelet that is none of these, as well as expected, and has lived that long; empty
   * if none is in time, or it is gone at the end.
   */
  Optional<String> await(Set<String> not, Health expected, Duration life);
}
