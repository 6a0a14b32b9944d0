// SPDX-License-Identifier: Apache-2.0
package dev.podpass.provider.exchange;

import static java.util.Map.entry;
import static org.assertj.core.api.Assertions.assertThat;

import dev.podpass.core.testing.OptionWalk;
import dev.podpass.core.testing.OptionWalk.Values;
import dev.podpass.core.testing.ProviderTrial;
import dev.podpass.testkit.ExampleWorld;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Whatever changes a request changes the key. */
class RegistryCacheKeyTest {
  private static final String OTHER_IDENTITY =
      "0a1b2c3d4e5f60718293a4b5c6d7e8f901234567/fedcba9876543210";

  @Test
  void ofQuay() {
    assertThat(
            changing(
                RegistryTrials.quay(),
                ExampleWorld.QUAY_IMAGE,
                "team_b+other",
                Map.ofEntries(
                    entry("registry", new Values("quay.io", "other.example")),
                    entry(
                        "exchange-url",
                        new Values(
                            "https://quay.io/oauth2/federation/robot/token",
                            "https://quay.io/oauth2/federation/robot/tokenx")),
                    entry("exchange-username", new Values("a", "b")),
                    entry("exchange-fields", new Values("", "a=b")),
                    entry(
                        "exchange-annotation",
                        new Values("podpass.dev/quay-robot", "example.com/other")),
                    entry("exchange-identity", new Values("a+b", "a+c")),
                    entry("token-audience", new Values("quay.io", "other")))))
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
                "unused",
                Map.ofEntries(
                    entry("registry", new Values("mycompany.jfrog.io", "other.example")),
                    entry(
                        "exchange-url",
                        new Values(
                            "https://mycompany.jfrog.io/access/api/v1/oidc/token",
                            "https://mycompany.jfrog.io/access/api/v1/oidc/tokenx")),
                    entry("exchange-username", new Values("a", "b")),
                    entry(
                        "exchange-fields",
                        new Values("provider_name=cluster", "provider_name=other")),
                    entry(
                        "exchange-annotation", new Values("example.com/one", "example.com/other")),
                    entry("exchange-identity", new Values("a", "b")),
                    entry("token-audience", new Values("mycompany.jfrog.io", "other")))))
        .containsExactlyInAnyOrder("registry", "exchange-url", "exchange-fields");
  }

  @Test
  void ofChainguard() {
    assertThat(
            changing(
                RegistryTrials.chainguard(),
                ExampleWorld.CHAINGUARD_IMAGE,
                OTHER_IDENTITY,
                Map.ofEntries(
                    entry("registry", new Values("cgr.dev", "other.example")),
                    entry(
                        "exchange-url",
                        new Values(
                            "https://issuer.enforce.dev/sts/exchange",
                            "https://issuer.enforce.dev/sts/exchangex")),
                    entry("exchange-username", new Values("a", "b")),
                    entry("exchange-fields", new Values("aud=cgr.dev", "aud=x")),
                    entry(
                        "exchange-annotation",
                        new Values("podpass.dev/chainguard-identity", "example.com/other")),
                    entry(
                        "exchange-identity",
                        new Values(OTHER_IDENTITY, ExampleWorld.CHAINGUARD_IDENTITY)),
                    entry("token-audience", new Values("cgr.dev", "other")))))
        .containsExactlyInAnyOrder(
            "registry", "exchange-url", "exchange-fields", "exchange-annotation");
  }

  @Test
  void ofCloudsmith() {
    assertThat(
            changing(
                RegistryTrials.cloudsmith(),
                ExampleWorld.CLOUDSMITH_IMAGE,
                "other",
                Map.ofEntries(
                    entry("registry", new Values("docker.cloudsmith.io", "other.example")),
                    entry(
                        "exchange-url",
                        new Values(
                            "https://api.cloudsmith.io/openid/{organization}/",
                            "https://api.cloudsmith.io/openid/{organization}/x")),
                    entry("exchange-username", new Values("a", "b")),
                    entry(
                        "exchange-fields",
                        new Values("organization=my-company", "organization=other")),
                    entry(
                        "exchange-annotation",
                        new Values("podpass.dev/cloudsmith-service", "example.com/other")),
                    entry("exchange-identity", new Values("a", "b")),
                    entry("token-audience", new Values("docker.cloudsmith.io", "other")))))
        .containsExactlyInAnyOrder(
            "registry", "exchange-url", "exchange-fields", "exchange-annotation");
  }

  private static Set<String> changing(
      ProviderTrial trial, String image, String other, Map<String, Values> values) {
    try (trial) {
      trial.annotate("example.com/other", other);
      return new OptionWalk(trial, image).without(Set.of("exchange-profile")).changing(values);
    }
  }
}
