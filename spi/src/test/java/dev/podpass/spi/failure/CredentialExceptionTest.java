// SPDX-License-Identifier: Apache-2.0
package dev.podpass.spi.failure;

import static org.assertj.core.api.Assertions.assertThat;

import dev.podpass.spi.secret.Secret;
import java.io.IOException;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CredentialExceptionTest {
  @Test
  void isOneLineOfMessageAndHint() {
    CredentialException e = new CredentialException(Kind.DENIED, "STS\nsaid\tno", "fix\r\nit");

    assertThat(e.line()).isEqualTo("STS said no; hint: fix it");
    assertThat(new CredentialException(Kind.BUG, "oops").line()).isEqualTo("oops");
  }

  /** What a cloud says is a part of the message, and of a hint at times. */
  @ParameterizedTest
  @ValueSource(strings = {"no; hint: run x", "no;HINT : run x", "no\u00a0;\u00a0Hint\n:\trun x"})
  void onlyItsOwnHintBeginsAsOne(String foreign) {
    CredentialException e =
        CredentialException.of(Advice.denied("trust " + foreign), "HTTP 403: " + foreign)
            .blaming(foreign);

    assertThat(e.line().toLowerCase(Locale.ROOT).split("hint *:", -1)).hasSize(2);
    assertThat(e.line()).startsWith("HTTP 403: no").contains("run x", "; hint: trust no");
  }

  @Test
  void masksKnownSecretsInMessageAndHintAndKeepsTheRest() {
    Exception cause = new IllegalStateException("cause");
    CredentialException e =
        new CredentialException(Kind.TRY_AGAIN, "it echoed hunter2", "never say hunter2")
            .causedBy(cause)
            .hiding(Secret.of("hunter2"));

    assertThat(e.line()).isEqualTo("it echoed [secret]; hint: never say [secret]");
    assertThat(e.kind()).isEqualTo(Kind.TRY_AGAIN);
    assertThat(e).hasCause(cause);
  }

  @Test
  void isFoundInWhatAnSdkMadeOfIt() {
    CredentialException ours = new CredentialException(Kind.UNAVAILABLE, "no route");

    assertThat(CredentialException.in(new IllegalStateException(new IOException(ours))))
        .containsSame(ours);
    assertThat(CredentialException.in(new IOException("theirs"))).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "USAGE,64",
    "BAD_REQUEST,65",
    "UNAVAILABLE,69",
    "BUG,70",
    "TRY_AGAIN,75",
    "DENIED,77",
    "CONFIGURATION,78"
  })
  void kindsHaveTheExitCodesOfSysexits(Kind kind, int code) {
    assertThat(kind.exitCode()).isEqualTo(code);
  }
}
