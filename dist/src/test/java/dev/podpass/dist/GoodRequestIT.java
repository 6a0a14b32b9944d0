// SPDX-License-Identifier: Apache-2.0
package dev.podpass.dist;

import static org.assertj.core.api.Assertions.assertThat;

import dev.podpass.testkit.ExamplePulls;
import dev.podpass.testkit.ExampleWorld;
import dev.podpass.testkit.FakeClouds;
import dev.podpass.testkit.aws.RegistryPassword;
import dev.podpass.testkit.kubelet.AnswerReader;
import dev.podpass.testkit.kubelet.CacheKeyType;
import dev.podpass.testkit.kubelet.Login;
import dev.podpass.testkit.kubelet.PluginAnswer;
import dev.podpass.testkit.kubelet.PluginRequest;
import dev.podpass.testkit.kubelet.PluginRun;
import dev.podpass.testkit.oidc.Signing;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Tag("smoke")
class GoodRequestIT {

  @AutoClose private final FakeClouds clouds = ExampleWorld.start();
  private final BuiltProgram podpass = new BuiltProgram(clouds);

  @ParameterizedTest
  @CsvSource({
    "123456789012.dkr.ecr.us-east-1.amazonaws.com/team-a/app,api.ecr.us-east-1.amazonaws.com",
    "123456789012.dkr.ecr.us-east-1.amazonaws.com:443/team-a/app,api.ecr.us-east-1.amazonaws.com",
    "123456789012.dkr.ecr.eu-west-1.amazonaws.com/team-a/app:v1,api.ecr.eu-west-1.amazonaws.com",
    "123456789012.dkr-ecr-fips.us-east-1.on.aws/team-a/app,ecr-fips.us-east-1.api.aws",
    "public.ecr.aws/team-a/app,api.ecr-public.us-east-1.amazonaws.com"
  })
  void isAnsweredWithACredentialThatAwsIssuedForThatHost(String image, String api) {
    PluginRequest request = request(image);

    PluginRun run = podpass.run(request, "--provider=ecr");
    PluginAnswer answer = run.answer(AnswerReader.of(request));

    List<Login> logins = answer.loginsFor(image.replace(":v1", ""));
    assertThat(logins).hasSize(1);
    assertThat(logins.getFirst().username()).isEqualTo("AWS");
    assertThat(clouds.aws().password(logins.getFirst().password())).isPresent();
    assertThat(answer.auth()).containsOnlyKeys(image.substring(0, image.indexOf('/')));
    assertThat(answer.cacheKeyType()).isEqualTo(CacheKeyType.REGISTRY);
    assertThat(answer.cacheDuration().orElseThrow())
        .isBetween(Duration.ofMinutes(48), Duration.ofMinutes(55));
    assertThat(run.stderr()).isEmpty();
    assertThat(clouds.received().requestsTo(api)).hasSize(1);
    assertThat(clouds.received().requests()).hasSize(2);
  }

  @Test
  void anAnswerForOneRepositoryIsForThatImageAlone() {
    PluginRequest request = request(ExampleWorld.IMAGE);

    PluginAnswer answer =
        podpass
            .run(request, "get-credentials", "--ecr-session-policy", "repository")
            .answer(AnswerReader.of(request));

    assertThat(answer.cacheKeyType()).isEqualTo(CacheKeyType.IMAGE);
    RegistryPassword issued = clouds.aws().passwords().getFirst();
    assertThat(issued.session().allows("ecr:BatchGetImage", repository("team-a/app"))).isTrue();
    assertThat(issued.session().allows("ecr:BatchGetImage", repository("team-a/b"))).isFalse();
  }

  @Test
  void takesItsOptionsFromFlagsAFileAndTheEnvironment() throws IOException {
    Path file = Files.writeString(clouds.directory().resolve("args"), "--max-cache-duration 5m");
    PluginRequest request =
        PluginRequest.forImage(ExampleWorld.IMAGE).token(clouds.issuer().token().mint());

    PluginAnswer answer =
        podpass
            .with("PODPASS_ECR_ROLE_ARN", ExampleWorld.ROLE)
            .run(request, "@" + file, "--ecr-session-policy=repository")
            .answer(AnswerReader.of(request));

    assertThat(answer.cacheKeyType()).isEqualTo(CacheKeyType.IMAGE);
    assertThat(answer.cacheDuration().orElseThrow()).isLessThanOrEqualTo(Duration.ofMinutes(5));
  }

  @Test
  void verifiesTheTokenWithTheOperatorsKeys() {
    Path jwks = clouds.issuer().writeJwks(clouds.directory().resolve("jwks.json"));
    PluginRequest request =
        request(ExampleWorld.IMAGE).token(clouds.issuer().token().signed(Signing.ES256).mint());

    PluginRun run =
        podpass.run(request, "--token-jwks=" + jwks, "--token-issuer=" + clouds.issuer().url());

    assertThat(run.answer(AnswerReader.of(request)).auth()).hasSize(1);
  }

  @Test
  void pullsAsTheNodeWithoutATokenIfTheOperatorSaysSo() {
    PluginRequest request = PluginRequest.forImage(ExampleWorld.IMAGE);

    PluginAnswer answer =
        podpass.run(request, "--without-token=node").answer(AnswerReader.of(request));

    assertThat(answer.auth()).hasSize(1);
    assertThat(clouds.aws().passwords().getFirst().session().role().arn())
        .isEqualTo(ExampleWorld.NODE_ROLE);
  }

  @Test
  void pullsAsNobodyIfTheOperatorSaysSo() {
    PluginRequest request =
        PluginRequest.forImage("public.ecr.aws/nginx/nginx").token(clouds.issuer().token().mint());

    PluginAnswer answer =
        podpass.run(request, "--without-identity=anonymous").answer(AnswerReader.of(request));

    assertThat(answer.auth()).isEmpty();
    assertThat(answer.cacheDuration()).contains(Duration.ZERO);
    assertThat(clouds.received().requests()).isEmpty();
  }

  @Test
  void tellsOnStderrWhatItDoesWithoutASecret() {
    PluginRequest request = request(ExampleWorld.IMAGE);

    PluginRun run = podpass.run(request, "--log-level=debug");

    assertThat(run.answer(AnswerReader.of(request)).auth()).hasSize(1);
    assertThat(run.stderr().lines())
        .hasSize(6)
        .allMatch(line -> line.startsWith("podpass: "))
        .anyMatch(line ->
            line.startsWith("podpass: debug connection host=sts.us-east-1.amazonaws.com protocol="))
        .anyMatch(line -> line.startsWith("podpass: info answered "));
    Contract.assertNoSecrets(clouds, run.stderr());
  }

  private PluginRequest request(String image) {
    return ExamplePulls.ecr(image, clouds.issuer().token());
  }

  private static String repository(String name) {
    return "arn:aws:ecr:us-east-1:123456789012:repository/" + name;
  }
}
