// SPDX-License-Identifier: Apache-2.0
package dev.podpass.dist;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.argumentSet;

import dev.podpass.testkit.ExamplePulls;
import dev.podpass.testkit.ExampleWorld;
import dev.podpass.testkit.FakeClouds;
import dev.podpass.testkit.RegistryOptions;
import dev.podpass.testkit.exchange.FakeExchanges;
import dev.podpass.testkit.exchange.IssuedLogin;
import dev.podpass.testkit.kubelet.AnswerReader;
import dev.podpass.testkit.kubelet.CacheKeyType;
import dev.podpass.testkit.kubelet.CacheType;
import dev.podpass.testkit.kubelet.Login;
import dev.podpass.testkit.kubelet.PluginAnswer;
import dev.podpass.testkit.kubelet.PluginRequest;
import dev.podpass.testkit.kubelet.PluginRun;
import dev.podpass.testkit.oidc.PodToken;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Registries of the operator's own: an exchange, and the token as the password. */
class ExchangeIT {
  private static final String REGISTRY = ExampleWorld.OWN_REGISTRY;
  private static final String HOST = FakeExchanges.TOKEN_EXCHANGE;
  private static final List<String> RFC8693 = List.of(RegistryOptions.of(ExampleWorld.OWN_IMAGE));

  @RegisterExtension private static final SharedClouds SHARED = new SharedClouds();

  private final FakeClouds clouds = SHARED.clouds();
  private final BuiltProgram podpass = new BuiltProgram(clouds);

  static Stream<Arguments> forms() {
    return Stream.of(
        argumentSet("RFC 8693", RFC8693, "puller"),
        argumentSet(
            "JSON",
            List.of(
                "--provider=exchange",
                "--registry=" + REGISTRY,
                "--exchange-url=https://" + HOST + "/json",
                "--exchange-identity={namespace}-pull",
                profile(
                    "{\"form\": \"json\", \"token-field\": \"jwt\", \"owner-field\": \"role\", \"owner-pattern\": \"team-*\", \"username-pointer\": \"/data/user\", \"password-pointer\": \"/data/password\", \"expiry-form\": \"date\", \"expiry-pointer\": \"/data/expires\"}")),
            "team-a-pull"),
        argumentSet(
            "Basic",
            List.of(
                "--provider=exchange",
                "--registry=" + REGISTRY,
                "--exchange-url=https://" + HOST + "/basic",
                "--exchange-username=team-a-pull",
                profile("{\"form\": \"basic\", \"expiry-form\": \"jwt\"}")),
            "team-a-pull"),
        argumentSet(
            "Bearer",
            List.of(
                "--provider=exchange",
                "--registry=" + REGISTRY,
                "--exchange-url=https://" + HOST + "/bearer",
                "--exchange-fields=account=team-a-pull",
                "--exchange-username=token",
                profile(
                    "{\"form\": \"bearer\", \"expiry-form\": \"unix\", \"expiry-pointer\": \"/exp\"}")),
            "token"),
        argumentSet(
            "Yandex Cloud",
            List.of(
                "--provider=exchange",
                "--registry=" + REGISTRY,
                "--exchange-url=https://" + FakeExchanges.YANDEX + "/oauth/token",
                "--exchange-fields=audience="
                    + ExampleWorld.YANDEX_ACCOUNT
                    + ",subject_token_type=urn:ietf:params:oauth:token-type:id_token"
                    + ",requested_token_type=urn:ietf:params:oauth:token-type:access_token",
                "--exchange-username=iam"),
            "iam"),
        argumentSet(
            "Harbor Workload Identity Bridge",
            List.of(
                "--provider=exchange",
                "--registry=" + REGISTRY,
                "--exchange-url=https://" + HOST + "/v1/credentials",
                profile(
                    "{\"form\": \"bearer-post\", \"username-pointer\": \"/username\", \"password-pointer\": \"/password\"}")),
            "team-a-pull"),
        argumentSet("Artifact Keeper", artifactKeeper(), "team-a-pull"));
  }

  private static List<String> artifactKeeper() {
    return List.of(
        "--provider=exchange",
        "--registry=" + REGISTRY,
        "--exchange-url=https://" + HOST + "/api/v1/auth/ci/token",
        profile(
            "{\"form\": \"bearer-post\", \"username-pointer\": \"/username\", \"password-pointer\": \"/access_token\"}"));
  }

  /** The option for a file with this profile. */
  private static String profile(String json) {
    try {
      Path file = Files.createTempFile("profile", ".json");
      file.toFile().deleteOnExit();
      return "--exchange-profile=" + Files.writeString(file, json);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @ParameterizedTest
  @MethodSource("forms")
  void theAnswerOfEachFormIsTheCredential(List<String> options, String username) {
    PluginRequest request = ExamplePulls.own(token());

    PluginRun run = podpass.run(request, options.toArray(String[]::new));

    PluginAnswer answer = run.answer(AnswerReader.of(request));
    IssuedLogin issued = clouds.exchanges().logins().getLast();
    assertThat(answer.auth()).containsOnlyKeys(REGISTRY);
    assertThat(answer.loginsFor(ExampleWorld.OWN_IMAGE))
        .containsExactly(new Login(username, issued.password()));
    assertThat(answer.cacheKeyType()).isEqualTo(CacheKeyType.REGISTRY);
    assertThat(answer.cacheDuration().orElseThrow())
        .isBetween(Duration.ofMinutes(40), Duration.ofMinutes(59));
    assertThat(run.stderr()).isEmpty();
    assertThat(clouds.received().requests()).hasSize(1);
  }

  @Tag("smoke")
  @Test
  void theTokenItselfIsThePasswordOfAPassthrough() {
    String token = token().audience(REGISTRY).lifetime(Duration.ofMinutes(10)).mint();
    PluginRequest request = PluginRequest.forImage(ExampleWorld.OWN_IMAGE).token(token);

    PluginRun run = podpass.run(request, "--passthrough-registry=" + REGISTRY);

    PluginAnswer answer = run.answer(AnswerReader.of(request).cachedBy(CacheType.TOKEN));
    assertThat(answer.auth()).containsOnlyKeys(REGISTRY);
    assertThat(answer.loginsFor(ExampleWorld.OWN_IMAGE)).containsExactly(new Login("jwt", token));
    assertThat(answer.cacheDuration().orElseThrow())
        .isBetween(Duration.ofMinutes(6), Duration.ofMinutes(9));
    assertThat(clouds.received().requests()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "registry.example.com.evil.example/app",
        "evil.example/registry.example.com/app",
        "registry.example.com:444/app",
        "sub.registry.example.com/app"
      })
  void anotherHostIsSentNothing(String image) {
    PluginRequest request = PluginRequest.forImage(image).token(token().audience(REGISTRY).mint());

    assertFails(exchange(request), 65, "the provider exchange does not serve the registry");
    assertThat(clouds.received().requests()).isEmpty();
  }

  private PluginRun exchange(PluginRequest request) {
    return podpass.run(request, RFC8693.toArray(String[]::new));
  }

  private PodToken token() {
    return clouds.issuer().token();
  }

  private void assertFails(PluginRun run, int status, String... because) {
    Contract.assertFails(clouds, run, status, because);
  }
}
