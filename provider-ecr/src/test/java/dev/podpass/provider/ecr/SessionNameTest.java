// SPDX-License-Identifier: Apache-2.0
package dev.podpass.provider.ecr;

import static org.assertj.core.api.Assertions.assertThat;

import dev.podpass.spi.token.ServiceAccountSubject;
import dev.podpass.spi.token.ServiceAccountSubject.ObjectReference;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class SessionNameTest {
  @Test
  void isNamespaceAndServiceAccount() {
    assertThat(SessionName.of(workload("team-a", "puller"))).isEqualTo("team-a.puller");
    assertThat(SessionName.of(workload("n", "s"))).isEqualTo("n.s");
  }

  @Test
  void keepsWhatFits() {
    String whole = SessionName.of(workload("n".repeat(31), "s".repeat(32)));

    assertThat(whole).hasSize(64).isEqualTo("n".repeat(31) + "." + "s".repeat(32));
  }

  @Test
  void cutsWhatDoesNotAndTellsTheRestApart() {
    String one = SessionName.of(workload("n".repeat(63), "s".repeat(200) + "1"));
    String other = SessionName.of(workload("n".repeat(63), "s".repeat(200) + "2"));

    assertThat(one).hasSize(64).matches("n{55}\\.[0-9a-f]{8}").isNotEqualTo(other);
  }

  private static ServiceAccountSubject workload(String namespace, String serviceAccount) {
    return new ServiceAccountSubject(
        namespace,
        new ObjectReference(serviceAccount, Optional.empty()),
        Optional.empty(),
        Optional.empty());
  }
}
