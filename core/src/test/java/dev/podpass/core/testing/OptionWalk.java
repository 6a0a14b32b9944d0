// SPDX-License-Identifier: Apache-2.0
package dev.podpass.core.testing;

import static org.assertj.core.api.Assertions.assertThat;

import dev.podpass.spi.ProviderOption;
import dev.podpass.spi.failure.CredentialException;
import dev.podpass.testkit.net.ReceivedRequest;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;

/**
 * Changes each option of a provider, one at a time, and compares what is sent and what the node
 * cache's key is before and after.
 */
public final class OptionWalk {
  private final ProviderTrial trial;
  private final String image;
  private final Set<String> left;

  /** Walks over the options of this trial's provider; its token is replaced. */
  public OptionWalk(ProviderTrial trial, String image) {
    this(trial, image, Set.of());
  }

  private OptionWalk(ProviderTrial trial, String image, Set<String> left) {
    this.trial = trial;
    this.image = image;
    this.left = left;
  }

  /** The same walk without these options, which cannot be set beside the others. */
  public OptionWalk without(Set<String> others) {
    return new OptionWalk(trial, image, others);
  }

  /**
   * Two values of an option.
   *
   * @param one as it is set in the trial
   * @param other what it is changed to
   */
  public record Values(String one, String other) {}

  /** The result of one setting: each request with its body, and the cache key. */
  private record Sent(Set<String> requests, String key) {}

  /**
   * Walks over all options.
   *
   * @param values two of each option, by its name; the trial works with the first of each
   * @return the names of the options that change what is sent
   */
  public Set<String> changing(Map<String, Values> values) {
    List<ProviderOption<?>> options =
        trial.provider().options().stream()
            .filter(option -> !left.contains(option.name()))
            .toList();
    assertThat(values.keySet())
        .as("two values of each option of the provider")
        .containsExactlyInAnyOrderElementsOf(options.stream().map(ProviderOption::name).toList());
    Set<String> changing = new TreeSet<>();
    for (ProviderOption<?> option : options) {
      Values two = Objects.requireNonNull(values.get(option.name()));
      trial.set(option, two.one());
      Sent before = sent();
      trial.set(option, two.other());
      Sent after = sent();
      trial.set(option, two.one());
      if (!before.requests().equals(after.requests())) {
        assertThat(before.requests()).as("what is sent at first").isNotEmpty();
        changing.add(option.name());
        assertThat(after.key())
            .as("%s changes what is sent, so it must change the key", option.name())
            .isNotEqualTo(before.key());
      }
    }
    return changing;
  }

  private Sent sent() {
    if (!trial.serves(image)) {
      return new Sent(Set.of(), "not served");
    }
    String token = token();
    trial.token(token);
    trial.clouds().received().clear();
    trial.takeAttempts();
    try {
      trial.exchange(image);
    } catch (CredentialException _) {
      // No cloud knows all of these values; what was sent is what counts.
    }
    Set<String> requests = new TreeSet<>(trial.takeAttempts());
    for (ReceivedRequest request : trial.clouds().received().requests()) {
      requests.add(
          request.method() + " " + request.host() + request.target() + " " + body(request, token));
    }
    return new Sent(requests, trial.cacheKey(image).toString());
  }

  /** For the audience that the plan wants. */
  private String token() {
    trial.token(trial.clouds().issuer().token().mint());
    String audience = new TreeSet<>(trial.plan(image).audiences()).first();
    return trial.clouds().issuer().token().audience(audience).mint();
  }

  /** Without what differs from one exchange to the next: the token, and what was given for it. */
  private String body(ReceivedRequest request, String token) {
    List<String> secrets = new ArrayList<>(trial.clouds().plantedSecrets());
    secrets.add(token);
    // One may be a part of another.
    secrets.sort(Comparator.comparingInt(String::length).reversed());
    String body = request.body().text();
    for (String secret : secrets) {
      body =
          body.replace(secret, "[secret]")
              .replace(URLEncoder.encode(secret, StandardCharsets.UTF_8), "[secret]");
    }
    return body;
  }
}
