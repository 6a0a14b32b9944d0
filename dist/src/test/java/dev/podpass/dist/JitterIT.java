// SPDX-License-Identifier: Apache-2.0
package dev.podpass.dist;

import static org.assertj.core.api.Assertions.assertThat;

import dev.podpass.testkit.ExamplePulls;
import dev.podpass.testkit.ExampleWorld;
import dev.podpass.testkit.FakeClouds;
import dev.podpass.testkit.kubelet.AnswerReader;
import dev.podpass.testkit.kubelet.PluginRequest;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

/** Nodes that started together must not come back together: each process draws its own numbers. */
class JitterIT {
  private static final int RUNS = 12;

  @AutoClose private final FakeClouds clouds = ExampleWorld.start();

  @Test
  void answersOfTheSameLifeAreKeptForDifferentTimes() {
    PluginRequest request = ExamplePulls.ecr(clouds.issuer().token());

    List<Duration> kept = IntStream.range(0, RUNS).mapToObj(_ -> kept(request)).toList();

    // Uniform over five minutes: twelve within half a minute happen once in 10^10 times.
    assertThat(Collections.max(kept).minus(Collections.min(kept)))
        .isBetween(Duration.ofSeconds(30), Duration.ofMinutes(6));
  }

  private Duration kept(PluginRequest request) {
    return new BuiltProgram(clouds)
        .run(request)
        .answer(AnswerReader.of(request))
        .cacheDuration()
        .orElseThrow();
  }
}
