// SPDX-License-Identifier: Apache-2.0
package dev.podpass.doctor;

import java.util.Optional;

/**
 * Where kubelet is told to find credential providers.
 *
 * @param config {@code --image-credential-provider-config}, a file or a folder
 * @param binDir {@code --image-credential-provider-bin-dir}
 */
public record KubeletFlags(Optional<Setting> config, Optional<Setting> binDir) {

  /**
   * The value of a flag.
   *
   * @param value a path on the node
   * @param source the process or file that says so
   */
  public record Setting(String value, String source) {}
}
