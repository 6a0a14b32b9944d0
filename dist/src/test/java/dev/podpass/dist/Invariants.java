// SPDX-License-Identifier: Apache-2.0
package dev.podpass.dist;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.podpass.testkit.FakeClouds;
import dev.podpass.testkit.kubelet.AnswerReader;
import dev.podpass.testkit.kubelet.Login;
import dev.podpass.testkit.kubelet.PluginRequest;
import dev.podpass.testkit.kubelet.PluginRun;

/** What holds whatever an attacker does: the suites that are named after one share it. */
final class Invariants {
  private Invariants() {}

  /** A failure is one of those that are documented, in one or two lines, and gives nothing away. */
  static void assertFailed(FakeClouds clouds, PluginRun run) {
    assertThat(run.exitCode()).as(run.stderr()).isIn(64, 65, 69, 75, 77, 78);
    assertThat(run.stdout()).isEmpty();
    assertThat(run.timedOut()).isFalse();
    assertThat(run.stderr()).startsWith("podpass: ");
    assertThat(run.stderr().lines().toList())
        .hasSizeBetween(1, 2)
        .allMatch(line -> line.codePoints().noneMatch(Character::isISOControl));
    FailureContract.assertNoSecrets(clouds, run.stderr());
  }

  /** It fails like that, or answers with a credential that the genuine cloud issued. */
  static void assertFailedOrGenuine(FakeClouds clouds, PluginRequest request, PluginRun run) {
    if (run.exitCode() != 0) {
      assertFailed(clouds, run);
      return;
    }
    FailureContract.assertNoSecrets(clouds, run.stderr());
    assertThat(run.answer(AnswerReader.of(request)).auth().values())
        .as(new String(run.stdout(), UTF_8))
        .hasSize(1)
        .extracting(Login::password)
        .allMatch(clouds.plantedSecrets()::contains);
  }

  /** The attack has left nothing behind. */
  static void assertNextPullWorks(FakeClouds clouds, BuiltProgram podpass, PluginRequest request) {
    clouds.behave();
    PluginRun next = podpass.run(request);
    assertThat(next.exitCode()).as(next.stderr()).isZero();
    assertFailedOrGenuine(clouds, request, next);
  }
}
