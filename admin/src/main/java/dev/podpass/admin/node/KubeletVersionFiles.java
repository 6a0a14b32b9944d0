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
          "(?m)^Package: kubelet\\n(?:\\S.*\\n| .*\\n)*?Version: (1\\.[0-9]+\\.[0-9]+)");
  private static final String RKE2 = "/var/lib/rancher/rke2/bin";
  private static final Pattern RELEASE = Pattern.compile("/data/(v1\\.[0-9]+\\.[0-9]+)");

  private KubeletVersionFiles() {}

  /** The version, such as {@code v1.34.2}, and where it was found. */
  static Optional<Sourced<String>> find(NodeFiles files) {
    return Stream.of(
            first(PACKAGE, files.read(DPKG).orElse(""), DPKG).map(found -> found.map(v -> "v" + v)),
            first(RELEASE, files.resolve(RKE2).toString(), RKE2))
        .flatMap(Optional::stream)
        .findFirst();
  }

  private static Optional<Sourced<String>> first(Pattern pattern, String text, String source) {
    Matcher matcher = pattern.matcher(text);
    return matcher.find() ? Optional.of(new Sourced<>(matcher.group(1), source)) : Optional.empty();
  }
}
