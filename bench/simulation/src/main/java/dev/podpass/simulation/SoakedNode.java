// SPDX-License-Identifier: Apache-2.0
package dev.podpass.simulation;

import dev.podpass.testkit.kubelet.PluginRun;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * What many pulls leave on a node.
 *
 * @param directory of all files, in memory
 */
record SoakedNode(Path directory) {
  private static final Duration ABANDONED = Duration.ofMinutes(3);
  private static final int SAMPLE = 50;

  /** Beside the thousand that stay, those that came since the last sweep, a minute ago. */
  private static final int MANY_ENTRIES = 5_000;

  Map<String, String> environment() {
    return Map.of(
        "PODPASS_CACHE", "on",
        "PODPASS_CACHE_DIR", directory.toString(),
        "PODPASS_METRICS_FILE", metrics().toString(),
        "PODPASS_AUDIT_LOG", directory.resolve("audit.jsonl").toString(),
        "PODPASS_DEADLINE", "20s");
  }

  private Path metrics() {
    return directory.resolve("podpass.prom");
  }

  /** As if the kills were some minutes ago, so that the next pull cleans up after them. */
  void expireTemporaries() throws IOException {
    for (Path file : files()) {
      if (file.getFileName().toString().matches("\\.new-.*|\\.swept")) {
        Files.setLastModifiedTime(file, FileTime.from(Instant.now().minus(ABANDONED)));
      }
    }
  }

  String summary(List<PluginRun> runs) throws IOException {
    Map<Integer, Integer> statuses = new TreeMap<>();
    runs.forEach(run -> statuses.merge(run.exitCode(), 1, Integer::sum));
    return "%d runs by status %s, %d audit lines, %d counted, %d files, median %d then %d ms"
        .formatted(
            runs.size(), statuses, lines(), counted(), files().size(), first(runs), last(runs));
  }

  /**
   * What is wrong.
   *
   * @param busier how many times as long a run takes at last that does nothing
   */
  List<String> faults(List<PluginRun> runs, double busier) throws IOException {
    List<String> faults = new ArrayList<>();
    long killed = runs.stream().filter(PluginRun::timedOut).count();
    long ended = runs.size() - killed;
    for (PluginRun run : runs) {
      if (!run.timedOut() && !List.of(0, 69, 75).contains(run.exitCode())) {
        faults.add("status " + run.exitCode() + ": " + run.stderr());
      }
    }
    // A run that was killed may have come to that.
    if (lines() < ended || lines() > runs.size()) {
      faults.add("%d audit lines of %d to %d runs".formatted(lines(), ended, runs.size()));
    }
    if (counted() < ended || counted() > runs.size()) {
      faults.add("%d counted of %d to %d runs".formatted(counted(), ended, runs.size()));
    }
    for (Path file : files()) {
      if (file.getFileName().toString().startsWith(".new-")) {
        faults.add("left behind: " + file);
      }
    }
    if (files().size() > MANY_ENTRIES) {
      faults.add("%d files".formatted(files().size()));
    }
    if (last(runs) > 2 * busier * first(runs)) {
      faults.add("at last a run takes %d ms, at first %d".formatted(last(runs), first(runs)));
    }
    return faults;
  }

  private static long first(List<PluginRun> runs) {
    return median(runs.subList(0, Math.min(SAMPLE, runs.size()))).toMillis();
  }

  private static long last(List<PluginRun> runs) {
    return median(runs.subList(Math.max(0, runs.size() - SAMPLE), runs.size())).toMillis();
  }

  static Duration median(List<PluginRun> runs) {
    List<Duration> sorted = runs.stream().map(PluginRun::duration).sorted().toList();
    return sorted.get(sorted.size() / 2);
  }

  private long lines() throws IOException {
    long lines = 0;
    for (Path file : files()) {
      if (file.getFileName().toString().matches("audit\\.jsonl(\\.[0-9]+)?")) {
        lines += Files.readAllLines(file).size();
      }
    }
    return lines;
  }

  private long counted() throws IOException {
    return Files.readAllLines(metrics()).stream()
        .filter(line -> line.startsWith("podpass_requests_total{"))
        .mapToLong(line -> Long.parseLong(line.substring(line.lastIndexOf(' ') + 1)))
        .sum();
  }

  private List<Path> files() throws IOException {
    try (Stream<Path> files = Files.list(directory)) {
      return files.toList();
    }
  }
}
