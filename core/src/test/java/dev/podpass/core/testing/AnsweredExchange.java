// SPDX-License-Identifier: Apache-2.0
package dev.podpass.core.testing;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.api.BugDetectors;
import com.code_intelligence.jazzer.api.SilentCloseable;
import dev.podpass.core.pull.ConfiguredProviders;
import dev.podpass.core.pull.FallbackPolicy;
import dev.podpass.core.pull.Mirrors;
import dev.podpass.core.pull.Providers;
import dev.podpass.core.pull.PullPlan;
import dev.podpass.core.token.ServiceAccountToken;
import dev.podpass.core.token.TokenPolicy;
import dev.podpass.spi.Credential;
import dev.podpass.spi.ProviderOption;
import dev.podpass.spi.ProviderSettings;
import dev.podpass.spi.RegistryCredentialProvider;
import dev.podpass.spi.Sourced;
import dev.podpass.spi.failure.CredentialException;
import dev.podpass.spi.failure.Kind;
import dev.podpass.spi.http.Connections;
import dev.podpass.spi.http.HttpRequest;
import dev.podpass.spi.http.HttpResponse;
import dev.podpass.spi.image.ImageReference;
import dev.podpass.spi.secret.Secret;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * Exchanges of a provider without a network: a function gives the answer to each request. Whatever
 * it answers, the outcome is a credential that can be sent, or a failure of a documented kind, on
 * one line, in which no secret stands.
 */
public final class AnsweredExchange {
  /** What no output may have in it. */
  public static final String PLANTED = "cGxhbnRlZC1z".repeat(8);

  private static final Path NOWHERE = Path.of("/", "a".repeat(5000));

  private static final String HEADER = "{\"alg\":\"RS256\"}";

  private final RegistryCredentialProvider provider;
  private final ImageReference image;
  private final Map<String, String> annotations;
  private ProviderSettings settings = ProviderSettings.NONE;

  /** Exchanges for an image, with the annotations of a service account. */
  public AnsweredExchange(
      RegistryCredentialProvider provider, String image, Map<String, String> annotations) {
    this.provider = provider;
    this.image = ImageReference.parse(image);
    this.annotations = Map.copyOf(annotations);
  }

  /** Sets an option. */
  public AnsweredExchange set(ProviderOption<?> option, String value) {
    settings = settings.set(option, new Sourced<>(value, "--test"));
    return this;
  }

  /**
   * Exchanges a token of an audience.
   *
   * @return the line of the failure, or nothing if there is a credential
   */
  public String exchange(String audience, Function<HttpRequest, HttpResponse> cloud) {
    ServiceAccountToken token = ServiceAccountToken.parse(Secret.of(token(audience)));
    PullPlan plan = plan(token, settings);
    Connections connections = (request, _) -> cloud.apply(request.get());
    try {
      requireUsable(
          plan.exchange()
              .run(
                  TokenPolicy.at(Clock.systemUTC())
                      .anyIssuer()
                      .unverifiedSignature()
                      .validate(token, plan.audiences())
                      .value(),
                  token.claims().workload(),
                  connections,
                  Clock.systemUTC()));
      return "";
    } catch (CredentialException e) {
      requireDocumented(e);
      return e.line();
    }
  }

  private PullPlan plan(ServiceAccountToken token, ProviderSettings with) {
    return new ConfiguredProviders(
            Providers.of(List.of(provider)),
            Map.of(provider.id(), with),
            FallbackPolicy.STRICT,
            false,
            Mirrors.NONE,
            List.of())
        .plan(provider, image, Optional.of(token.claims()), annotations);
  }

  /** Gives a text to each option in turn: it is refused, or there is something to plan with it. */
  public void tryEachOption(String audience, String text) {
    ServiceAccountToken token = ServiceAccountToken.parse(Secret.of(token(audience)));
    for (ProviderOption<?> option : provider.options()) {
      try (SilentCloseable _ = withAnyFile(option)) {
        ProviderSettings more = settings.set(option, new Sourced<>(text, "--test"));
        assertThat(provider.entry(more).matchImages()).isNotEmpty();
        if (Providers.serves(provider, image.registry(), more)) {
          assertThat(plan(token, more).exchange().steps())
              .extracting(step -> step.endpoint().getScheme())
              .containsOnly("https");
        }
      } catch (CredentialException e) {
        requireDocumented(e);
      } catch (IllegalArgumentException e) {
        assertThat(e).hasMessageMatching("(?s).+");
      }
    }
  }

  /** An option may be any file's name: Jazzer then looks for a file that no text can name. */
  private static SilentCloseable withAnyFile(ProviderOption<?> option) {
    return option.valueName().equals("FILE")
        ? BugDetectors.setFilePathTraversalTarget(() -> NOWHERE)
        : () -> {};
  }

  private static void requireUsable(Credential credential) {
    assertThat(credential.username()).matches("[!-~]+");
    assertThat(credential.password().reveal()).matches("[!-~]+");
  }

  private static void requireDocumented(CredentialException e) {
    assertThat(e.kind()).isNotEqualTo(Kind.BUG);
    assertThat(e.line())
        .isNotBlank()
        .doesNotContain(PLANTED)
        .doesNotContainPattern("\\p{Cntrl}")
        .hasSizeLessThan(5_000);
  }

  private static String token(String audience) {
    String claims =
        """
        {"iss":"https://oidc.example","sub":"system:serviceaccount:team-a:puller","aud":"%s",
         "exp":253402300799,"kubernetes.io":{"pod":{"name":"app-0","uid":"u"}}}
        """
            .formatted(audience);
    Base64.Encoder base64 = Base64.getUrlEncoder().withoutPadding();
    return base64.encodeToString(HEADER.getBytes(UTF_8))
        + "."
        + base64.encodeToString(claims.getBytes(UTF_8))
        + "."
        + PLANTED;
  }
}
