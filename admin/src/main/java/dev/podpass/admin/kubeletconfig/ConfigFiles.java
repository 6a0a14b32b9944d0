// SPDX-License-Identifier: Apache-2.0
package dev.podpass.admin.kubeletconfig;

import dev.podpass.failure.CredentialException;
import dev.podpass.failure.Kind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** The files that kubelet reads its configuration from. */
public final class ConfigFiles {
  private static final String EXTENSION = ".*\\.(?:json|yaml|yml)";

  private ConfigFiles() {}

  /** The file itself, or those of a folder that kubelet reads, in kubelet's order. */
  public static List<Path> of(Path path) {
    if (!Files.isDirectory(path)) {
      return List.of(path);
    }
    try (Stream<Path> inside = Files.list(path)) {
      List<Path> files =
          inside
              .filter(file -> !Files.isDirectory(file))
              .filter(file -> file.getFileName().toString().matches(EXTENSION))
              .sorted()
              .toList();
      if (files.isEmpty()) {
        throw new CredentialException(
            Kind.CONFIGURATION,
            path + " has no *.json, *.yaml or *.yml; kubelet does not start with it");
      }
      return files;
    } catch (IOException e) {
      throw new CredentialException(Kind.USAGE, path + " cannot be read").causedBy(e);
    }
  }
}
