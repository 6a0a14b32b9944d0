// SPDX-License-Identifier: Apache-2.0
package dev.podpass.dist.contents;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.graalvm.nativeimage.hosted.Feature;

/**
 * Writes beside the executable how many classes of each jar and module are reachable in it, for its
 * SBOM: {@code podpass.contents.txt}, a line for each with the number, a tab and the name. The
 * first line has the builder's versions.
 *
 * <p>{@code native-image --features=} names it.
 */
public final class ImageContents implements Feature {
  private final Map<String, Integer> contents = new TreeMap<>();

  @Override
  public void afterAnalysis(AfterAnalysisAccess access) {
    ClassOrigins origins = ClassOrigins.of(access.getApplicationClassPath());
    access.reachableSubtypes(Object.class).stream()
        .filter(type -> !type.isArray())
        .forEach(type -> contents.merge(origins.of(type), 1, Integer::sum));
  }

  @Override
  public void afterImageWrite(AfterImageWriteAccess access) {
    Path image = access.getImagePath();
    String builder =
        "# Java %s\tGraalVM %s\n"
            .formatted(Runtime.version(), System.getProperty("org.graalvm.version", "unknown"));
    String lines =
        contents.entrySet().stream()
            .map(each -> each.getValue() + "\t" + each.getKey() + "\n")
            .collect(Collectors.joining());
    try {
      Files.writeString(
          image.resolveSibling(image.getFileName() + ".contents.txt"), builder + lines);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
