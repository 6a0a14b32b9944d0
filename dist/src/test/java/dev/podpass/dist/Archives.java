// SPDX-License-Identifier: Apache-2.0
package dev.podpass.dist;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What {@code release/package.py} made, unpacked.
 *
 * @param files the archives
 * @param homes the directory in each of them
 */
record Archives(List<Path> files, List<Path> homes) {
  private static final Path FOLDER = Path.of("target", "archives");

  static Archives unpack(Path scratch) throws Exception {
    List<Path> files = list(FOLDER).filter(file -> file.toString().endsWith(".tar.gz")).toList();
    List<Path> homes = new ArrayList<>();
    for (Path file : files) {
      Path empty = Files.createTempDirectory(scratch, "unpacked-");
      run("tar", "-xzf", file.toString(), "-C", empty.toString());
      homes.addAll(list(empty).toList());
    }
    return new Archives(files, homes);
  }

  private static Stream<Path> list(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.sorted().toList().stream();
    }
  }

  private static void run(String... command) throws Exception {
    assertThat(new ProcessBuilder(command).inheritIO().start().waitFor()).isZero();
  }

  /** A bundle that a test may change. */
  Path bundle(Path scratch) throws Exception {
    Path bundle = scratch.resolve("bundle");
    run("cp", "-a", home("-bundle").toString(), bundle.toString());
    return bundle;
  }

  private Path home(String ending) {
    return homes.stream()
        .filter(home -> home.toString().endsWith(ending))
        .findFirst()
        .orElseThrow();
  }

  /** What kubelet is to run, one of each archive. */
  List<Path> programs() {
    return homes.stream()
        .map(home -> Files.isDirectory(home.resolve("bin")) ? home.resolve("bin") : home)
        .map(folder -> folder.resolve("podpass"))
        .toList();
  }

  /** By name, as the file of sums has them. */
  Map<String, String> sums() throws IOException {
    return Files.readAllLines(FOLDER.resolve("SHA256SUMS")).stream()
        .map(line -> line.split("  ", 2))
        .collect(Collectors.toMap(line -> line[1], line -> line[0]));
  }

  /** The executable that belongs to the jar, as {@code release/package.py} finds it. */
  static Optional<Path> executable() throws IOException {
    Path executable = Path.of("target", "podpass");
    return Files.exists(executable)
            && Files.getLastModifiedTime(executable)
                    .compareTo(Files.getLastModifiedTime(BuiltProgram.jar()))
                > 0
        ? Optional.of(executable)
        : Optional.empty();
  }

  /** Of each kind of package, what it would install. */
  static Optional<Path> installed(String ending, Path scratch, String command) throws Exception {
    Optional<Path> made = list(FOLDER).filter(file -> file.toString().endsWith(ending)).findFirst();
    if (made.isEmpty()) {
      return made;
    }
    Path root = Files.createTempDirectory(scratch, "installed-");
    run("sh", "-euc", command, "sh", made.get().toAbsolutePath().toString(), root.toString());
    return Optional.of(root);
  }

  /** By name, as the files have them. */
  static Map<String, String> digests() throws Exception {
    Map<String, String> digests = new TreeMap<>();
    List<Path> summed = list(FOLDER).filter(file -> !file.endsWith("SHA256SUMS")).toList();
    for (Path file : summed) {
      MessageDigest sha256 = MessageDigest.getInstance("SHA-256");
      digests.put(
          String.valueOf(file.getFileName()),
          HexFormat.of().formatHex(sha256.digest(Files.readAllBytes(file))));
    }
    return digests;
  }
}
