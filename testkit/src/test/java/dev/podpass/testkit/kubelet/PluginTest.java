// SPDX-License-Identifier: Apache-2.0
package dev.podpass.testkit.kubelet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class PluginTest {
  private static final PluginRequest REQUEST = PluginRequest.forImage("reg.io/app").token("t");

  @Test
  void getsTheRequestAndTheEndOfInput() {
    assertThat(new String(sh("cat").run(REQUEST).stdout(), StandardCharsets.UTF_8))
        .isEqualTo(REQUEST.json());
  }

  @Test
  void hasTheGivenEnvironmentAlone() {
    Plugin plugin = Plugin.of(List.of("/usr/bin/env"), Map.of("ONLY", "this"));

    assertThat(new String(plugin.run(REQUEST).stdout(), StandardCharsets.UTF_8))
        .isEqualTo("ONLY=this\n");
  }

  @Test
  void tellsExitCodeAndBothOutputs() {
    PluginRun run = sh("echo out; echo err >&2; exit 78").run(REQUEST);

    assertThat(run.exitCode()).isEqualTo(78);
    assertThat(run.stdout()).asString().isEqualTo("out\n");
    assertThat(run.stderr()).isEqualTo("err\n");
    assertThat(run.timedOut()).isFalse();
  }

  @Test
  void itsAnswerIsReadAsKubeletWould() {
    PluginRun run =
        sh("echo '{\"kind\":\"CredentialProviderResponse\",\"apiVersion\":\""
                + PluginRequest.V1
                + "\",\"cacheKeyType\":\"Image\"}'; echo noise >&2")
            .run(REQUEST);

    assertThat(run.answer(AnswerReader.of(REQUEST)).cacheKeyType()).isEqualTo(CacheKeyType.IMAGE);
  }

  @Test
  void aFailureIsRefusedWithItsStandardErrorOutput() {
    PluginRun run = sh("echo why >&2; exit 1").run(REQUEST);

    assertThatExceptionOfType(RefusedByKubelet.class)
        .isThrownBy(() -> run.answer(AnswerReader.of(REQUEST)))
        .withMessage("error execing credential provider plugin: exit status 1: why\n");
  }

  @Test
  void isKilledAfterItsTime() {
    PluginRun run = sh("echo begun; exec sleep 100").timeout(Duration.ofMillis(200)).run(REQUEST);

    assertThat(run.exitCode()).isEqualTo(128 + 9);
    assertThat(run.timedOut()).isTrue();
    assertThat(run.stdout()).asString().isEqualTo("begun\n");
    assertThatExceptionOfType(RefusedByKubelet.class)
        .isThrownBy(() -> run.answer(AnswerReader.of(REQUEST)))
        .withMessageContaining("context deadline exceeded");
  }

  @Test
  void whoeverHoldsItsOutputIsWaitedFor() {
    PluginRun run =
        sh("{ sleep 0.5; echo late; } & echo early").timeout(Duration.ofMillis(400)).run(REQUEST);

    assertThat(run.exitCode()).isZero();
    assertThat(run.stdout()).asString().isEqualTo("early\nlate\n");
    assertThat(run.timedOut()).isTrue();
  }

  @Test
  void neednotReadItsInput() {
    byte[] more = new byte[1 << 20];

    assertThat(sh("exit 3").run(more).exitCode()).isEqualTo(3);
  }

  @Test
  void mustExist() {
    Plugin plugin = Plugin.of(List.of("/nonexistent"), Map.of());

    assertThatThrownBy(() -> plugin.run(REQUEST))
        .isInstanceOf(UncheckedIOException.class)
        .hasCauseInstanceOf(IOException.class)
        .hasMessageContaining("/nonexistent");
  }

  private static Plugin sh(String script) {
    return Plugin.of(List.of("/bin/sh", "-c", script), Map.of("PATH", "/usr/bin:/bin"));
  }
}
