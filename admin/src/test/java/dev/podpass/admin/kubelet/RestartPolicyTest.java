// SPDX-License-Identifier: Apache-2.0
package dev.podpass.admin.kubelet;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RestartPolicyTest {
  /** A restart and its putting back: two commands and two waits, and a minute of life each. */
  @ParameterizedTest
  @ValueSource(ints = {1, 60, 600})
  void endsNoPassThatWaitsTwiceAndLetsAnotherOutwaitIt(int seconds) {
    Duration patience = Duration.ofSeconds(seconds);
    Duration pass = patience.multipliedBy(4).plusMinutes(2);
    RestartPolicy policy = new RestartPolicy(true, Optional.empty(), patience);

    assertThat(patience).isLessThanOrEqualTo(RestartPolicy.LONGEST);
    assertThat(RestartPolicy.TURN).isGreaterThan(pass);
    assertThat(policy.longest(Duration.ofHours(1)))
        .isGreaterThan(pass.plusHours(1).plus(RestartPolicy.TURN.multipliedBy(2)));
  }
}
