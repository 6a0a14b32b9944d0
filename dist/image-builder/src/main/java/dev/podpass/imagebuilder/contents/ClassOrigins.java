// SPDX-License-Identifier: Apache-2.0
package dev.podpass.imagebuilder.contents;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;

/** Where classes come from: a jar's file name, or {@code module NAME}; the first jar wins. */
record ClassOrigins(Map<String, String> jars) {
  static ClassOrigins of(List<Path> classPath) {
    Map<String, String> jars = new HashMap<>();
    for (Path entry : classPath) {
      if (Files.isRegularFile(entry)) {
        classesOf(entry)
            .forEach(name -> jars.putIfAbsent(name, String.valueOf(entry.getFileName())));
      }
    }
    return new ClassOrigins(jars);
  }

  private static List<String> classesOf(Path jar) {
    try (ZipFile zip = new ZipFile(jar.toFile())) {
      return zip.stream().map(ZipEntry::getName).filter(name -> name.endsWith(".class")).toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** A class that only the builder makes, such as a lambda's, comes from where its host does. */
  String of(Class<?> type) {
    if (type.getModule().isNamed()) {
      return "module " + type.getModule().getName();
    }
    String name = type.getName().replaceFirst("\\$\\$.*", "").replace('.', '/');
    return jars.getOrDefault(name + ".class", "unknown");
  }
}
