// SPDX-License-Identifier: Apache-2.0
package dev.podpass.spi.failure;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AdviceTest {
  @ParameterizedTest
  @CsvSource({
    "307, CONFIGURATION, REQUEST,  correct it",
    "400, CONFIGURATION, REQUEST,  correct it",
    "401, DENIED,        REQUEST,  grant it",
    "403, DENIED,        WORKLOAD, grant it",
    "404, CONFIGURATION, REQUEST,  correct it",
    "405, CONFIGURATION, REQUEST,  correct it",
    "408, TRY_AGAIN,     WORKLOAD, STS timed out; kubelet asks again by itself",
    "410, CONFIGURATION, REQUEST,  correct it",
    "422, CONFIGURATION, REQUEST,  correct it",
    "429, TRY_AGAIN,     WORKLOAD, STS throttles requests; kubelet asks again by itself",
    "500, UNAVAILABLE,   WORKLOAD, STS reports an internal error; kubelet asks again by itself",
    "503, UNAVAILABLE,   WORKLOAD, STS reports an internal error; kubelet asks again by itself"
  })
  void dependsOnTheStatus(int status, Kind kind, Advice.FailureScope scope, String hint) {
    assertThat(Advice.byStatus(status, "STS", "grant it", "correct it"))
        .isEqualTo(new Advice(kind, hint, scope));
  }

  @ParameterizedTest
  @CsvSource({
    "400, CONFIGURATION, open it",
    "401, CONFIGURATION, open it",
    "403, CONFIGURATION, open it",
    "404, CONFIGURATION, name it",
    "405, CONFIGURATION, open it",
    "408, TRY_AGAIN,     IMDS timed out; kubelet asks again by itself",
    "429, TRY_AGAIN,     IMDS throttles this node; kubelet asks again by itself",
    "500, UNAVAILABLE,   IMDS reports an internal error; kubelet asks again by itself"
  })
  void neverIsADenialOfAMetadataService(int status, Kind kind, String hint) {
    Advice advice = Advice.byMetadataStatus(status, "IMDS", "name it", "open it");

    assertThat(advice.kind()).isEqualTo(kind);
    assertThat(advice.hint()).isEqualTo(hint);
  }
}
