// SPDX-License-Identifier: Apache-2.0
package dev.podpass.dist;

import java.io.IOException;
import java.nio.file.Path;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Passes that are killed at random moments, while an agent rewrites kubelet's configuration and
 * kubelet restarts by itself: the next pass without faults reaches what is wanted. {@code
 * -Dstorm.rounds=500} runs more rounds, {@code -Dstorm.seed=7} others.
 */
class NodeStormIT {
  private static final int ROUNDS_OF_A_NODE = 10;

  @TempDir(factory = TrustedFolder.class)
  private Path folder;

  static LongStream seeds() {
    long first = Long.getLong("storm.seed", 1);
    int nodes =
        Math.ceilDiv(Integer.getInteger("storm.rounds", ROUNDS_OF_A_NODE), ROUNDS_OF_A_NODE);
    return LongStream.range(first, first + nodes);
  }

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("seeds")
  void theNextPassReachesWhatIsWanted(long seed) throws IOException, InterruptedException {
    try (StormedNode node = new StormedNode(MadeUpNode.in(folder), seed)) {
      for (int round = 1; round <= ROUNDS_OF_A_NODE; round++) {
        node.round(round);
      }
      node.tally();
    }
  }

  @AfterAll
  static void report() {
    System.out.println("storm: " + StormedNode.TALLY);
  }
}
