// SPDX-License-Identifier: Apache-2.0
package dev.podpass.observe;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.podpass.log.Log;
import java.io.IOException;
import java.nio.file.Path;

/**
 * Counts in a file of Prometheus' text format, which node_exporter's textfile collector reads. The
 * file is the memory: each process adds to what it finds. What is damaged begins anew, as the
 * counters of a process do that starts again.
 *
 * @see <a href="https://prometheus.io/docs/instrumenting/exposition_formats/">the format</a>
 */
public final class MetricsFile implements Observer {
  private static final int MAX_BYTES = 1 << 20;

  private final SharedFile file;
  private final Log log;

  /**
   * Counts in this file.
   *
   * @param log told when it cannot be written
   */
  public MetricsFile(Path file, Log log) {
    this.file = new SharedFile(file);
    this.log = log;
  }

  @Override
  public void ended(PullOutcome outcome) {
    try {
      file.alone(() -> {
        Metrics metrics = Metrics.parse(new String(file.read(MAX_BYTES), UTF_8));
        metrics.count(outcome);
        file.replace(metrics.text().getBytes(UTF_8));
      });
    } catch (IOException e) {
      log.info("metrics are not written", Log.field("because", e.getClass().getSimpleName()));
    }
  }
}
