// SPDX-License-Identifier: Apache-2.0
package dev.podpass.spi.testing;

import static org.assertj.core.api.Assertions.assertThat;

import dev.podpass.spi.failure.CredentialException;
import dev.podpass.spi.failure.Kind;
import java.util.Optional;
import java.util.function.Supplier;

/** How a parser refuses foreign bytes: with a documented exit and one printable line. */
public final class Refusal {
  private Refusal() {}

  /**
   * {@return what was parsed, or nothing if it was refused as it should be}
   *
   * @param <T> what the parser makes
   * @param parser parses foreign bytes
   */
  public static <T> Optional<T> orResult(Supplier<T> parser) {
    try {
      return Optional.of(parser.get());
    } catch (CredentialException e) {
      assertThat(e.kind()).isNotEqualTo(Kind.BUG);
      assertThat(e.line()).isNotBlank().doesNotContain("\n", "\r", "\u001b").hasSizeLessThan(5_000);
      return Optional.empty();
    }
  }
}
