// SPDX-License-Identifier: Apache-2.0
package dev.podpass.testkit.kubelet;

import java.io.Serial;

/** Kubelet would log this message and pull anonymously. */
public final class RefusedByKubelet extends RuntimeException {
  @Serial private static final long serialVersionUID = 1;

  RefusedByKubelet(String message) {
    super(message);
  }
}
