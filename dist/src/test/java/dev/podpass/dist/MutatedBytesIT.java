// SPDX-License-Identifier: Apache-2.0
package dev.podpass.dist;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.podpass.testkit.ExamplePulls;
import dev.podpass.testkit.ExampleWorld;
import dev.podpass.testkit.FakeClouds;
import dev.podpass.testkit.kubelet.AnswerReader;
import dev.podpass.testkit.kubelet.PluginRequest;
import dev.podpass.testkit.kubelet.PluginRun;
import dev.podpass.testkit.net.AnswerFault;
import dev.podpass.testkit.net.Bytes;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Hundreds of requests and answers with some bytes changed. A run that fails can be repeated: its
 * number is its seed, and {@code podpass.mutations} says how many there are.
 */
@Timeout(600)
class MutatedBytesIT {
  private static final int MUTATIONS = Integer.getInteger("podpass.mutations", 100);

  @RegisterExtension private static final SharedClouds SHARED = new SharedClouds();

  private final FakeClouds clouds = SHARED.clouds();
  private final BuiltProgram podpass = new BuiltProgram(clouds).with("PODPASS_DEADLINE", "5s");

  enum Cloud {
    ECR("sts.us-east-1.amazonaws.com", "api.ecr.us-east-1.amazonaws.com"),
    GAR("sts.googleapis.com", "iamcredentials.googleapis.com"),
    ACR("login.microsoftonline.com", ExampleWorld.ACR_REGISTRY),
    ALIBABA("sts.cn-hangzhou.aliyuncs.com", "cr.cn-hangzhou.aliyuncs.com");

    private final String first;
    private final String second;

    Cloud(String first, String second) {
      this.first = first;
      this.second = second;
    }

    PluginRequest request(FakeClouds clouds) {
      return switch (this) {
        case ECR -> ExamplePulls.ecr(clouds.issuer().token());
        case GAR -> ExamplePulls.gar(clouds.issuer().token());
        case ACR -> ExamplePulls.acr(clouds.issuer().token());
        case ALIBABA -> ExamplePulls.alibaba(clouds.issuer().token());
      };
    }
  }

  @ParameterizedTest
  @EnumSource
  void aMutatedRequestIsRefusedOrAnswered(Cloud cloud) {
    PluginRequest request = cloud.request(clouds);
    byte[] json = request.json().getBytes(UTF_8);
    for (int seed = 0; seed < MUTATIONS; seed++) {
      PluginRun run = podpass.run(mutated(json, new Random(seed)));

      assertHolds(request, run, seed);
    }
    Contract.assertNextPullWorks(clouds, podpass, request);
  }

  @ParameterizedTest
  @EnumSource
  void aMutatedAnswerIsRefusedOrUsed(Cloud cloud) {
    PluginRequest request = cloud.request(clouds);
    for (int seed = 0; seed < MUTATIONS / 2; seed++) {
      Random random = new Random(seed);
      String host = random.nextBoolean() ? cloud.first : cloud.second;
      clouds.behave();
      clouds.misbehave(
          host,
          new AnswerFault.Altered(
              answer -> answer.withBody(Bytes.of(mutated(answer.body().toArray(), random)))));

      assertHolds(request, podpass.run(request), seed);
    }
    Contract.assertNextPullWorks(clouds, podpass, request);
  }

  private void assertHolds(PluginRequest request, PluginRun run, int seed) {
    assertThat(run.exitCode()).as("seed %d: %s", seed, run.stderr()).isNotEqualTo(70);
    if (run.exitCode() == 0) {
      assertThat(run.answer(AnswerReader.of(request)).auth()).as("seed %d", seed).hasSize(1);
      Contract.assertNoSecrets(clouds, run.stderr());
    } else {
      Contract.assertFailed(clouds, run);
    }
  }

  /** A few bytes replaced, removed, repeated, or put in from a list of what parsers trip over. */
  private static byte[] mutated(byte[] original, Random random) {
    List<String> traps =
        List.of(
            "\"", "{", "}", "\\u0000", "\r\n", "1e999", "null", "\u00ff", "</", "&", "[", ",",
            "-1");
    StringBuilder text = new StringBuilder(new String(original, ISO_8859_1));
    for (int i = random.nextInt(1, 4); i > 0 && !text.isEmpty(); i--) {
      int at = random.nextInt(text.length());
      switch (random.nextInt(4)) {
        case 0 -> text.setCharAt(at, (char) random.nextInt(256));
        case 1 -> text.delete(at, Math.min(text.length(), at + random.nextInt(1, 20)));
        case 2 -> text.insert(at, text.substring(at, Math.min(text.length(), at + 20)));
        default -> text.insert(at, traps.get(random.nextInt(traps.size())));
      }
    }
    return text.toString().getBytes(ISO_8859_1);
  }
}
