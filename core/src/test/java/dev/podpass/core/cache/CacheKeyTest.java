// SPDX-License-Identifier: Apache-2.0
package dev.podpass.core.cache;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.argumentSet;

import dev.podpass.core.token.ValidatedToken;
import dev.podpass.spi.Sourced;
import dev.podpass.spi.testing.TestTokens;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class CacheKeyTest {
  private static final Ask ASK = Ask.usual();

  @Test
  void isTheSameForEveryTokenOfAServiceAccount() {
    Ask later =
        ASK.claiming("\"jti\": \"6f1c2f6e", "\"jti\": \"00000000")
            .claiming("app-0", "app-1")
            .claiming("p-uid", "q-uid");

    assertThat(later.key()).hasToString(ASK.key().fileName().substring(0, 12));
    assertThat(later.key().fileName()).isEqualTo(ASK.key().fileName()).matches("[0-9a-f]{64}");
    assertThat(later.key().position()).isEqualTo(ASK.key().position());
  }

  static Stream<Arguments> others() {
    return Stream.of(
        argumentSet("provider", ASK.of("other")),
        argumentSet("registry", ASK.at("other.example")),
        argumentSet("port", ASK.at("registry.example:8443")),
        argumentSet("scope", ASK.scope("pull other")),
        argumentSet("identity", ASK.as("role", "r2")),
        argumentSet("part of the identity", ASK.as("client", "r1")),
        argumentSet("parameter", ASK.asking("policy", "none")),
        argumentSet("audience", ASK.meaning("other.example")),
        argumentSet("endpoint", ASK.through("https://elsewhere.example")),
        argumentSet("issuer", ASK.claiming("oidc.example/id/1", "oidc.example/id/2")),
        argumentSet("namespace", ASK.claiming("team-a", "team-b")),
        argumentSet("service account", ASK.claiming("puller", "pusher")),
        argumentSet("a new service account of the name", ASK.claiming("s-uid", "t-uid")));
  }

  @ParameterizedTest
  @MethodSource("others")
  void isAnotherForAnother(Ask other) {
    assertThat(other.key().fileName()).isNotEqualTo(ASK.key().fileName());
  }

  @Test
  void isAnotherForAnotherPodIfPodsAreKeptApart() {
    Ask apart = ASK.perPod();

    assertThat(apart.claiming("p-uid", "q-uid").key().fileName())
        .isNotEqualTo(apart.key().fileName());
    assertThat(apart.key().fileName()).isNotEqualTo(ASK.key().fileName());
  }

  @Test
  void isAnotherForEachWayToThePlan() {
    String mirrored = ASK.key().mirrored("docker.io docker.io=r.example").fileName();

    assertThat(mirrored).isNotEqualTo(ASK.key().fileName());
    assertThat(ASK.key().mirrored("docker.io docker.io=r.example").fileName()).isEqualTo(mirrored);
    assertThat(ASK.key().mirrored("ghcr.io ghcr.io=r.example").fileName()).isNotEqualTo(mirrored);
    assertThat(ASK.of("other").key().mirrored("docker.io docker.io=r.example").fileName())
        .isNotEqualTo(mirrored);
  }

  @Test
  void doesNotRunTextsTogether() {
    assertThat(ASK.as("ab", "c").key().fileName()).isNotEqualTo(ASK.as("a", "bc").key().fileName());
    assertThat(TestTokens.CLAIMS).contains("team-a"); // What the rows replace.
  }

  /**
   * All that can be made of few and short texts: what runs together or is left out meets its like.
   */
  @Test
  void noTwoPlansShareAKeyOrAPlace() {
    ValidatedToken token = ASK.token();
    List<CacheKey> keys = Plans.all().map(plan -> ASK.of(plan).key(token)).toList();

    assertThat(keys).hasSize(30_240);
    assertThat(keys.stream().map(CacheKey::fileName).distinct()).hasSize(keys.size());
    assertThat(keys.stream().map(CacheKey::position).distinct()).hasSize(keys.size());
  }

  /** A lock reaches one byte further, and a file no further than the greatest number. */
  @Test
  void aPlaceCanBeLocked() {
    ValidatedToken token = ASK.token();

    assertThat(Plans.all().limit(1_000).map(plan -> ASK.of(plan).key(token).position()))
        .allSatisfy(position -> assertThat(position).isBetween(0L, Long.MAX_VALUE >> 1));
  }

  @Test
  void whereAValueCameFromIsNotInTheKey() {
    Ask flag = ASK.as("role", new Sourced<>("r1", "--role"));
    Ask annotation = ASK.as("role", new Sourced<>("r1", "annotation role"));

    assertThat(flag.key().fileName()).isEqualTo(annotation.key().fileName());
  }
}
