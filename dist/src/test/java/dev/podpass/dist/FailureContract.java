// SPDX-License-Identifier: Apache-2.0
package dev.podpass.dist;

import static org.assertj.core.api.Assertions.assertThat;

import dev.podpass.testkit.FakeClouds;
import dev.podpass.testkit.kubelet.PluginRun;

/** What every failure is: a status, an empty stdout, one useful line, and no secret. */
final class FailureContract {
  private FailureContract() {}

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
}
