// SPDX-License-Identifier: Apache-2.0
package dev.podpass.testkit.azure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.argumentSet;

import dev.podpass.testkit.ExampleWorld;
import dev.podpass.testkit.FakeClouds;
import dev.podpass.testkit.net.Fault;
import dev.podpass.testkit.net.SentAnswer;
import java.io.IOException;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

class ChallengeFaultsTest {
  private static final String HOST = ExampleWorld.ACR_REGISTRY;
  private static final String REALM = "https://myregistry.azurecr.io/oauth2/token";

  @AutoClose private final FakeClouds clouds = FakeClouds.start();
  private final AzureWire azure = new AzureWire(clouds);

  ChallengeFaultsTest() {
    ExampleWorld.addTo(clouds);
  }

  static Stream<Arguments> challenges() {
    return Stream.of(
        row(
            "foreign realm",
            ChallengeFaults.realm("https://elsewhere.example.com/oauth2/token"),
            "Bearer realm=\"https://elsewhere.example.com/oauth2/token\",service=\"myregistry.azurecr.io\""),
        row(
            "other service",
            ChallengeFaults.service("other.azurecr.io"),
            "Bearer realm=\"" + REALM + "\",service=\"other.azurecr.io\""),
        row(
            "no realm",
            ChallengeFaults.without("realm"),
            "Bearer service=\"myregistry.azurecr.io\""),
        row("no service", ChallengeFaults.without("service"), "Bearer realm=\"" + REALM + "\""),
        row("no challenge", ChallengeFaults.headers()),
        row(
            "others",
            ChallengeFaults.headers("Basic realm=x", "Bearer"),
            "Basic realm=x",
            "Bearer"),
        row(
            "unquoted",
            ChallengeFaults.form(ChallengeForm.UNQUOTED),
            "Bearer realm=" + REALM + ",service=myregistry.azurecr.io"),
        row(
            "service first",
            ChallengeFaults.form(ChallengeForm.SERVICE_FIRST),
            "Bearer service=\"myregistry.azurecr.io\",realm=\"" + REALM + "\""),
        row(
            "two headers",
            ChallengeFaults.form(ChallengeForm.AFTER_BASIC),
            "Basic realm=\"elsewhere\"",
            "Bearer realm=\"" + REALM + "\",service=\"myregistry.azurecr.io\""));
  }

  private static Arguments row(String name, Fault fault, String... headers) {
    return argumentSet(name, fault, List.of(headers));
  }

  @ParameterizedTest
  @MethodSource("challenges")
  void challengesAsTold(Fault fault, List<String> headers) throws IOException {
    clouds.misbehave(HOST, fault, 1);

    assertThat(azure.get(HOST, "/v2/")).startsWith("HTTP/1.1 401 ");

    assertThat(sentHeaders()).isEqualTo(headers);
  }

  @ParameterizedTest
  @EnumSource
  void everyFormNamesRealmAndServiceOnce(ChallengeForm form) throws IOException {
    clouds.misbehave(HOST, ChallengeFaults.form(form), 1);

    azure.get(HOST, "/v2/");

    String all = String.join("\n", sentHeaders()).replace("\\", "");
    assertThat(all).containsOnlyOnce(REALM).containsIgnoringCase("bearer");
    assertThat(all.replace(REALM, "")).containsOnlyOnce("myregistry.azurecr.io");
  }

  @Test
  void admitsEveryone() throws IOException {
    clouds.misbehave(HOST, ChallengeFaults.admitted(), 1);

    assertThat(azure.get(HOST, "/v2/"))
        .startsWith("HTTP/1.1 200 ")
        .doesNotContain("Www-Authenticate");
  }

  @Test
  void leavesTheExchangeAlone() throws IOException {
    clouds.misbehave(HOST, ChallengeFaults.admitted());

    assertThat(azure.exchange(AzureForm.exchange(HOST, azure.accessToken().value())))
        .startsWith("HTTP/1.1 200 ")
        .contains("refresh_token");
    assertThat(azure.exchange(AzureForm.exchange(HOST, "x"))).startsWith("HTTP/1.1 401 ");
  }

  private List<String> sentHeaders() {
    SentAnswer sent = clouds.received().answersOf(HOST).getLast();
    return sent.answer().headers().values("WWW-Authenticate");
  }
}
