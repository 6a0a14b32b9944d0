// SPDX-License-Identifier: Apache-2.0
package dev.podpass.provider.acr;

import static dev.podpass.provider.acr.AcrTrials.ENTRA;
import static dev.podpass.provider.acr.AcrTrials.EXCHANGE;

import dev.podpass.spi.failure.Kind;
import dev.podpass.testkit.ExampleWorld;
import dev.podpass.testkit.azure.AcrFaults;
import dev.podpass.testkit.azure.EntraFaults;
import dev.podpass.testkit.azure.Registry;
import dev.podpass.testkit.net.Fault;
import dev.podpass.testkit.net.Faults;
import dev.podpass.testkit.oidc.Signing;
import java.time.Duration;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What an operator reads of Azure's errors, over TLS, against strict fakes of Azure. */
class AcrFailureTest extends AcrFailureFixture {
  private static final String REGISTRY = ExampleWorld.ACR_REGISTRY;

  static Stream<Arguments> registryFaults() {
    return Stream.of(
        row("403", AcrFaults.denied(), Kind.DENIED, "grant AcrPull"),
        row("network", AcrFaults.refusedClient("203.0.113.9"), Kind.DENIED, "network rules"),
        row("404", Faults.status(404), Kind.CONFIGURATION, "check that the registry"),
        row("400", Faults.status(400), Kind.CONFIGURATION, "HTTP 400"),
        row("throttled", AcrFaults.throttled(Duration.ZERO), Kind.TRY_AGAIN, "TOOMANYREQUESTS"),
        row("500", Faults.status(500), Kind.UNAVAILABLE, "the registry reports an internal error"),
        row("garbage", Faults.garbage(), Kind.UNAVAILABLE, "cannot be used"),
        row("opaque", AcrFaults.refreshToken("opaque"), Kind.UNAVAILABLE, "cannot be used"));
  }

  @ParameterizedTest
  @MethodSource("registryFaults")
  void tellsWhyTheRegistryGivesNoToken(Fault fault, Kind kind, String because) {
    clouds.misbehave(EXCHANGE, fault, Integer.MAX_VALUE);

    trial.assertFails(IMAGE, kind, REGISTRY, because);
  }

  @Test
  void aForgedTokenIsTheCloudsToRefuse() {
    trial.token(AcrTrials.pod(clouds).signed(Signing.WRONG_KEY).mint());

    trial.assertFails(
        IMAGE,
        Kind.DENIED,
        "AADSTS50013",
        "publish the current discovery document and JWKS of https://");
  }

  @Test
  void tellsWhomToGrantAcrPull() {
    clouds.azure().put(Registry.of(REGISTRY, TENANT));

    trial.assertFails(
        IMAGE,
        Kind.DENIED,
        "token exchange at " + REGISTRY + " as client " + CLIENT + " (annotation",
        "for team-a/app failed: UNAUTHORIZED (HTTP 401): authentication required",
        ", correlation id ",
        "grant AcrPull (or Container Registry Repository Reader) on %s to client %s"
            .formatted(REGISTRY, CLIENT));
  }

  @Test
  void anEchoedTokenIsNotShown() {
    String token = "secret-access-token";
    clouds.misbehave(ENTRA, EntraFaults.accessToken(token));
    clouds.misbehave(EXCHANGE, AcrFaults.error(401, "UNAUTHORIZED", "bad token " + token), 1);

    trial.assertFails(IMAGE, Kind.DENIED, "bad token [secret]");
  }
}
