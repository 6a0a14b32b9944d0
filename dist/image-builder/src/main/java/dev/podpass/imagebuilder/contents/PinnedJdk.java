// SPDX-License-Identifier: Apache-2.0
package dev.podpass.imagebuilder.contents;

import java.io.IOException;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Properties;

/**
 * Compares the JDK whose classes an executable carries, TLS and X.509 among them, and whose C code
 * it is linked with, with the one that {@code .mvn/jdk.properties} pins: an older one lacks
 * security updates.
 */
record PinnedJdk(Runtime.Version pinned) {
  /** Reads the pin of the GraalVM, whose own JDK is the one that counts. */
  static PinnedJdk in(Path file) {
    Properties pins = new Properties();
    try (Reader reader = Files.newBufferedReader(file)) {
      pins.load(reader);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read " + file, e);
    }
    return new PinnedJdk(Runtime.Version.parse(pins.getProperty("graalvm.jdk", "")));
  }

  /**
   * Returns what the build says of the JDK.
   *
   * @throws IllegalStateException if it is older than the pinned one
   */
  String require(Runtime.Version used, String vendor) {
    String sentence = "The executable carries JDK %s of %s".formatted(used, vendor);
    if (isNewerThan(used)) {
      throw refusal(sentence);
    }
    return sentence + "; " + pin();
  }

  /**
   * Returns what the build says of the JDK's C code.
   *
   * @param any whether this is no build for others, which may have an older one
   * @throws IllegalStateException if it is older than the pinned one, and may not be
   */
  String requireLibraries(Runtime.Version used, boolean any) {
    String sentence = "The executable is linked with libjava of JDK " + used;
    if (!isNewerThan(used)) {
      return sentence + "; " + pin();
    }
    if (any) {
      return "NOT PINNED: %s; %s, which is newer".formatted(sentence, pin());
    }
    throw refusal(sentence);
  }

  private String pin() {
    return "JDK " + pinned + " is pinned";
  }

  private IllegalStateException refusal(String sentence) {
    return new IllegalStateException(
        "%s; %s, which is newer; hint: set GRAALVM_HOME to the GraalVM that"
                .formatted(sentence, pin())
            + " `.mvn/fetch-jdk graalvm` prints");
  }

  private boolean isNewerThan(Runtime.Version used) {
    return compare(used.version(), pinned.version()) < 0;
  }

  /** By their numbers alone: builds and vendors have an order of their own. */
  private static int compare(List<Integer> one, List<Integer> other) {
    for (int i = 0; i < Math.max(one.size(), other.size()); i++) {
      int order =
          Integer.compare(i < one.size() ? one.get(i) : 0, i < other.size() ? other.get(i) : 0);
      if (order != 0) {
        return order;
      }
    }
    return 0;
  }
}
