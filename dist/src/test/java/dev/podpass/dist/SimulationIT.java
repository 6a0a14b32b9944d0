// SPDX-License-Identifier: Apache-2.0
package dev.podpass.dist;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.podpass.simulation.Simulate;
import dev.podpass.testkit.FakeClouds;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A node of two pods of one service account, as {@code bench/simulate.py} plays larger ones. */
class SimulationIT {
  @ParameterizedTest
  @CsvSource({
    "ecr, sts.us-east-1.amazonaws.com",
    "gar, iamcredentials.googleapis.com",
    "acr, login.microsoftonline.com"
  })
  void withACacheAServiceAccountIsExchangedOnceAndNotAgainAfterARestart(String cloud, String host)
      throws Exception {
    try (MemoryDirectory directory = MemoryDirectory.create()) {
      List<JsonNode> rounds = simulate(cloud, directory.toString());

      assertThat(rounds).hasSize(2);
      assertThat(rounds.getFirst().at("/event").asText()).isEqualTo("node start");
      assertThat(rounds.getFirst().at("/failures").asInt()).isZero();
      assertThat(rounds.getFirst().get("requests").get(host).asInt()).isOne();
      assertThat(rounds.getLast().get("requests").isEmpty()).isTrue();
    }
  }

  @Test
  void withoutOneEachPodIsExchangedEachTime() throws Exception {
    for (JsonNode round : simulate("ecr", "off")) {
      assertThat(round.get("requests").get("sts.us-east-1.amazonaws.com").asInt()).isEqualTo(2);
    }
  }

  private static List<JsonNode> simulate(String cloud, String cache) throws Exception {
    List<String> arguments = new ArrayList<>(List.of(cloud, "2", "1", "1", cache));
    arguments.addAll(BuiltProgram.command());
    ByteArrayOutputStream printed = new ByteArrayOutputStream();
    try (FakeClouds clouds = FakeClouds.start()) {
      Simulate.run(clouds, arguments, new PrintStream(printed, true, UTF_8));
    }
    List<JsonNode> rounds = new ArrayList<>();
    for (String line : printed.toString(UTF_8).lines().toList()) {
      rounds.add(new JsonMapper().readTree(line));
    }
    return rounds;
  }
}
