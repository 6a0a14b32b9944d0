// SPDX-License-Identifier: Apache-2.0
package dev.podpass.dist;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.argumentSet;

import dev.podpass.testkit.ExamplePulls;
import dev.podpass.testkit.ExampleWorld;
import dev.podpass.testkit.FakeClouds;
import dev.podpass.testkit.RegistryOptions;
import dev.podpass.testkit.exchange.FakeExchanges;
import dev.podpass.testkit.kubelet.PluginRequest;
import dev.podpass.testkit.kubelet.PluginRun;
import dev.podpass.testkit.net.Answer;
import dev.podpass.testkit.net.AnswerFault;
import dev.podpass.testkit.net.Bytes;
import dev.podpass.testkit.net.Where;
import dev.podpass.testkit.oidc.PodToken;
import java.nio.charset.StandardCharsets;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * A dozen of what {@code TheCloudGoneBadTest} of each provider tries in process, over the built
 * program, whose parsers are other ones.
 */
@Matrix
class TheCloudGoneBadIT {
  private static final Where STS = Where.host("sts.us-east-1.amazonaws.com");
  private static final Where ECR = Where.host("api.ecr.us-east-1.amazonaws.com");
  private static final Where GOOGLE_STS = Where.host("sts.googleapis.com");
  private static final Where IAM = Where.host("iamcredentials.googleapis.com");
  private static final Where ENTRA = Where.host("login.microsoftonline.com");
  private static final Where ACR = Where.host(ExampleWorld.ACR_REGISTRY).path("/oauth2/exchange");

  private static final String[] REGISTRIES = RegistryOptions.ofTheExampleWorld();
  private static final Where QUAY = Where.host(FakeExchanges.QUAY);
  private static final Where JFROG = Where.host(FakeExchanges.JFROG);
  private static final Where CHAINGUARD = Where.host(FakeExchanges.CHAINGUARD);
  private static final Where CLOUDSMITH = Where.host(FakeExchanges.CLOUDSMITH);
  private static final Where OWN = Where.host(FakeExchanges.TOKEN_EXCHANGE);

  @RegisterExtension private static final SharedClouds SHARED = new SharedClouds();

  private final FakeClouds clouds = SHARED.clouds();
  private final BuiltProgram podpass = new BuiltProgram(clouds);

  static Stream<Arguments> faults() {
    return Stream.of(
        row("STS, an element repeated", STS, text("(<SessionToken>[^<]*</SessionToken>)", "$1$1")),
        row("STS, a second document", STS, text("(?s)^(.*)$", "$1$1")),
        row("STS, not UTF-8", STS, text("</SessionToken>", "\u00ff</SessionToken>")),
        row(
            "STS, a token with a new line",
            STS,
            text("</SessionToken>", "&#13;&#10;</SessionToken>")),
        row("STS, an expiry that is none", STS, text("<Expiration>[^<]*", "<Expiration>soon")),
        row("STS, an expiry that is past", STS, text("<Expiration>20", "<Expiration>19")),
        row("ECR, a name repeated", ECR, text("\"expiresAt\"", "\"expiresAt\":1,\"expiresAt\"")),
        row("ECR, a second document", ECR, text("$", "{}")),
        row(
            "ECR, an expiry that is none",
            ECR,
            text("\"expiresAt\":[^}]*", "\"expiresAt\":\"soon\"")),
        row("ECR, 206", ECR, status(206)),
        row(
            "Google STS, a name repeated",
            GOOGLE_STS,
            text("\\{", "{\"access_token\":\"forged\",")),
        row(
            "Google STS, a new line",
            GOOGLE_STS,
            text("(\"access_token\":\"[^\"]*)", "$1\\\\r\\\\n")),
        row("IAM Credentials, a number", IAM, text("(\"accessToken\" *: *)\"[^\"]*\"", "$17")),
        row("IAM Credentials, 204", IAM, status(204)),
        row("Entra ID, a name repeated", ENTRA, text("\\{", "{\"access_token\":\"forged\",")),
        row("Entra ID, a second document", ENTRA, text("$", "{}")),
        row("ACR, a name repeated", ACR, text("\\{", "{\"refresh_token\":\"a.b.c\",")),
        row("ACR, a new line", ACR, text("\"}$", "\\\\r\\\\n\"}")),
        row("Quay, a name repeated", QUAY, text("\\{", "{\"token\":\"forged\",")),
        row("Quay, an error inside", QUAY, text("\\{", "{\"error\":\"no\",")),
        row("JFrog, no user", JFROG, text("\"username\"", "\"name\"")),
        row("JFrog, a user with a colon", JFROG, text("\"puller\"", "\"forged:1\"")),
        row("Chainguard, a second document", CHAINGUARD, text("$", "{}")),
        row(
            "Chainguard, an expiry that is none",
            CHAINGUARD,
            text("(\"expiry\":)\"[^\"]*", "$1\"soon")),
        row("Cloudsmith, a new line", CLOUDSMITH, text("(\"token\":\"[^\"]*)", "$1\\\\r\\\\n")),
        row("Cloudsmith, 206", CLOUDSMITH, status(206)),
        row("an exchange, a number", OWN, text("(\"access_token\" *: *)\"[^\"]*\"", "$17")));
  }

  @ParameterizedTest
  @MethodSource("faults")
  void endsAsTheContractSays(Where where, UnaryOperator<Answer> fault) {
    clouds.misbehave(where, new AnswerFault.Altered(fault), 100);

    PluginRun run = podpass.run(request(where), REGISTRIES);

    FailureContract.assertFails(clouds, run, 69, "");
    assertThat(run.stderr()).doesNotContain("forged", "internal");
  }

  private PluginRequest request(Where where) {
    Function<PodToken, PluginRequest> pull =
        switch (where.host().orElseThrow()) {
          case String host when host.contains("amazonaws") -> ExamplePulls::ecr;
          case String host when host.contains("google") -> ExamplePulls::gar;
          case FakeExchanges.QUAY -> ExamplePulls::quay;
          case FakeExchanges.JFROG -> ExamplePulls::jfrog;
          case FakeExchanges.CHAINGUARD -> ExamplePulls::chainguard;
          case FakeExchanges.CLOUDSMITH -> ExamplePulls::cloudsmith;
          case FakeExchanges.TOKEN_EXCHANGE -> ExamplePulls::own;
          default -> ExamplePulls::acr;
        };
    return pull.apply(clouds.issuer().token());
  }

  private static Arguments row(String name, Where where, UnaryOperator<Answer> fault) {
    return argumentSet(name, where, fault);
  }

  private static UnaryOperator<Answer> status(int status) {
    return answer -> new Answer(status, answer.headers(), answer.body(), answer.chunked());
  }

  /** In ISO 8859-1, so that a byte can be put in that no UTF-8 text has. */
  private static UnaryOperator<Answer> text(String pattern, String replacement) {
    return answer ->
        answer.withBody(
            Bytes.of(
                new String(answer.body().toArray(), StandardCharsets.ISO_8859_1)
                    .replaceFirst(pattern, replacement)
                    .getBytes(StandardCharsets.ISO_8859_1)));
  }
}
