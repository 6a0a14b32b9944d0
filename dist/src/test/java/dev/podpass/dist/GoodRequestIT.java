// SPDX-License-Identifier: Apache-2.0
package dev.podpass.dist;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.argumentSet;

import dev.podpass.testkit.ExamplePulls;
import dev.podpass.testkit.ExampleWorld;
import dev.podpass.testkit.FakeClouds;
import dev.podpass.testkit.RegistryOptions;
import dev.podpass.testkit.exchange.FakeExchanges;
import dev.podpass.testkit.kubelet.AnswerReader;
import dev.podpass.testkit.kubelet.CacheKeyType;
import dev.podpass.testkit.kubelet.CacheType;
import dev.podpass.testkit.kubelet.Login;
import dev.podpass.testkit.kubelet.PluginAnswer;
import dev.podpass.testkit.kubelet.PluginRequest;
import dev.podpass.testkit.kubelet.PluginRun;
import dev.podpass.testkit.oidc.PodToken;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** A pull from each kind of registry is answered with what the registry's cloud has issued. */
@Tag("smoke")
class GoodRequestIT {
  private static final String ECR = "123456789012.dkr.ecr.";

  @RegisterExtension private static final SharedClouds SHARED = new SharedClouds();

  private final FakeClouds clouds = SHARED.clouds();
  private final BuiltProgram podpass = new BuiltProgram(clouds);

  /**
   * A kind of registry.
   *
   * @param options of podpass, besides those by which it serves the registry
   * @param requests that the exchange takes, at most
   * @param issued the last login that the cloud issued
   */
  record Kind(List<String> options, int requests, Function<FakeClouds, Login> issued) {
    Arguments row(String image, Function<PodToken, PluginRequest> pull) {
      return argumentSet(image, pull, this);
    }
  }

  private static final Kind AWS =
      new Kind(
          List.of("--provider=ecr"),
          2,
          clouds -> new Login("AWS", clouds.aws().passwords().getLast().value()));

  private static final Kind GOOGLE =
      new Kind(
          List.of("--provider=gar"),
          2,
          clouds -> new Login("oauth2accesstoken", clouds.gcp().tokens().getLast().value()));

  private static final Kind AZURE =
      new Kind(
          List.of("--provider=acr"),
          4,
          clouds ->
              new Login(
                  "00000000-0000-0000-0000-000000000000",
                  clouds.azure().refreshTokens().getLast().value()));

  private static final Kind ALIBABA =
      new Kind(
          List.of(
              "--alibaba-instance="
                  + ExampleWorld.ALIBABA_REGISTRY
                  + "="
                  + ExampleWorld.ALIBABA_INSTANCE),
          2,
          clouds -> {
            var login = clouds.alibaba().logins().getLast();
            return new Login(login.username(), login.password());
          });

  private static final Kind EXCHANGE =
      new Kind(
          List.of(),
          1,
          clouds -> {
            var login = clouds.exchanges().logins().getLast();
            return new Login(login.username(), login.password());
          });

  private static final Kind VAULT =
      new Kind(
          List.of(),
          2,
          clouds -> {
            var login = clouds.exchanges().vault().logins().getFirst();
            return new Login(login.username(), login.password());
          });

  private static final Kind OWN =
      new Kind(
          List.of(),
          1,
          clouds ->
              new Login(ExampleWorld.OWN_USER, clouds.exchanges().logins().getLast().password()));

  static Stream<Arguments> pulls() {
    return Stream.of(
        ecr(ECR + "us-east-1.amazonaws.com/team-a/app"),
        ecr(ECR + "us-east-1.amazonaws.com:443/team-a/app:v1"),
        ecr("123456789012.dkr-ecr-fips.us-east-1.on.aws/team-a/app"),
        ecr("public.ecr.aws/team-a/app"),
        ecr("123456789012.DKR.ecr.us-east-1.amazonaws.com/team-a/app"),
        GOOGLE.row("as the service account", ExamplePulls::gar),
        gar("europe-west12-docker.pkg.dev/my-project/apps/api:v1"),
        gar("docker.us-east4.rep.pkg.dev/my-project/apps/api"),
        gar("eu.gcr.io/my-project/api"),
        gar("Europe-West12-docker.pkg.dev/my-project/apps/api"),
        acr("myregistry.azurecr.io/apps/api:1.0"),
        acr("MyRegistry.azurecr.io/apps/api"),
        acr("myregistry.eastus2.geo.azurecr.io/apps/api"),
        alibaba(ExampleWorld.ALIBABA_IMAGE),
        alibaba(ExampleWorld.ALIBABA_PERSONAL_IMAGE),
        OWN.row("RFC 8693", ExamplePulls::own),
        EXCHANGE.row("quay", ExamplePulls::quay),
        EXCHANGE.row("jfrog", ExamplePulls::jfrog),
        EXCHANGE.row("chainguard", ExamplePulls::chainguard),
        EXCHANGE.row("cloudsmith", ExamplePulls::cloudsmith),
        VAULT.row("vault", ExamplePulls::vault));
  }

  private static Arguments ecr(String image) {
    return AWS.row(image, token -> ExamplePulls.ecr(image, token));
  }

  /** Without a service account. */
  private static Arguments gar(String image) {
    return GOOGLE.row(
        image,
        token ->
            PluginRequest.forImage(image).token(token.audience(ExampleWorld.GCP_PROVIDER).mint()));
  }

  private static Arguments acr(String image) {
    return AZURE.row(image, token -> ExamplePulls.acr(image, token));
  }

  private static Arguments alibaba(String image) {
    return ALIBABA.row(image, token -> ExamplePulls.alibaba(image, token));
  }

  @ParameterizedTest
  @MethodSource("pulls")
  void isAnsweredWithWhatTheCloudIssuedForThatHost(
      Function<PodToken, PluginRequest> pull, Kind kind) {
    PluginRequest request = pull.apply(clouds.issuer().token());

    PluginRun run =
        podpass.run(
            request,
            Stream.concat(kind.options().stream(), Stream.of(RegistryOptions.of(request.image())))
                .toArray(String[]::new));

    // A stored password is read again after ten minutes.
    boolean stored = kind.equals(VAULT);
    Duration cached = assertAdmits(run, request, kind.issued().apply(clouds));
    assertThat(cached)
        .isBetween(Duration.ofMinutes(stored ? 9 : 40), Duration.ofMinutes(stored ? 10 : 175));
    assertThat(clouds.received().requests()).hasSizeBetween(1, kind.requests());
  }

  /** Returns how long kubelet keeps it. */
  private static Duration assertAdmits(PluginRun run, PluginRequest request, Login issued) {
    PluginAnswer answer = run.answer(AnswerReader.of(request));
    String image = request.image();
    assertThat(answer.auth()).containsOnlyKeys(image.substring(0, image.indexOf('/')));
    assertThat(answer.loginsFor(image.replaceFirst(":[^/]+$", ""))).containsExactly(issued);
    assertThat(answer.cacheKeyType()).isEqualTo(CacheKeyType.REGISTRY);
    assertThat(run.stderr()).isEmpty();
    return answer.cacheDuration().orElseThrow();
  }

  static Stream<Arguments> exchanges() {
    return Stream.of(
        argumentSet(
            "JSON",
            "--exchange-url=https://" + FakeExchanges.TOKEN_EXCHANGE + "/json",
            "--exchange-identity={namespace}-pull",
            """
            {"form": "json", "token-field": "jwt", "owner-field": "role", "owner-pattern": "team-*",
             "username-pointer": "/data/user", "password-pointer": "/data/password",
             "expiry-form": "date", "expiry-pointer": "/data/expires"}
            """),
        argumentSet(
            "Harbor Workload Identity Bridge",
            "--exchange-url=https://" + FakeExchanges.TOKEN_EXCHANGE + "/v1/credentials",
            "--deadline=30s",
            """
            {"form": "bearer-post", "username-pointer": "/username",
             "password-pointer": "/password"}
            """),
        argumentSet(
            "Yandex Cloud",
            "--exchange-url=https://" + FakeExchanges.YANDEX + "/oauth/token",
            "--exchange-fields=audience="
                + ExampleWorld.YANDEX_ACCOUNT
                + ",subject_token_type=urn:ietf:params:oauth:token-type:id_token"
                + ",requested_token_type=urn:ietf:params:oauth:token-type:access_token",
            ""));
  }

  /** Exchanges that docs/exchange.md has, by a profile. */
  @ParameterizedTest
  @MethodSource("exchanges")
  void isAnsweredByAnExchangeOfTheOperators(
      String url, String option, String profile, @TempDir Path folder) throws IOException {
    PluginRequest request = ExamplePulls.own(clouds.issuer().token());
    Path file = Files.writeString(folder.resolve("profile.json"), profile);

    PluginRun run =
        podpass.run(
            request,
            "--provider=exchange",
            "--registry=" + ExampleWorld.OWN_REGISTRY,
            url,
            option,
            profile.isEmpty() ? "--exchange-username=iam" : "--exchange-profile=" + file);

    Duration cached = assertAdmits(run, request, EXCHANGE.issued().apply(clouds));
    assertThat(cached).isBetween(Duration.ofMinutes(40), Duration.ofMinutes(175));
  }

  @Test
  void theTokenItselfIsThePasswordOfAPassthrough() {
    String registry = ExampleWorld.OWN_REGISTRY;
    String token =
        clouds.issuer().token().audience(registry).lifetime(Duration.ofMinutes(10)).mint();
    PluginRequest request = PluginRequest.forImage(ExampleWorld.OWN_IMAGE).token(token);

    PluginRun run = podpass.run(request, "--passthrough-registry=" + registry);

    PluginAnswer answer = run.answer(AnswerReader.of(request).cachedBy(CacheType.TOKEN));
    assertThat(answer.auth()).containsOnlyKeys(registry);
    assertThat(answer.loginsFor(ExampleWorld.OWN_IMAGE)).containsExactly(new Login("jwt", token));
    assertThat(answer.cacheDuration().orElseThrow())
        .isBetween(Duration.ofMinutes(6), Duration.ofMinutes(9));
    assertThat(clouds.received().requests()).isEmpty();
  }
}
