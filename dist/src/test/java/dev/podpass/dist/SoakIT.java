// SPDX-License-Identifier: Apache-2.0
package dev.podpass.dist;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.podpass.simulation.Soak;
import dev.podpass.testkit.ExampleWorld;
import dev.podpass.testkit.FakeClouds;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What {@code bench/soak.py} does at length: pulls that are killed and a cloud that misbehaves. */
@Tag("executable")
class SoakIT {
  private static final int PULLS = 300;

  @Test
  void countersAndLinesAreThoseOfTheRunsAndNothingIsLeftBehind() throws Exception {
    ByteArrayOutputStream printed = new ByteArrayOutputStream();
    try (FakeClouds clouds = ExampleWorld.start();
        MemoryDirectory directory = MemoryDirectory.create()) {
      List<String> arguments = new ArrayList<>();
      arguments.addAll(List.of("" + PULLS, "" + PULLS / 5, directory.toString()));
      arguments.addAll(BuiltProgram.command());

      assertThat(Soak.run(clouds, arguments, new PrintStream(printed, true, UTF_8))).isEmpty();
    }
    assertThat(printed.toString(UTF_8)).startsWith("soak: " + (PULLS + 1) + " runs by status {0=");
  }
}
