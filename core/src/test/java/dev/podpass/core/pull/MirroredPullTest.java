// SPDX-License-Identifier: Apache-2.0
package dev.podpass.core.pull;

import static org.assertj.core.api.Assertions.assertThat;

import dev.podpass.core.protocol.CacheKeyType;
import dev.podpass.core.protocol.CredentialProviderResponse;
import dev.podpass.core.testing.SignedTokens;
import dev.podpass.spi.failure.Kind;
import dev.podpass.spi.testing.TestTokens;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MirroredPullTest extends PullFixture {
  @BeforeEach
  void mirrorDockerHub() {
    mirrors = Mirrors.parse("docker.io=registry.example/hub");
  }

  @ParameterizedTest
  @ValueSource(strings = {"docker.io", "registry-1.docker.io"})
  void answersWithTheCredentialOfTheTargetUnderTheNameOfTheSource(String host) {
    CredentialProviderResponse response =
        answer(FallbackPolicy.STRICT, request(host + "/library/nginx", TOKEN, ANNOTATED));

    assertThat(response.auth())
        .hasValueSatisfying(auth -> {
          assertThat(auth.host()).isEqualTo(host);
          assertThat(auth.username()).isEqualTo("user");
        });
    assertThat(response.cacheKeyType()).isEqualTo(CacheKeyType.REGISTRY);
    assertThat(logged)
        .anyMatch(line ->
            line.startsWith("DEBUG planned") && line.contains(host + " at registry.example"))
        .anyMatch(
            line -> line.startsWith("INFO answered") && line.contains(host + "/library/nginx"));
  }

  @Test
  void aCredentialOfOneMirrorIsNotUsedForTheImagesOfAnother() {
    mirrors = Mirrors.parse("docker.io/library=registry.example/hub");

    assertThat(
            answer(FallbackPolicy.STRICT, request("docker.io/library/nginx", TOKEN, ANNOTATED))
                .cacheKeyType())
        .isEqualTo(CacheKeyType.IMAGE);
  }

  @Test
  void theTokenMustBeForTheTarget() {
    assertRefused(
        Kind.CONFIGURATION,
        FallbackPolicy.STRICT,
        request(
            "docker.io/library/nginx",
            SignedTokens.signed(SignedTokens.RSA, TestTokens.CLAIMS),
            ANNOTATED),
        "must have exactly aud");
    assertThat(provider.exchanged()).isEmpty();
  }

  @Test
  void anImageThatNoMirrorCoversIsRefusedWithWhatToDo() {
    mirrors = Mirrors.parse("docker.io/library=registry.example/hub");

    assertRefused(
        Kind.BAD_REQUEST,
        FallbackPolicy.STRICT,
        request("docker.io/team/app", TOKEN, ANNOTATED),
        "no --mirror covers the image docker.io/team/app (configured:"
            + " docker.io/library=registry.example/hub); hint: add one, or narrow matchImages in"
            + " the kubelet's CredentialProviderConfig to docker.io/library");
  }

  @Test
  void imagesOfTheTargetItselfArePulledAsBefore() {
    assertThat(
            answer(FallbackPolicy.STRICT, request("registry.example/hub/app", TOKEN, ANNOTATED))
                .auth())
        .map(auth -> auth.host())
        .contains("registry.example");
  }

  @Test
  void theOutcomeHasBothNames() {
    answer(FallbackPolicy.STRICT, request("docker.io/team/app", TOKEN, ANNOTATED));

    assertThat(progress.outcome(Optional.empty()))
        .extracting(
            outcome -> outcome.image().orElseThrow().name(),
            outcome -> outcome.mirrored().orElseThrow().name())
        .containsExactly("docker.io/team/app", "registry.example/hub/team/app");
  }
}
