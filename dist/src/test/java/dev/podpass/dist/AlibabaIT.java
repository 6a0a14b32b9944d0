// SPDX-License-Identifier: Apache-2.0
package dev.podpass.dist;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.argumentSet;

import dev.podpass.testkit.ExamplePulls;
import dev.podpass.testkit.ExampleWorld;
import dev.podpass.testkit.FakeClouds;
import dev.podpass.testkit.alibaba.AlibabaFaults;
import dev.podpass.testkit.alibaba.RegistryLogin;
import dev.podpass.testkit.kubelet.AnswerReader;
import dev.podpass.testkit.kubelet.CacheKeyType;
import dev.podpass.testkit.kubelet.Login;
import dev.podpass.testkit.kubelet.PluginAnswer;
import dev.podpass.testkit.kubelet.PluginRequest;
import dev.podpass.testkit.kubelet.PluginRun;
import dev.podpass.testkit.oidc.PodToken;
import java.time.Duration;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Pulls from Alibaba Cloud Container Registry. */
class AlibabaIT {
  private static final String API = "cr.cn-hangzhou.aliyuncs.com";

  @RegisterExtension private static final SharedClouds SHARED = new SharedClouds();

  private final FakeClouds clouds = SHARED.clouds();
  private final BuiltProgram podpass = new BuiltProgram(clouds);

  static Stream<Arguments> images() {
    return Stream.of(
        argumentSet(
            "Enterprise edition", ExampleWorld.ALIBABA_IMAGE, ExampleWorld.ALIBABA_REGISTRY),
        argumentSet(
            "Personal edition",
            ExampleWorld.ALIBABA_PERSONAL_IMAGE,
            "registry.cn-hangzhou.aliyuncs.com"));
  }

  @Tag("smoke")
  @ParameterizedTest
  @MethodSource("images")
  void theRegistrysTokenIsTheCredential(String image, String registry) {
    PluginRequest request = ExamplePulls.alibaba(image, token());

    PluginRun run = run(request);

    PluginAnswer answer = run.answer(AnswerReader.of(request));
    RegistryLogin issued = clouds.alibaba().logins().getLast();
    assertThat(answer.auth()).containsOnlyKeys(registry);
    assertThat(answer.loginsFor(image))
        .containsExactly(new Login(issued.username(), issued.password()));
    assertThat(answer.cacheKeyType()).isEqualTo(CacheKeyType.REGISTRY);
    assertThat(answer.cacheDuration().orElseThrow())
        .isBetween(Duration.ofMinutes(40), Duration.ofMinutes(59));
    assertThat(run.stderr()).isEmpty();
  }

  @Test
  void aFailureIsToldWithItsStatus() {
    clouds.misbehave(API, AlibabaFaults.error(403, "NoPrivilege", "no"), 20);

    assertFails(
        run(ExamplePulls.alibaba(ExampleWorld.ALIBABA_IMAGE, token())),
        77,
        "NoPrivilege (HTTP 403): no, request id ",
        "; hint: ");
  }

  @Test
  void aSimilarHostIsSentNothing() {
    PluginRequest request =
        ExamplePulls.alibaba("a-registry.oss-cn-hangzhou.aliyuncs.com/team-a/app", token());

    assertFails(run(request), 65, "a-registry.oss-cn-hangzhou.aliyuncs.com");
    assertThat(clouds.received().requests()).isEmpty();
  }

  private PluginRun run(PluginRequest request) {
    return podpass.run(
        request,
        "--provider=alibaba",
        "--alibaba-instance="
            + ExampleWorld.ALIBABA_REGISTRY
            + "="
            + ExampleWorld.ALIBABA_INSTANCE);
  }

  private PodToken token() {
    return clouds.issuer().token();
  }

  private void assertFails(PluginRun run, int status, String... because) {
    Contract.assertFails(clouds, run, status, because);
  }
}
