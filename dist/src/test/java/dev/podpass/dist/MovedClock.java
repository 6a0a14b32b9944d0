// SPDX-License-Identifier: Apache-2.0
package dev.podpass.dist;

import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The clock of the processes of a test, moved by libfaketime while they run; the others keep
 * theirs.
 */
final class MovedClock {
  private static final Path LIBRARIES = Path.of("/usr/lib");

  private final Path library;
  private final Path offset;

  private MovedClock(Path library, Path offset) {
    this.library = library;
    this.offset = offset;
  }

  /** A clock that is right; the test is skipped on a machine without the library. */
  static MovedClock create(Path folder) throws IOException {
    Optional<Path> library;
    // Of directories of others not even the names can be read by everyone.
    try (Stream<Path> architectures = Files.list(LIBRARIES)) {
      library =
          architectures
              .map(it -> it.resolve("faketime/libfaketime.so.1"))
              .filter(Files::exists)
              .findFirst();
    }
    assumeThat(library).as("NOT TESTED: moved clocks; there is no libfaketime here").isPresent();
    MovedClock clock = new MovedClock(library.orElseThrow(), folder.resolve("offset"));
    clock.move(Duration.ZERO);
    return clock;
  }

  /** Moves it that far from the right time, back too; the monotonic clock stays. */
  void move(Duration distance) throws IOException {
    Path fresh = offset.resolveSibling("offset.new");
    Files.writeString(fresh, "%+d\n".formatted(distance.toSeconds()));
    Files.move(fresh, offset, StandardCopyOption.ATOMIC_MOVE);
  }

  /** The program under this clock. */
  BuiltProgram of(BuiltProgram program) {
    return program
        .with("LD_PRELOAD", library.toString())
        .with("FAKETIME_TIMESTAMP_FILE", offset.toString())
        .with("FAKETIME_NO_CACHE", "1")
        .with("NO_FAKE_STAT", "1") // The class archive knows the jar by its time.
        .with("FAKETIME_DONT_FAKE_MONOTONIC", "1")
        .with("FAKETIME_DONT_RESET", "1");
  }
}
