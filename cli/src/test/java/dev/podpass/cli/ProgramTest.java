// SPDX-License-Identifier: Apache-2.0
package dev.podpass.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.podpass.spi.failure.CredentialException;
import dev.podpass.spi.failure.Kind;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ProgramTest extends ProgramFixture {
  @Test
  void answersOnStdoutAndIsSilentOnStderr() {
    assertThat(run("--echo-user=bob")).isZero();

    assertThat(out())
        .isEqualTo(
            """
            {"kind":"CredentialProviderResponse","apiVersion":"credentialprovider.kubelet.k8s.io/v1",\
            "cacheKeyType":"Registry","cacheDuration":"0s",\
            "auth":{"echo.example":{"username":"bob (--echo-user)","password":"hunter2"}}}
            """);
    assertThat(err()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "'','','nobody'",
    "flag,own,'flag (--echo-user)'",
    "'',own,'own (PODPASS_ECHO_USER)'"
  })
  void aFlagCountsBeforeItsVariable(String flag, String own, String user) {
    environment.put("PODPASS_ECHO_USER", own);

    assertThat(flag.isEmpty() ? run() : run("--echo-user", flag)).isZero();

    assertThat(out()).contains("\"username\":\"" + user + "\"");
  }

  @Test
  void aBadVariableIsNamed() {
    environment.put("PODPASS_DEADLINE", "soon");

    assertThat(run()).isEqualTo(64);
    assertThat(err()).contains("\"soon\" (PODPASS_DEADLINE)");
  }

  @Test
  void aBadProxyIsToldWithoutItsPassword() {
    environment.put("HTTPS_PROXY", "socks5://bob:hunter2@proxy.example");

    assertThat(run()).isEqualTo(78);
    assertThat(err()).contains("HTTPS_PROXY").doesNotContain("hunter2");
  }

  @Test
  void tellsMoreIfAskedTo() {
    assertThat(run("--log-level=info")).isZero();
    assertThat(err())
        .isEqualTo(
            "podpass: info answered image=echo.example/app identity=\"user nobody (default)\" workload=\"\""
                + " cache_seconds=0\n");
  }

  /** As the JDK throws it in TLS, and in a static initializer of Azure's library. */
  @Test
  void saysThatThereAreNoRandomBytes() {
    AssertionError none = new AssertionError("NativePRNG not available");
    StackTraceElement[] frames = none.getStackTrace();
    Throwable other = new ExceptionInInitializerError(new RuntimeException(none));
    assertThat(Program.failure(other).text()).startsWith("internal error: ");

    frames[0] = new StackTraceElement("sun.security.provider.NativePRNG", "<init>", null, 201);
    none.setStackTrace(frames);

    Path missing = Path.of("/nonexistent/urandom");
    assertThat(Program.failure(other, missing).text()).isEqualTo("/dev/urandom cannot be read");
    CredentialException wrapped = new CredentialException(Kind.UNAVAILABLE, "an answer");
    assertThat(Program.failure(wrapped)).isSameAs(wrapped);
    assertThat(Program.failure(wrapped.causedBy(other), missing).kind())
        .isEqualTo(Kind.CONFIGURATION);
    assertThat(Program.failure(other))
        .as("it can be read, so there was no descriptor for it")
        .satisfies(e -> assertThat(e.kind()).isEqualTo(Kind.TRY_AGAIN))
        .hasMessage("the node leaves podpass no file descriptor");
  }

  @Test
  void tracesFailuresByTypeAndPlaceAlone() {
    assertThat(run("--log-level=debug", "--echo-broken")).isEqualTo(70);

    assertThat(err())
        .contains(
            "  java.lang.IllegalStateException\n    at dev.podpass.cli.EchoProvider.requireWhole")
        .doesNotContain("hunter2");
  }

  @Test
  void printsUsageAndVersion() {
    assertThat(run("--help-all")).isZero();
    assertThat(out()).contains("--echo-user=NAME", "PODPASS_ECHO_USER", "--deadline");

    stdout.reset();
    assertThat(run("--version")).isZero();
    assertThat(out()).matches("podpass [0-9]+\\.[0-9]+\\.[0-9]+.*\n");
  }

  @Test
  void printsUsageOnStderrIfSomebodyTypes() {
    terminal = true;

    assertThat(run()).isEqualTo(64);
    assertThat(out()).isEmpty();
    assertThat(err()).contains("Usage: podpass");
  }
}
