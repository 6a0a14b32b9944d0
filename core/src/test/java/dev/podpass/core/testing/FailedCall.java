// SPDX-License-Identifier: Apache-2.0
package dev.podpass.core.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.podpass.spi.failure.CredentialException;
import dev.podpass.spi.failure.Kind;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;

/** A call that fails with a line for an operator. */
public final class FailedCall {
  private FailedCall() {}

  /**
   * Asserts the kind of the failure, what its line has, and that the tests' secret is not in it.
   */
  public static void assertFails(ThrowingCallable call, Kind kind, String... because) {
    assertThatThrownBy(call)
        .isInstanceOfSatisfying(
            CredentialException.class,
            e -> {
              assertThat(e.kind()).isEqualTo(kind);
              assertThat(e.line()).contains(because).doesNotContain("hunter2");
            });
  }
}
