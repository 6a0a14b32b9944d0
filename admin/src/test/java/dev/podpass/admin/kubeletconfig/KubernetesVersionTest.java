// SPDX-License-Identifier: Apache-2.0
package dev.podpass.admin.kubeletconfig;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class KubernetesVersionTest {
  @ParameterizedTest
  @ValueSource(
      strings = {"1.34", "v1.34", "v1.34.2", "v1.34.2-gke.1017000", "v1.34.2+k3s1", "1.34+"})
  void isFoundByItsMinorVersion(String text) {
    assertThat(KubernetesVersion.find(text)).contains(KubernetesVersion.V1_34);
    assertThat(KubernetesVersion.precedesAll(text)).isFalse();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "1", "1.", "2.34", "1.034", "1.99", "1.34x", "x1.34", "1.34\n"})
  void isNotFoundInAnythingElse(String text) {
    assertThat(KubernetesVersion.find(text)).isEmpty();
    assertThat(KubernetesVersion.precedesAll(text)).isFalse();
  }

  @ParameterizedTest
  @ValueSource(strings = {"1.0", "1.20.15", "v1.32.9", "v1.32.9-eks-3abbec1"})
  void whatPrecedesAllIsNoneOfThem(String text) {
    assertThat(KubernetesVersion.precedesAll(text)).isTrue();
    assertThat(KubernetesVersion.find(text)).isEmpty();
  }
}
