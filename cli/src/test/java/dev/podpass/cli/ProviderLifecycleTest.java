// SPDX-License-Identifier: Apache-2.0
package dev.podpass.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.podpass.testkit.FakeClouds;
import dev.podpass.testkit.kubelet.PluginRequest;
import dev.podpass.testkit.net.Answer;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The lifecycle of a provider that the documentation of {@code dev.podpass.spi} describes. */
class ProviderLifecycleTest {
  private static final String MIRRORS =
      "--mirror=docker.io=echo.example/hub,ghcr.io=token.example/ghcr";

  @BeforeEach
  void forget() {
    EchoProvider.CALLS.clear();
  }

  @AfterEach
  void isConstructedOnce() {
    assertThat(EchoProvider.CONSTRUCTED).hasValue(1);
  }

  @Test
  void aPullRecognisesOneRegistryAndExchangesOnePlan() {
    pull("echo.example/app");

    assertThat(EchoProvider.CALLS)
        .containsExactly("serve echo.example", "plan echo.example", "exchange echo.example");
  }

  @Test
  void aPullWithMirrorsRecognisesTheirTargetsToo() {
    pull("docker.io/library/nginx", MIRRORS);

    assertThat(EchoProvider.CALLS)
        .contains("serve token.example")
        .endsWith("serve echo.example", "plan echo.example", "exchange echo.example");
    assertThat(EchoProvider.CALLS).filteredOn("serve echo.example"::equals).hasSizeGreaterThan(1);
    assertThat(EchoProvider.CALLS).filteredOn(call -> !call.startsWith("serve")).hasSize(2);
  }

  @Test
  void anExplainedExchangeIsPlannedTwice() {
    try (FakeClouds clouds = FakeClouds.start()) {
      clouds.serve("tokens.example", request -> Answer.json(200, "hunter2"));
      CommandRun run =
          CommandRun.of(
              clouds.environment(),
              clouds.issuer().token().audience("aud").mint(),
              "explain",
              "token.example/app",
              "--echo-user=bob",
              "--token=-",
              "--exchange");
      assertThat(run.status()).isZero();
    }

    assertThat(EchoProvider.CALLS)
        .filteredOn(call -> !call.startsWith("serve"))
        .containsExactly("plan token.example", "plan token.example", "exchange token.example");
  }

  @Test
  void theLinterRecognisesOtherRegistriesAndPlansNothing() {
    String config = CommandRun.of("config", "--providers=echo", MIRRORS).out();
    forget();

    CommandRun run = CommandRun.of(Map.of(), config, "config", "lint", "-");

    assertThat(run.status()).isZero();
    assertThat(EchoProvider.CALLS)
        .contains("serve docker.io", "serve ghcr.io", "serve echo.example", "serve token.example")
        .allMatch(call -> call.startsWith("serve"));
  }

  private static void pull(String image, String... args) {
    CommandRun run =
        CommandRun.of(
            Map.of("PODPASS_WITHOUT_TOKEN", "node"), PluginRequest.forImage(image).json(), args);
    assertThat(run.err()).isEmpty();
    assertThat(run.status()).isZero();
  }
}
