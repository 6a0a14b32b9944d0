// SPDX-License-Identifier: Apache-2.0
package dev.podpass.dist;

import static org.assertj.core.api.Assertions.assertThat;

import dev.podpass.testkit.ExampleWorld;
import dev.podpass.testkit.kubelet.AnswerReader;
import dev.podpass.testkit.kubelet.PluginAnswer;
import dev.podpass.testkit.kubelet.PluginRequest;
import dev.podpass.testkit.kubelet.PluginRun;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Processes that share answers. */
class CacheIT extends CachingProgram {
  @Tag("smoke")
  @Test
  void aSecondPodOfTheServiceAccountMakesNoExchange() {
    PluginAnswer first = answer(podpass(), request("app-0"));
    PluginAnswer second = answer(podpass(), request("app-1"));

    assertThat(second.loginsFor(ExampleWorld.IMAGE)).isEqualTo(first.loginsFor(ExampleWorld.IMAGE));
    assertThat(second.cacheDuration().orElseThrow())
        .isPositive()
        .isLessThanOrEqualTo(first.cacheDuration().orElseThrow());
    assertThat(clouds.received().requests()).hasSize(2);
  }

  /** What a run asks for more narrowly is never answered with what a wider one was given. */
  @Test
  void aNarrowerRunIsNotAnsweredFromAWiderOne() {
    answer(podpass().with("PODPASS_ECR_SESSION_POLICY", "repository"), request("app-0"));
    answer(podpass().with("PODPASS_ECR_SESSION_POLICY", "registry"), request("app-0"));
    answer(podpass().with("PODPASS_ECR_PULL_THROUGH", "true"), request("app-0"));
    answer(podpass().with("PODPASS_ECR_SESSION_POLICY", "none"), request("app-0"));

    assertThat(clouds.received().requests()).hasSize(8);
    answer(podpass().with("PODPASS_ECR_SESSION_POLICY", "registry"), request("app-1"));
    assertThat(clouds.received().requests()).hasSize(8);
  }

  @Test
  void manyAtOnceMakeOneExchange() throws Exception {
    List<PluginRequest> requests = requests(BuiltProgram.concurrentPulls());

    List<PluginRun> runs = atOnce(podpass(), requests);

    assertThat(
            runs.stream()
                .map(run -> run.answer(AnswerReader.of(requests.getFirst())))
                .map(answer -> answer.loginsFor(ExampleWorld.IMAGE))
                .distinct())
        .hasSize(1);
    assertThat(clouds.received().requests()).hasSize(2);
  }

  @Test
  void killedAtAnyInstantItLeavesACacheThatWorks() throws Exception {
    Random random = new Random(4412);
    for (int i = 0; i < 8; i++) {
      Process process = start(podpass(), request("app-" + i));
      process.waitFor(random.nextLong(50, 900), TimeUnit.MILLISECONDS);
      process.destroyForcibly().waitFor();
    }

    PluginAnswer answer = answer(podpass(), request("app-x"));
    PluginAnswer again = answer(podpass(), request("app-y"));

    assertThat(answer.loginsFor(ExampleWorld.IMAGE)).hasSize(1);
    assertThat(again.loginsFor(ExampleWorld.IMAGE)).isEqualTo(answer.loginsFor(ExampleWorld.IMAGE));
  }

  private static Process start(BuiltProgram program, PluginRequest request) throws IOException {
    ProcessBuilder builder = new ProcessBuilder(BuiltProgram.command());
    builder.environment().clear();
    builder.environment().putAll(program.environment());
    builder.redirectOutput(ProcessBuilder.Redirect.DISCARD);
    builder.redirectError(ProcessBuilder.Redirect.DISCARD);
    Process process = builder.start();
    try (var stdin = process.outputWriter()) {
      stdin.write(request.json());
    }
    return process;
  }

  @Test
  void whatCameOfPullsIsWrittenDownWithoutASecret() throws IOException {
    Path metrics = clouds.directory().resolve("podpass.prom");
    Path audit = clouds.directory().resolve("audit.jsonl");
    BuiltProgram observed =
        podpass()
            .with("PODPASS_METRICS_FILE", metrics.toString())
            .with("PODPASS_AUDIT_LOG", audit.toString());

    answer(observed, request("app-0"));
    answer(observed, request("app-1"));
    observed.run("{".getBytes(StandardCharsets.UTF_8));

    assertThat(Files.readString(metrics))
        .contains(
            "podpass_requests_total{provider=\"ecr\",result=\"ok\"} 2\n",
            "podpass_requests_total{provider=\"none\",result=\"bad_request\"} 1\n",
            "podpass_cache_hits_total{provider=\"ecr\"} 1\n",
            "podpass_exchange_duration_seconds_count{provider=\"ecr\"} 1\n");
    List<String> lines = Files.readAllLines(audit);
    assertThat(lines).hasSize(3);
    assertThat(lines.getFirst())
        .contains(
            "\"source\":\"exchange\"",
            "\"service_account\":\"app\"",
            "\"pod_uid\":\"",
            "\"node\":\"node-1\"",
            "\"identity\":{\"role\":\"" + ExampleWorld.ROLE + "\"",
            "\"request_ids\":[\"");
    assertThat(lines.get(1)).contains("\"source\":\"cache\"", "\"pod\":\"app-1\"");
    Contract.assertNoSecrets(clouds, Files.readString(audit) + Files.readString(metrics));
  }
}
