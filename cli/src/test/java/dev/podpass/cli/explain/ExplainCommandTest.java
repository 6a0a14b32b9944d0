// SPDX-License-Identifier: Apache-2.0
package dev.podpass.cli.explain;

import static org.assertj.core.api.Assertions.assertThat;

import dev.podpass.cli.CommandRun;
import dev.podpass.testkit.FakeClouds;
import dev.podpass.testkit.kubelet.PluginRequest;
import dev.podpass.testkit.net.Answer;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ExplainCommandTest {
  @Test
  void assumesATokenAndSendsNothing() {
    CommandRun run =
        CommandRun.of(
            "explain",
            "token.example/team-a/app:1.0",
            "--service-account=team-a/app",
            "--annotation=example.com/user=bob");

    assertThat(run.err()).isEmpty();
    assertThat(run.status()).isZero();
    assertThat(run.out())
        .isEqualTo(
            """
            image
              registry    token.example
              repository  team-a/app
              provider    echo

            identity
              user    bob       from annotation example.com/user
              access  registry

            calls
              1  exchange  https://tokens.example/exchange

            parameters
              token audience  aud
              lifetime        300s

            token
              assumed: a token of service account team-a/app for aud; give a real one with --token

            kubelet must have
              matchImages                  token.example
              serviceAccountTokenAudience  aud
              cacheType                    ServiceAccount

            node cache
              of this machine: off
            """);
  }

  @Test
  void doesItIfAskedToAndTimesEveryCall() {
    try (FakeClouds clouds = FakeClouds.start()) {
      clouds.serve("tokens.example", request -> Answer.json(200, "hunter2"));
      String token = clouds.issuer().token().audience("aud").mint();

      CommandRun run =
          CommandRun.of(
              clouds.environment(),
              token,
              "explain",
              "token.example/app",
              "--echo-user=bob",
              "--token=-",
              "--exchange");

      assertThat(run.err()).isEmpty();
      assertThat(run.status()).isZero();
      assertThat(run.out())
          .containsPattern(
              "requests\n  POST https://tokens.example/exchange  attempt 1  HTTP 200  \\d+ ms\n")
          .contains("username        bob\n", "password        7 characters, not shown")
          .contains("passed      audience   its only audience is aud")
          .doesNotContain("hunter2", token);
    }
  }

  @Test
  void showsAFailedExchangeAndEndsWithItsStatus() {
    try (FakeClouds clouds = FakeClouds.start()) {
      String token = clouds.issuer().token().audience("aud").mint();

      CommandRun run =
          CommandRun.of(
              clouds.environment(),
              token,
              "explain",
              "token.example/app",
              "--echo-user=bob",
              "--token=-",
              "--exchange",
              "--json");

      assertThat(run.status()).isEqualTo(69);
      assertThat(run.out()).contains("\"failed\": \"").doesNotContain(token);
      assertThat(run.err().lines()).hasSize(1);
    }
  }

  @Test
  void saysThatATokenWouldNotBeSentAndEndsSo() {
    try (FakeClouds clouds = FakeClouds.start()) {
      String token = clouds.issuer().token().audience("other").mint();

      CommandRun run =
          CommandRun.of(
              Map.of(), token, "explain", "token.example/app", "--echo-user=bob", "--token=-");

      assertThat(run.status()).isEqualTo(78);
      assertThat(run.out()).containsPattern("failed +audience").doesNotContain(token);
      assertThat(run.err()).contains("has the audience other; it must have exactly aud");
    }
  }

  @Test
  void showsWhatIsKnownBeforeItSaysWhatIsMissing() {
    String empty = "--annotation=example.com/user=";
    CommandRun run = CommandRun.of("explain", "token.example/app", empty);

    assertThat(run.status()).isEqualTo(78);
    assertThat(run.out())
        .startsWith("image\n  registry    token.example\n  repository  app\n  provider    echo\n")
        .contains("kubelet must have\n", "serviceAccountTokenAudience  aud\n")
        .doesNotContain("identity", "node cache");
    assertThat(run.err())
        .contains(
            "the annotation example.com/user of the service account is empty",
            "; default/default is assumed, name another with --service-account");
    assertThat(CommandRun.of("explain", "token.example/app", empty, "--service-account=a/b").err())
        .contains("of the service account is empty")
        .doesNotContain("is assumed");
  }

  @Test
  void opensNoCaBundleWhereItConnectsToNothing() {
    Map<String, String> missing = Map.of("PODPASS_CA_BUNDLE", "/nonexistent");

    CommandRun run = CommandRun.of(missing, "", "explain", "token.example/app", "--echo-user=x");

    assertThat(run.status()).as(run.err()).isZero();
  }

  @Test
  void readsAWholeRequest() {
    try (FakeClouds clouds = FakeClouds.start()) {
      String request =
          PluginRequest.forImage("token.example/app")
              .token(clouds.issuer().token().audience("aud").mint())
              .annotation("example.com/user", "bob")
              .json();

      CommandRun run = CommandRun.of(Map.of(), request, "explain", "--request=-");

      assertThat(run.out()).contains("user    bob", "service account", "team-a");
    }
    String tokenless = PluginRequest.forImage("echo.example/app").json();

    assertThat(
            CommandRun.of(Map.of(), tokenless, "explain", "--request=-", "--without-token=node")
                .out())
        .contains("token\n  none\n");
  }
}
