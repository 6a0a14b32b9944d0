// SPDX-License-Identifier: Apache-2.0
package dev.podpass.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.podpass.testkit.ExampleWorld;
import java.util.List;
import java.util.stream.Stream;

/** {@code podpass node install} as an operator runs it on the node, with the chart's options. */
final class OperatorsPass {
  private static final int KILLED = 128 + 9;

  /** What the C library calls; strace passes over the first on arm64, which does not have it. */
  private static final String RENAME = "?rename,renameat";

  private OperatorsPass() {}

  /** Makes one. */
  static Command.Result run(String level) {
    return Command.attempt(line(level).toArray(String[]::new));
  }

  /** Makes one that strace kills before a rename; false if it ended because it has fewer. */
  static boolean isKilledBeforeRename(int number, String level) {
    List<String> strace =
        List.of(
            "strace",
            "-f",
            "-o",
            "/dev/null",
            "-e",
            "trace=" + RENAME,
            "-e",
            "inject=" + RENAME + ":signal=KILL:when=" + number);
    Command.Result result =
        Command.attempt(
            Stream.concat(strace.stream(), line(level).stream()).toArray(String[]::new));
    assertThat(result.status()).as(result.output()).isIn(0, KILLED);
    return result.status() == KILLED;
  }

  private static List<String> line(String level) {
    return List.of(
        BuiltPlugin.path().toString(),
        "node",
        "install",
        "--providers=" + ClusterOptions.CLOUDS,
        "--gar-audience=" + ExampleWorld.GCP_PROVIDER,
        "--log-level=" + level);
  }
}
