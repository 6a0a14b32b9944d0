// SPDX-License-Identifier: Apache-2.0
package dev.podpass.admin.kubelet;

import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The systemd unit that a process belongs to, from its cgroup. Kubelet may run inside the unit of
 * something else, a container runtime for one, which must not be restarted for its sake.
 */
public final class KubeletUnit {
  private static final Pattern UNIT =
      Pattern.compile(
          "kubelet([-@.].*)?|k3s(-.*)?|rke2(-.*)?|k0s(worker|controller)"
              + "|snap\\.(microk8s|k8s|kubelet)[A-Za-z0-9_.-]*");
  private static final String SUFFIX = ".service";

  private KubeletUnit() {}

  /** Whether a unit of that name, without its suffix, is one of kubelet's own. */
  public static boolean isName(String name) {
    return name.matches("[A-Za-z0-9:_.@-]+") && UNIT.matcher(name).matches();
  }

  /** The unit's name without its suffix, if it is one of kubelet's own. */
  static Optional<String> of(String cgroup) {
    return cgroup
        .lines()
        .filter(line -> line.startsWith("0::") || line.contains(":name=systemd:"))
        .map(line -> line.substring(line.lastIndexOf('/') + 1))
        .filter(name -> name.endsWith(SUFFIX))
        .map(name -> name.substring(0, name.length() - SUFFIX.length()))
        .filter(KubeletUnit::isName)
        .findFirst();
  }
}
