// SPDX-License-Identifier: Apache-2.0
package dev.podpass.testkit.kubelet;

import java.nio.charset.StandardCharsets;
import java.time.Duration;

/** How a plugin's run ended. */
public final class PluginRun {
  private final int exitCode;
  private final Output output;
  private final Duration duration;
  private final boolean timedOut;

  PluginRun(int exitCode, Output output, Duration duration, boolean timedOut) {
    this.exitCode = exitCode;
    this.output = output;
    this.duration = duration;
    this.timedOut = timedOut;
  }

  /** What it wrote. */
  @SuppressWarnings("ArrayRecordComponent") // Never compared.
  record Output(byte[] stdout, byte[] stderr) {}

  /** The exit code; 128 and the signal's number if a signal ended it. */
  public int exitCode() {
    return exitCode;
  }

  /** The standard output, byte by byte. */
  public byte[] stdout() {
    return output.stdout().clone();
  }

  /** The standard error output. */
  public String stderr() {
    return new String(output.stderr(), StandardCharsets.UTF_8);
  }

  /** From its start until it had ended and both its outputs were closed. */
  public Duration duration() {
    return duration;
  }

  /** Whether that took longer than kubelet grants. */
  public boolean timedOut() {
    return timedOut;
  }

  /**
   * The answer, as kubelet takes it.
   *
   * @throws RefusedByKubelet if the plugin failed, or kubelet would not use its answer
   */
  public PluginAnswer answer(AnswerReader reader) {
    if (timedOut) {
      throw new RefusedByKubelet(
          "error execing credential provider plugin: context deadline exceeded: " + stderr());
    }
    if (exitCode != 0) {
      throw new RefusedByKubelet(
          "error execing credential provider plugin: exit status %d: %s"
              .formatted(exitCode, stderr()));
    }
    return reader.read(output.stdout());
  }
}
