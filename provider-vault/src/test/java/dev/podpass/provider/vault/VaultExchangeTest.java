// SPDX-License-Identifier: Apache-2.0
package dev.podpass.provider.vault;

import static dev.podpass.provider.vault.VaultTrials.HOST;
import static dev.podpass.provider.vault.VaultTrials.IMAGE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.podpass.core.testing.BadCloud;
import dev.podpass.core.testing.ProviderTrial;
import dev.podpass.spi.Credential;
import dev.podpass.spi.ProviderSettings;
import dev.podpass.spi.Sourced;
import dev.podpass.spi.failure.CredentialException;
import dev.podpass.spi.failure.Kind;
import dev.podpass.spi.http.HttpResponse;
import dev.podpass.spi.testing.ProviderCheck;
import dev.podpass.testkit.exchange.FakeVault.Engine;
import dev.podpass.testkit.exchange.Federation;
import dev.podpass.testkit.exchange.IssuedLogin;
import dev.podpass.testkit.net.Answer;
import dev.podpass.testkit.net.Faults;
import dev.podpass.testkit.net.Where;
import java.time.Duration;
import java.time.Instant;
import java.util.stream.Stream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class VaultExchangeTest {
  @AutoClose private final ProviderTrial trial = VaultTrials.trusted();

  @ParameterizedTest
  @CsvSource({
    "false, POST /v1/auth/jwt/login|GET /v1/secret/data/pull/team-a/app",
    "true, GET /v1/secret/data/pull/team-a/app"
  })
  void theSecretIsReadAgainAfterAWhile(String inline, String requests) {
    trial.set(VaultOptions.INLINE, inline);

    Credential credential = trial.exchange(IMAGE);

    assertIs(VaultTrials.vault(trial).logins().getFirst(), credential);
    assertThat(credential.expiry()).isEmpty();
    assertThat(credential.readAgainAfter()).contains(Duration.ofMinutes(10));
    assertThat(trial.clouds().received().requests())
        .extracting(request -> request.method() + " " + request.target())
        .containsExactly(requests.split("\\|", -1));
  }

  private static void assertIs(IssuedLogin stored, Credential credential) {
    assertThat(credential.username()).isEqualTo(stored.username());
    assertThat(credential.password().reveal()).isEqualTo(stored.password());
  }

  /** KV version 1 states 32 days, which mean nothing. */
  @Test
  void aLifeWithoutALeaseIsNotBelieved() {
    trial.set(VaultOptions.SECRET, "shared/ghcr");
    IssuedLogin stored = VaultTrials.vault(trial).store("shared/ghcr", Engine.KV1, "robot");

    Credential credential = trial.exchange(IMAGE);

    assertIs(stored, credential);
    assertThat(credential.expiry()).isEmpty();
    assertThat(credential.readAgainAfter()).contains(Duration.ofMinutes(10));
  }

  @Test
  void aLeaseEndsWithItsLogin() {
    lease(1200);
    Credential credential = trial.exchange(IMAGE);
    assertThat(Duration.between(Instant.now(), credential.expiry().orElseThrow()))
        .isBetween(Duration.ofSeconds(1190), Duration.ofSeconds(1200));
    assertThat(credential.readAgainAfter()).isEmpty();
  }

  /** Each pull would create one more user at the registry. */
  @Test
  void aLeaseOfAShortLoginIsRefused() {
    lease(60);
    trial.assertFails(
        IMAGE,
        Kind.CONFIGURATION,
        "the secret has a lease that ends in ",
        "hint: give the role a token_ttl, and the secret a lease, of 15 minutes or more");
  }

  /** Each request for a dynamic secret creates a user, so none is sent again. */
  @Test
  void aDynamicSecretIsAskedForOnce() {
    lease(1200);
    trial
        .clouds()
        .misbehave(
            Where.host(HOST).path("/v1/shared/ghcr"), Faults.instead(Answer.json(502, "{}")), 9);
    trial.assertFails(IMAGE, Kind.UNAVAILABLE, "HTTP 502");
    assertThat(trial.clouds().received().requests()).hasSize(2);
  }

  private void lease(long seconds) {
    trial.set(VaultOptions.SECRET, "shared/ghcr");
    VaultTrials.vault(trial).store("shared/ghcr", Engine.LEASED, "robot");
    var issuer = trial.clouds().issuer().published();
    VaultTrials.vault(trial)
        .role("pull", new Federation(issuer, "system:serviceaccount:*", HOST), seconds);
  }

  @ParameterizedTest
  @CsvSource({
    "ghcr.io, ghcr.io/my-company/app",
    "https://index.docker.io/v1/, docker.io/library/nginx"
  })
  void aDockerConfigIsReadForTheRegistry(String key, String image) {
    trial.set(VaultOptions.REGISTRY, "ghcr.io,docker.io");
    trial.set(VaultOptions.FIELDS, ".dockerconfigjson");
    trial.set(VaultOptions.SECRET, "shared/config");
    IssuedLogin stored = VaultTrials.vault(trial).storeDockerConfig("shared/config", key, "robot");

    assertIs(stored, trial.exchange(image));

    VaultTrials.vault(trial).storeDockerConfig("shared/config", "example.com", "robot");
    trial.assertFails(
        image, Kind.CONFIGURATION, "its auths do not contain ", "hint: correct --vault-secret");
  }

  @Test
  void oneFieldIsThePasswordOfAFixedUser() {
    trial.set(VaultOptions.FIELDS, "/password");
    trial.set(VaultOptions.USERNAME, "token");
    assertThat(trial.exchange(IMAGE).username()).isEqualTo("token");
  }

  @Test
  void anOwnerNamesARoleOnlyWhereTheOperatorNamesTheAnnotation() {
    trial.annotate("example.com/role", "wide");
    assertThat(trial.plan(IMAGE).exchange().toString()).startsWith("role pull (");

    trial.set(VaultOptions.ROLE_ANNOTATION, "example.com/role");
    assertThat(trial.plan(IMAGE).exchange().toString())
        .startsWith("role wide (annotation example.com/role)");

    trial.annotate("example.com/role", "../x");
    assertThatThrownBy(() -> trial.plan(IMAGE)).hasMessageContaining("must be the name of a role");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "secret/data/{namespace}-{serviceaccount}",
        "secret/data/{namespace}.{serviceaccount}",
        "secret/data/{namespace}{serviceaccount}",
        "secret/data/{serviceaccount}",
        "secret/data/{namespace}/{registry}-{serviceaccount}",
        "secret/../{namespace}",
        "/secret/{namespace}",
        "secret//x",
        "secret/{name}",
        "secret/a?b",
        "secret/%2e%2e/x"
      })
  void aTemplateThatTwoPodsCouldShareIsRefused(String template) {
    assertThatThrownBy(() -> trial.set(VaultOptions.SECRET, template))
        .isInstanceOfAny(IllegalArgumentException.class, CredentialException.class);
  }

  @Test
  void anAudienceOfTheServerIsForNobodyElse() {
    ProviderSettings settings =
        ProviderSettings.NONE.set(VaultOptions.URL, new Sourced<>("https://" + HOST, "--test"));
    assertThat(trial.provider().ownsAudience(HOST, settings)).isTrue();
    assertThat(trial.provider().ownsAudience("https://" + HOST, settings)).isTrue();
    assertThat(trial.provider().ownsAudience("ghcr.io", settings)).isFalse();
    assertThat(trial.provider().ownsAudience(HOST, ProviderSettings.NONE)).isFalse();
  }

  @Test
  void whateverChangesARequestOrACredentialChangesTheKey() {
    assertThat(
            ProviderCheck.of(new VaultCredentialProvider(), IMAGE)
                .set("registry", "ghcr.io", "docker.io")
                .set("url", "https://" + HOST, "https://" + HOST + "/a")
                .set("mount", "jwt", "other")
                .set("role", "pull", "other")
                .set("role-annotation", "example.com/none", "example.com/role")
                .set("secret", "shared/a", "shared/b")
                .set("fields", "username,password", "username,other")
                .may("username", "b")
                .may("namespace", "b")
                .set("lifetime", "1m", "2m")
                .set("inline", "false", "true")
                .may("token-audience", "other")
                .annotate("example.com/role", "wide")
                .planting("planted-login", "planted-password", "planted-other")
                .answering(_ ->
                    HttpResponse.of(
                        200,
                        """
                        {"auth": {"client_token": "planted-login", "lease_duration": 60},
                         "data": {"username": "u", "password": "planted-password",
                                  "other": "planted-other"}}
                        """))
                .run())
        .contains(
            "registry",
            "url",
            "mount",
            "role",
            "role-annotation",
            "secret",
            "fields",
            "username",
            "lifetime",
            "inline");
  }

  /** A header is no part of what the check compares. */
  @Test
  void theNamespaceIsInTheKey() {
    String before = trial.cacheKey(IMAGE).toString();
    trial.set(VaultOptions.NAMESPACE, "ns");
    assertThat(trial.cacheKey(IMAGE).toString()).isNotEqualTo(before);
  }

  @TestFactory
  Stream<DynamicTest> everyAnswerGoesWrong() {
    return bad();
  }

  @TestFactory
  Stream<DynamicTest> everyAnswerToAnInlineLoginGoesWrong() {
    trial.set(VaultOptions.INLINE, "true");
    return bad();
  }

  private Stream<DynamicTest> bad() {
    return new BadCloud(trial, IMAGE, this::isStored)
        .tests()
        // A stored password may be any text.
        .filter(test -> !test.getDisplayName().contains("/password "));
  }

  private boolean isStored(Credential credential) {
    return VaultTrials.vault(trial).logins().stream()
        .anyMatch(login -> login.password().equals(credential.password().reveal()));
  }
}
