// SPDX-License-Identifier: Apache-2.0
package dev.podpass.conformance;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/**
 * A {@code kubelet-pull}: the plugin code of one Kubernetes version, as a program.
 *
 * @param version such as {@code 1.37}
 */
record Kubelet(String version, Path program) {
  private static final String PREFIX = "kubelet-pull-";

  /**
   * Those of the test: all that {@code conformance/run.sh} has built, oldest first, or the newest.
   */
  static List<Kubelet> all() {
    List<Kubelet> kubelets = built();
    return Boolean.getBoolean("conformance.newest") ? List.of(kubelets.getLast()) : kubelets;
  }

  private static List<Kubelet> built() {
    Path directory = Path.of(property("conformance.kubelets"));
    try (Stream<Path> files = Files.list(directory)) {
      List<Kubelet> kubelets =
          files
              .filter(file -> file.getFileName().toString().startsWith(PREFIX))
              .sorted()
              .map(file ->
                  new Kubelet(file.getFileName().toString().substring(PREFIX.length()), file))
              .toList();
      if (kubelets.isEmpty()) {
        throw new IllegalStateException("no " + PREFIX + "* in " + directory);
      }
      return kubelets;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static Kubelet newest() {
    return built().getLast();
  }

  static String property(String name) {
    String value = System.getProperty(name);
    if (value == null) {
      throw new IllegalStateException(name + " is not set: use conformance/run.sh");
    }
    return value;
  }

  @Override
  public String toString() {
    return "Kubernetes " + version;
  }
}
