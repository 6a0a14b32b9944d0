// SPDX-License-Identifier: Apache-2.0
package dev.podpass.provider.exchange;

import static org.assertj.core.api.Assertions.assertThat;

import dev.podpass.core.testing.OptionWalk;
import dev.podpass.core.testing.OptionWalk.Values;
import dev.podpass.core.testing.ProviderTrial;
import dev.podpass.testkit.ExampleWorld;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Whatever changes a request changes the key. */
class RegistryCacheKeyTest {
  private static final String OTHER_IDENTITY =
      "0a1b2c3d4e5f60718293a4b5c6d7e8f901234567/fedcba9876543210";

  /** What differs in the values of a registry's options from those of {@link #walked}. */
  record Registry(String host, String url, String identity, Map<String, Values> options) {}

  @Test
  void ofQuay() {
    assertThat(
            changing(
                RegistryTrials.quay(),
                ExampleWorld.QUAY_IMAGE,
                new Registry(
                    "quay.io",
                    "https://quay.io/oauth2/federation/robot/token",
                    "team_b+other",
                    Map.of("exchange-identity", new Values("a+b", "a+c")))))
        // A robot is in a header, which the walk does not compare.
        .containsExactlyInAnyOrder("registry", "exchange-url", "exchange-fields");
  }

  @Test
  void ofTheRobot() {
    try (ProviderTrial trial = RegistryTrials.quay()) {
      String before = trial.cacheKey(ExampleWorld.QUAY_IMAGE).toString();
      trial.annotate("podpass.dev/quay-robot", "team_b+other");

      assertThat(trial.cacheKey(ExampleWorld.QUAY_IMAGE).toString()).isNotEqualTo(before);
    }
  }

  @Test
  void ofJfrog() {
    assertThat(
            changing(
                RegistryTrials.jfrog(),
                ExampleWorld.JFROG_IMAGE,
                new Registry(
                    "mycompany.jfrog.io",
                    "https://mycompany.jfrog.io/access/api/v1/oidc/token",
                    "unused",
                    Map.of(
                        "exchange-fields",
                        new Values("provider_name=cluster", "provider_name=other"),
                        "exchange-annotation",
                        new Values("example.com/one", "example.com/other")))))
        .containsExactlyInAnyOrder("registry", "exchange-url", "exchange-fields");
  }

  @Test
  void ofChainguard() {
    assertThat(
            changing(
                RegistryTrials.chainguard(),
                ExampleWorld.CHAINGUARD_IMAGE,
                new Registry(
                    "cgr.dev",
                    "https://issuer.enforce.dev/sts/exchange",
                    OTHER_IDENTITY,
                    Map.of(
                        "exchange-fields",
                        new Values("aud=cgr.dev", "aud=x"),
                        "exchange-annotation",
                        new Values("podpass.dev/chainguard-identity", "example.com/other"),
                        "exchange-identity",
                        new Values(OTHER_IDENTITY, ExampleWorld.CHAINGUARD_IDENTITY)))))
        .containsExactlyInAnyOrder(
            "registry", "exchange-url", "exchange-fields", "exchange-annotation");
  }

  @Test
  void ofCloudsmith() {
    assertThat(
            changing(
                RegistryTrials.cloudsmith(),
                ExampleWorld.CLOUDSMITH_IMAGE,
                new Registry(
                    "docker.cloudsmith.io",
                    "https://api.cloudsmith.io/openid/{organization}/",
                    "other",
                    Map.of(
                        "exchange-fields",
                        new Values("organization=my-company", "organization=other"),
                        "exchange-annotation",
                        new Values("podpass.dev/cloudsmith-service", "example.com/other")))))
        .containsExactlyInAnyOrder(
            "registry", "exchange-url", "exchange-fields", "exchange-annotation");
  }

  private static Map<String, Values> walked(Registry registry) {
    Map<String, Values> values = new HashMap<>();
    values.put("registry", new Values(registry.host(), "other.example"));
    values.put("exchange-url", new Values(registry.url(), registry.url() + "x"));
    values.put("exchange-username", new Values("a", "b"));
    values.put("exchange-fields", new Values("", "a=b"));
    values.put("exchange-annotation", new Values("podpass.dev/quay-robot", "example.com/other"));
    values.put("exchange-identity", new Values("a", "b"));
    values.put("token-audience", new Values(registry.host(), "other"));
    values.putAll(registry.options());
    return values;
  }

  private static Set<String> changing(ProviderTrial trial, String image, Registry registry) {
    try (trial) {
      trial.annotate("example.com/other", registry.identity());
      return new OptionWalk(trial, image)
          .without(Set.of("exchange-profile"))
          .changing(walked(registry));
    }
  }
}
