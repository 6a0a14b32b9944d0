// SPDX-License-Identifier: Apache-2.0
package dev.podpass.core.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.podpass.spi.failure.CredentialException;
import dev.podpass.spi.failure.Kind;
import dev.podpass.spi.secret.Secret;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;

/** What an SDK's client does that no answer of a cloud makes it do: thrown by a mock of it. */
public final class SdkFault {
  /**
   * A secret of no known format: it stays out of messages only if the text that contains it is left
   * out.
   */
  public static final Secret PLANTED = Secret.of("planted-Pa55");

  private SdkFault() {}

  /** A message of an SDK that quotes what it was given. */
  public static String message() {
    return "cannot sign with " + PLANTED.reveal();
  }

  /**
   * Asserts that the call fails as one without a usable answer, that the line of the failure names
   * the call and neither quotes what was thrown nor has a secret in it, and that a stack trace
   * still says what was thrown.
   */
  public static void assertUnusable(ThrowingCallable call, String step, Class<?> thrown) {
    assertThatThrownBy(call)
        .isInstanceOfSatisfying(
            CredentialException.class,
            e -> {
              assertThat(e.kind()).isEqualTo(Kind.UNAVAILABLE);
              assertThat(e.text()).isEqualTo(step + " gave an answer that cannot be used");
              assertThat(e.hint()).hasValueSatisfying(hint -> assertThat(hint).contains("proxy"));
              assertThat(e.line()).doesNotContain(PLANTED.reveal());
              assertThat(e.getCause()).isInstanceOf(thrown);
            });
  }
}
