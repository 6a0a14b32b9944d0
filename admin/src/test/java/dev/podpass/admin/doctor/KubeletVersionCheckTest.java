// SPDX-License-Identifier: Apache-2.0
package dev.podpass.admin.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import dev.podpass.admin.check.Check;
import dev.podpass.admin.kubeletconfig.KubernetesVersion;
import dev.podpass.spi.Sourced;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class KubeletVersionCheckTest {
  private static final Sourced<String> FOUND = new Sourced<>("v1.34.2", "/var/lib/dpkg/status");

  @Test
  void believesTheOperatorBeforeTheNode() {
    KubeletVersionCheck check =
        KubeletVersionCheck.of(Optional.of(KubernetesVersion.V1_35), Optional.of(FOUND));

    assertThat(check.version()).isEqualTo(KubernetesVersion.V1_35);
    assertThat(check.check()).isEqualTo(Check.ok("kubelet version", "1.35, from --kubernetes"));
  }

  @Test
  void saysWhereItIsFrom() {
    KubeletVersionCheck check = KubeletVersionCheck.of(Optional.empty(), Optional.of(FOUND));

    assertThat(check.version()).isEqualTo(KubernetesVersion.V1_34);
    assertThat(check.check())
        .isEqualTo(Check.ok("kubelet version", "v1.34.2, from /var/lib/dpkg/status"));
  }

  @Test
  void saysByWhichItJudgesWhatItDoesNotKnow() {
    assertThat(KubeletVersionCheck.of(Optional.empty(), Optional.empty()).check())
        .isEqualTo(
            Check.skipped(
                "kubelet version",
                "not known; the rest is judged as 1.37",
                "name it with --kubernetes, as kubelet --version prints it"));
    KubeletVersionCheck old =
        KubeletVersionCheck.of(Optional.empty(), Optional.of(new Sourced<>("v1.30.1", "x")));
    assertThat(old.version()).isEqualTo(KubernetesVersion.LATEST);
    assertThat(old.check().verdict()).isEqualTo(Check.Verdict.WARNING);
    assertThat(old.check().finding()).startsWith("it is v1.30.1; podpass knows 1.33|");
  }
}
