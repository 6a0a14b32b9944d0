// SPDX-License-Identifier: Apache-2.0
package dev.podpass.imagebuilder;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.graalvm.nativeimage.hosted.Feature.AfterImageWriteAccess;

/** A text beside the executable that says what is in it, such as {@code podpass.contents.txt}. */
public final class Listing {
  private Listing() {}

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
