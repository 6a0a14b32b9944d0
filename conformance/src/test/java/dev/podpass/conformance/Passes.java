// SPDX-License-Identifier: Apache-2.0
package dev.podpass.conformance;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;

/** The passes of {@code podpass node reconcile}, from the note that it keeps on the node. */
final class Passes {
  private static final Path NOTE = Path.of("/var/lib/podpass/note.json");
  private static final String RECONCILE = ".* node reconcile .*";
  private static final String ONE_PASS = RECONCILE + "--once.*";
  private static final Set<String> GOOD = Set.of("CHANGED", "UNCHANGED");
  private static final JsonMapper JSON = new JsonMapper();

  private Passes() {}

  /** How the last one ended; empty if there has been none. */
  static String outcome() {
    return last().path("outcome").asText();
  }

  static boolean isGood() {
    return GOOD.contains(outcome());
  }

  /** Waits until some more have ended. */
  static void await(int more) {
    for (int i = 0; i < more; i++) {
      String before = last().path("at").asText();
      ClusterNode.await("another pass", () -> !last().path("at").asText().equals(before));
    }
  }

  /** Whether one has begun a change, and no kubelet has been healthy with it yet. */
  static boolean isChanging() {
    JsonNode written = note().path("written");
    return written.isObject() && written.path("proven").isMissingNode();
  }

  /**
   * The memory in KiB, without pages of its file, of the process that waits for the time of the
   * next pass.
   */
  static int memory() {
    long waiting =
        processes(RECONCILE)
            .filter(process -> !process.info().commandLine().orElse("").matches(ONE_PASS))
            .mapToLong(ProcessHandle::pid)
            .findFirst()
            .orElseThrow();
    try {
      return Files.readAllLines(Path.of("/proc", "" + waiting, "status")).stream()
          .filter(line -> line.startsWith("RssAnon:"))
          .mapToInt(line -> Integer.parseInt(line.replaceAll("[^0-9]", "")))
          .sum();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Stream<ProcessHandle> processes(String command) {
    return ProcessHandle.allProcesses()
        .filter(process -> process.info().commandLine().orElse("").matches(command));
  }

  /** Ends the one under way with SIGKILL at a moment. */
  static void killWhen(BooleanSupplier moment) {
    long end = System.nanoTime() + Duration.ofSeconds(60).toNanos();
    while (!moment.getAsBoolean()) {
      if (System.nanoTime() > end) {
        throw new IllegalStateException("the moment to kill it did not come");
      }
      LockSupport.parkNanos(Duration.ofMillis(1).toNanos());
    }
    boolean killed =
        processes(ONE_PASS)
            .map(process -> process.destroyForcibly() && process.onExit().join() != null)
            .reduce(false, Boolean::logicalOr);
    if (!killed) {
      throw new IllegalStateException("no pass was under way");
    }
  }

  private static JsonNode last() {
    return note().path("last");
  }

  private static JsonNode note() {
    try {
      return JSON.readTree(NOTE.toFile());
    } catch (IOException _) {
      return JSON.missingNode();
    }
  }
}
