// SPDX-License-Identifier: Apache-2.0
package dev.podpass.dist;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.podpass.testkit.FakeClouds;
import dev.podpass.testkit.kubelet.AnswerReader;
import dev.podpass.testkit.kubelet.Login;
import dev.podpass.testkit.kubelet.PluginRequest;
import dev.podpass.testkit.kubelet.PluginRun;

/** What holds of every run, whatever an attacker does. */
final class Contract {
  private Contract() {}

  /** A failure that is expected: a status, an empty stdout, one useful line, and no secret. */
  static void assertFails(FakeClouds clouds, PluginRun run, int status, String... because) {
    assertThat(run.stderr()).startsWith("podpass: ").contains(because);
    assertThat(run.exitCode()).isEqualTo(status);
    assertThat(run.stdout()).isEmpty();
    assertThat(run.stderr().lines()).hasSize(1);
    assertThat(run.timedOut()).isFalse();
    assertNoSecrets(clouds, run.stderr());
  }

  static void assertNoSecrets(FakeClouds clouds, String output) {
    assertThat(clouds.plantedSecrets()).isNotEmpty().noneMatch(output::contains);
  }

  /** A failure is one of those that are documented, in one or two lines, and gives nothing away. */
  static void assertFailed(FakeClouds clouds, PluginRun run) {
    assertThat(run.exitCode()).as(run.stderr()).isIn(64, 65, 69, 75, 77, 78);
    assertThat(run.stdout()).isEmpty();
    assertThat(run.timedOut()).isFalse();
    assertThat(run.stderr()).startsWith("podpass: ");
    assertThat(run.stderr().lines().toList())
        .hasSizeBetween(1, 2)
        .allMatch(line -> line.codePoints().noneMatch(Character::isISOControl));
    assertNoSecrets(clouds, run.stderr());
  }

  /** It fails like that, or answers with a credential that the genuine cloud issued. */
  static void assertFailedOrGenuine(FakeClouds clouds, PluginRequest request, PluginRun run) {
    if (run.exitCode() != 0) {
      assertFailed(clouds, run);
      return;
    }
    assertNoSecrets(clouds, run.stderr());
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
