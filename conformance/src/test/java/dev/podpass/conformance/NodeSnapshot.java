// SPDX-License-Identifier: Apache-2.0
package dev.podpass.conformance;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * What is on the node where podpass is installed: content, mode, owner and, of files, time.
 *
 * @param files by path, in lines that differ where the files do
 */
record NodeSnapshot(Map<String, String> files) {
  private static final List<String> OWN = List.of("/var/lib/podpass", "/run/podpass");
  private static final String PODPASSES = "is podpass's";

  NodeSnapshot {
    files = Map.copyOf(files);
  }

  static NodeSnapshot take() {
    Map<String, String> files = new TreeMap<>();
    try (Stream<Path> all = Files.walk(KubeletService.HOME)) {
      for (Path path : all.toList()) {
        files.put(path.toString(), line(path));
      }
      OWN.stream()
          .filter(path -> Files.exists(Path.of(path)))
          .forEach(path -> files.put(path, PODPASSES));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return new NodeSnapshot(files);
  }

  /** Without the directories that podpass keeps for itself. */
  Map<String, String> ofTheVendor() {
    Map<String, String> files = new TreeMap<>(this.files);
    files.values().removeIf(PODPASSES::equals);
    return files;
  }

  private static String line(Path path) throws IOException {
    boolean directory = Files.isDirectory(path, LinkOption.NOFOLLOW_LINKS);
    String names = "unix:mode,uid,gid" + (directory ? "" : ",lastModifiedTime");
    String attributes =
        new TreeMap<>(Files.readAttributes(path, names, LinkOption.NOFOLLOW_LINKS)).toString();
    if (Files.isSymbolicLink(path)) {
      return attributes + " -> " + Files.readSymbolicLink(path);
    }
    return directory ? attributes : attributes + " " + content(path);
  }

  /** A digest of what is too large for a message. */
  private static String content(Path path) throws IOException {
    return Files.size(path) < 10_000
        ? Files.readString(path)
        : Command.run("sha256sum", path.toString());
  }

  /** A copy of the node's files, for {@link #reset}. */
  static void copy(Path to) {
    Command.run("cp", "-a", KubeletService.HOME.toString(), to.toString());
  }

  /** Has the files as they were in a copy, as a boot that unpacks them from an image does. */
  static void reset(Path copy) {
    Path plugins = KubeletService.PLUGINS;
    Path providers = KubeletService.PROVIDERS;
    Command.run("sh", "-c", "rm " + plugins + "/*");
    Command.run("cp", "-a", copy.resolve(plugins.getFileName()) + "/.", plugins.toString());
    Command.run("cp", "-a", copy.resolve(providers.getFileName()).toString(), providers.toString());
  }
}
