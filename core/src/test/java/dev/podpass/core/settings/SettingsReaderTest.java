// SPDX-License-Identifier: Apache-2.0
package dev.podpass.core.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.podpass.core.log.Log;
import dev.podpass.core.pull.ConfiguredProviders;
import dev.podpass.core.pull.FallbackPolicy;
import dev.podpass.core.pull.FallbackPolicy.Fallback;
import dev.podpass.core.pull.Providers;
import dev.podpass.core.pull.PullSettings;
import dev.podpass.core.pull.WhenUnavailable;
import dev.podpass.core.testing.SignedTokens;
import dev.podpass.core.token.ServiceAccountToken;
import dev.podpass.core.token.ValidatedToken.Verification;
import dev.podpass.spi.Sourced;
import dev.podpass.spi.failure.CredentialException;
import dev.podpass.spi.failure.Kind;
import dev.podpass.spi.secret.Secret;
import dev.podpass.spi.testing.FakeProvider;
import dev.podpass.spi.testing.TestTokens;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SettingsReaderTest {
  private static final Clock CLOCK = Clock.fixed(TestTokens.ISSUED, ZoneOffset.UTC);
  private static final FakeProvider PROVIDER = new FakeProvider("fake", "registry.example");
  private static final Providers ALL = Providers.of(List.of(PROVIDER));

  private final Map<String, String> given = new HashMap<>(Map.of("--cache", "off"));

  @Test
  void readsTheFileOfKeysOnceAndNotWhenTheyAreUsed(@TempDir Path directory) throws IOException {
    Path jwks =
        Files.writeString(directory.resolve("jwks.json"), SignedTokens.jwks(SignedTokens.RSA));
    given.put("--token-jwks", jwks.toString());

    PullSettings settings = reader().readPull(ALL, "podpass");
    Files.delete(jwks);

    ServiceAccountToken token =
        ServiceAccountToken.parse(
            Secret.of(SignedTokens.signed(SignedTokens.RSA, TestTokens.CLAIMS)));
    for (int use = 0; use < 2; use++) {
      assertThat(settings.tokenPolicy().validate(token, Set.of("sts.amazonaws.com")).verification())
          .isEqualTo(Verification.SIGNATURE);
    }
  }

  @Test
  void namesWhereAValueCameFrom() {
    given.put("--without-token", "node");

    assertThat(flags().sourced(PluginFlags.WITHOUT_TOKEN))
        .contains(new Sourced<>(Fallback.NODE, "--without-token"));
    assertThat(flags().sourced(PluginFlags.OTHERWISE))
        .contains(new Sourced<>(Fallback.FAIL, "default"));
    assertThat(flags().sourced(PluginFlags.METRICS_FILE)).isEmpty();
  }

  @Test
  void handsThePoliciesToEachProvider() {
    given.put("--without-token", "anonymous");
    given.put("--without-identity", "node");
    given.put("--cache-per-pod", "true");

    ConfiguredProviders configured = reader().readProviders(ALL);

    assertThat(configured.fallbacks().withoutToken()).isEqualTo(Fallback.ANONYMOUS);
    assertThat(configured.fallbacks().withoutIdentity()).isEqualTo(Fallback.NODE);
    assertThat(configured.perPod()).isTrue();
  }

  @Test
  void onePolicyIsForBothUnlessOneIsSet() {
    given.put("--otherwise", "anonymous");
    given.put("--without-token", "fail");

    assertThat(reader().readProviders(ALL).fallbacks())
        .isEqualTo(new FallbackPolicy(Fallback.FAIL, Fallback.ANONYMOUS));
  }

  @ParameterizedTest
  @ValueSource(strings = {"--otherwise", "--without-token", "--without-identity"})
  void aPlaceholderAndAnonymousPullsExcludeEachOther(String anonymous) {
    given.put("--when-unavailable", "present-images");
    assertThat(reader().readPull(ALL, "podpass").whenUnavailable())
        .isEqualTo(WhenUnavailable.PRESENT_IMAGES);
    given.put(anonymous, "anonymous");

    assertThatThrownBy(() -> reader().readProviders(ALL))
        .isInstanceOfSatisfying(
            CredentialException.class,
            e -> {
              assertThat(e.kind()).isEqualTo(Kind.USAGE);
              assertThat(e.line())
                  .startsWith("--when-unavailable=present-images excludes anonymous pulls");
            });
  }

  @Test
  void aValueThatCannotBeParsedNamesItsFlag() {
    given.put("--max-cache-duration", "soon");

    assertThatThrownBy(() -> reader().readPull(ALL, "podpass"))
        .isInstanceOf(CredentialException.class)
        .hasMessageContaining("\"soon\" (--max-cache-duration): must be a duration");
  }

  private SettingsReader reader() {
    return new SettingsReader(flags(), Map.of(), Log.NONE, CLOCK);
  }

  private FlagTexts flags() {
    return flag ->
        Optional.ofNullable(given.get(flag.name())).map(text -> new Sourced<>(text, flag.name()));
  }
}
