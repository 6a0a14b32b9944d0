// SPDX-License-Identifier: Apache-2.0
package dev.podpass.dist;

import static org.assertj.core.api.Assertions.assertThat;

import dev.podpass.testkit.ExampleWorld;
import dev.podpass.testkit.kubelet.AnswerReader;
import dev.podpass.testkit.kubelet.CacheKeyType;
import dev.podpass.testkit.kubelet.Login;
import dev.podpass.testkit.kubelet.PluginAnswer;
import dev.podpass.testkit.kubelet.PluginRequest;
import dev.podpass.testkit.kubelet.PluginRun;
import dev.podpass.testkit.net.Faults;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What kubelet is answered while AWS is unavailable. */
class UnavailableIT extends CachingProgram {
  private static final String STS = "sts.us-east-1.amazonaws.com";
  private static final String PRESENT_IMAGES = "--when-unavailable=present-images";

  private final PluginRequest request = request("app-0");

  @Test
  void aPlaceholderIsAnsweredAndSaidInOneLine() throws IOException {
    Path audit = clouds.directory().resolve("audit.log");
    Path metrics = clouds.directory().resolve("podpass.prom");
    clouds.misbehave(STS, Faults.status(503));

    PluginRun run =
        podpass().run(request, PRESENT_IMAGES, "--audit-log=" + audit, "--metrics-file=" + metrics);

    PluginAnswer answer = run.answer(AnswerReader.of(request));
    assertThat(answer.cacheKeyType()).isEqualTo(CacheKeyType.IMAGE);
    assertThat(answer.cacheDuration()).contains(Duration.ZERO);
    Login login = answer.loginsFor(ExampleWorld.IMAGE).getFirst();
    assertThat(login.username()).isEqualTo("podpass-unavailable");
    assertThat(run.stderr())
        .hasLineCount(1)
        .contains("answered with a placeholder", "503")
        .doesNotContain(login.password());
    assertThat(Files.readString(audit))
        .contains("\"result\":\"placeholder\"", "\"source\":\"placeholder\"", "503")
        .doesNotContain(login.password());
    assertThat(Files.readString(metrics))
        .contains("podpass_requests_total{provider=\"ecr\",result=\"placeholder\"} 1")
        .contains("podpass_last_success_timestamp_seconds{provider=\"ecr\"} 0\n");
    clouds.behave();
  }

  @Test
  void podsThatStartTogetherDoNotWaitOneAfterAnother() throws Exception {
    int pods = 12;
    clouds.misbehave(STS, Faults.status(503));

    List<PluginRun> runs = atOnce(podpass(), requests(pods), PRESENT_IMAGES, "--deadline=20s");

    for (PluginRun run : runs) {
      assertThat(run.exitCode()).as(run.stderr()).isZero();
      assertThat(run.duration()).isLessThan(Duration.ofSeconds(30));
    }
    // Three attempts of each exchange, and one exchange every five seconds at most.
    assertThat(clouds.received().requestsTo(STS)).hasSizeLessThan(3 * pods);
  }
}
