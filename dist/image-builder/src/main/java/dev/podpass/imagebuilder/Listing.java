// SPDX-License-Identifier: Apache-2.0
package dev.podpass.imagebuilder;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import java.util.stream.Stream;
import org.graalvm.nativeimage.hosted.Feature.AfterImageWriteAccess;

/**
 * Texts beside the executable that say what is in it, such as {@code podpass.contents.txt}, and
 * those beside the classes that make it.
 */
public final class Listing {
  private Listing() {}

  /** Reads the text of that name beside a class. */
  public static String read(Class<?> type, String name) {
    try (InputStream in = Objects.requireNonNull(type.getResourceAsStream(name), name)) {
      return new String(in.readAllBytes(), UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Writes one; its name is the executable's with a dot, this name and {@code .txt}. */
  public static void write(AfterImageWriteAccess access, String name, Stream<String> lines) {
    Path image = access.getImagePath();
    try {
      Files.write(image.resolveSibling(image.getFileName() + "." + name + ".txt"), lines.toList());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
