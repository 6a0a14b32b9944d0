// SPDX-License-Identifier: Apache-2.0
package dev.podpass.admin.install;

import java.util.List;
import java.util.Optional;

/**
 * Why a change is put back.
 *
 * @param reason what happened
 * @param hint what to do about it; empty if there is nothing to say
 * @param log the end of kubelet's log
 * @param restarted whether kubelet was restarted, as far as its command says
 */
record Trouble(String reason, Optional<String> hint, List<String> log, boolean restarted) {
  Trouble {
    log = List.copyOf(log);
  }
}
