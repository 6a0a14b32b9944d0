// SPDX-License-Identifier: Apache-2.0
package dev.podpass.admin.node;

import dev.podpass.spi.Sourced;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Finds kubelet's version in what installed it: no program is run. */
final class KubeletVersionFiles {
  private static final String DPKG = "/var/lib/dpkg/status";
  private static final Pattern PACKAGE =
      Pattern.compile(
          "(?m)^Package: kubelet\\nStatus: \\S+ ok installed\\n"
              + "(?:\\S.*\\n| .*\\n)*?Version: (1\\.[0-9]+\\.[0-9]+)");
  private static final String PACKAGED = "/usr/bin/kubelet";
  private static final String RKE2 = "/var/lib/rancher/rke2";
  private static final Pattern RELEASE = Pattern.compile("/data/(v1\\.[0-9]+\\.[0-9]+)");

  private KubeletVersionFiles() {}

  /** The version, such as {@code v1.34.2}, and where it was found. */
  static Optional<Sourced<String>> find(NodeFiles files) {
    return Stream.of(
            packaged(files), first(RELEASE, files.resolve(RKE2 + "/bin").toString(), RKE2 + "/bin"))
        .flatMap(Optional::stream)
        .findFirst();
  }

  /**
   * The version of a program, if it is what one of these installed: another kubelet may have been
   * installed beside it.
   */
  static Optional<Sourced<String>> of(NodeFiles files, String program) {
    if (program.equals(PACKAGED)) {
      return packaged(files);
    }
    return program.startsWith(RKE2 + "/") ? first(RELEASE, program, program) : Optional.empty();
  }

  private static Optional<Sourced<String>> packaged(NodeFiles files) {
    return first(PACKAGE, files.read(DPKG).orElse(""), DPKG).map(found -> found.map(v -> "v" + v));
  }

  private static Optional<Sourced<String>> first(Pattern pattern, String text, String source) {
    Matcher matcher = pattern.matcher(text);
    return matcher.find() ? Optional.of(new Sourced<>(matcher.group(1), source)) : Optional.empty();
  }
}
