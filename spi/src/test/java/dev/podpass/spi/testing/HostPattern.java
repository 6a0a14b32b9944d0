// SPDX-License-Identifier: Apache-2.0
package dev.podpass.spi.testing;

import dev.podpass.spi.image.RegistryHost;
import java.util.regex.Pattern;

/** A pattern of kubelet's {@code matchImages}: label by label, with {@code *} within a label. */
final class HostPattern {
  private HostPattern() {}

  static boolean matches(String pattern, RegistryHost host) {
    String[] wanted = pattern.split("/", 2)[0].split(":", 2);
    String[] labels = wanted[0].split("\\.", -1);
    String[] given = host.name().split("\\.", -1);
    boolean port = wanted.length == 1 || wanted[1].equals(String.valueOf(host.port().orElse(-1)));
    if (!port || labels.length != given.length) {
      return false;
    }
    for (int i = 0; i < labels.length; i++) {
      if (!given[i].matches(Pattern.quote(labels[i]).replace("*", "\\E[^.]*\\Q"))) {
        return false;
      }
    }
    return true;
  }
}
