// SPDX-License-Identifier: Apache-2.0
package dev.podpass.admin.kubeletconfig;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class KubernetesVersionTest {
  @ParameterizedTest
  @ValueSource(strings = {"1.0", "1.20.15", "v1.33.9", "v1.33.9-eks-3abbec1"})
  void isOlderThanTokens(String version) {
    assertThat(KubernetesVersion.precedesTokens(version)).isTrue();
    assertThat(KubernetesVersion.precedesImageVerification(version)).isTrue();
  }

  @ParameterizedTest
  @ValueSource(strings = {"1.34", "v1.34.2", "v1.34.2-gke.1017000", "v1.34.2+k3s1", "1.34+"})
  void hasTokensAndVerifiesNoImages(String version) {
    assertThat(KubernetesVersion.precedesTokens(version)).isFalse();
    assertThat(KubernetesVersion.precedesImageVerification(version)).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"1.35", "1.99", "", "1", "1.", "2.33", "1.033", "1.33x", "x1.33", "1.33\n"})
  void isNewEnoughOrUnknown(String version) {
    assertThat(KubernetesVersion.precedesImageVerification(version)).isFalse();
  }
}
