// SPDX-License-Identifier: Apache-2.0
package dev.podpass.spi.testing;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.podpass.spi.Entry;
import dev.podpass.spi.Exchange;
import dev.podpass.spi.ExchangeStep;
import dev.podpass.spi.Pod;
import dev.podpass.spi.ProviderOption;
import dev.podpass.spi.ProviderRules;
import dev.podpass.spi.ProviderSettings;
import dev.podpass.spi.RegistryCredentialProvider;
import dev.podpass.spi.Sourced;
import dev.podpass.spi.failure.CredentialException;
import dev.podpass.spi.failure.Kind;
import dev.podpass.spi.http.HttpRequest;
import dev.podpass.spi.http.HttpResponse;
import dev.podpass.spi.image.ImageReference;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * What the author of each provider has to test, in one call. It needs a configuration that works,
 * another value of each option, and the answers of the cloud:
 *
 * <pre>{@code
 * ProviderCheck.of(new VaultProvider(), "registry.example.com/team/app")
 *     .set("url", "https://vault.example", "https://other.example")
 *     .set("field", "password", "username")
 *     .annotate("example.com/role", "pull")
 *     .answering(request -> HttpResponse.of(200, "{\"token\": \"t\"}"))
 *     .run();
 * }</pre>
 *
 * <p>It checks that ids and options are legal, that {@code matchImages} cover what is served, that
 * planning is pure, that two values of an option which make another request or another credential
 * make another canonical form, that no message contains what was sent, that an unusable answer is a
 * failure, and that a bad annotation is the mistake of its owner and chooses no host.
 *
 * @since 0.1
 */
public final class ProviderCheck {
  private static final List<String> BAD =
      List.of(
          "", " ", "../x", "a b", "{x}", "\0", "a\nb", "https://evil.example/", "a".repeat(5000));

  private static final List<String> UNUSABLE = List.of("", "{}", "[]", "<html>", "{\"a\":");

  private final RegistryCredentialProvider provider;
  private final ImageReference image;
  private final Map<String, String> annotations = new LinkedHashMap<>();
  private final Map<String, String> others = new LinkedHashMap<>();
  private final Set<String> same = new HashSet<>();
  private final Set<String> planted = new HashSet<>();
  private ProviderSettings settings = ProviderSettings.NONE;
  private Function<HttpRequest, HttpResponse> cloud = _ -> HttpResponse.of(404, "");

  private ProviderCheck(RegistryCredentialProvider provider, String image) {
    this.provider = provider;
    this.image = ImageReference.parse(image);
  }

  /**
   * {@return a check of a provider by an image that it serves}
   *
   * @param provider a new instance
   * @param image the reference of an image, with its registry host
   */
  public static ProviderCheck of(RegistryCredentialProvider provider, String image) {
    return new ProviderCheck(provider, image);
  }

  /**
   * Sets an option, and says what else it may be; both values work.
   *
   * @param option its name without the provider's id, such as {@code role-arn}
   * @param value as an operator would write it
   * @param other another value that works
   * @return this check
   */
  public ProviderCheck set(String option, String value, String other) {
    settings = with(settings, option, value);
    others.put(option, other);
    return this;
  }

  /**
   * Leaves an option unset, and says what it may be.
   *
   * @param option its name without the provider's id
   * @param other any legal value other than the default
   * @return this check
   */
  public ProviderCheck may(String option, String other) {
    others.put(option, other);
    return this;
  }

  /**
   * Leaves options out that have no other value beside these.
   *
   * @param options their names without the provider's id
   * @return this check
   */
  public ProviderCheck without(String... options) {
    same.addAll(List.of(options));
    return this;
  }

  /**
   * Annotates the service account.
   *
   * @param key an annotation that the provider's entry names
   * @param value as the owner of the service account would write it
   * @return this check
   */
  public ProviderCheck annotate(String key, String value) {
    annotations.put(key, value);
    return this;
  }

  /**
   * Sets the answers of the cloud.
   *
   * @param answers answers each request of an exchange that works
   * @return this check
   */
  public ProviderCheck answering(Function<HttpRequest, HttpResponse> answers) {
    cloud = answers;
    return this;
  }

  /**
   * Says what the answers contain that no message may have, such as the keys of a session.
   *
   * @param secrets each as it is in the answers
   * @return this check
   */
  public ProviderCheck planting(String... secrets) {
    planted.addAll(List.of(secrets));
    return this;
  }

  /**
   * Checks it all.
   *
   * @return the options whose other value makes another request or another credential
   * @throws AssertionError for the first rule that is broken
   */
  public Set<String> run() {
    ProviderRules.fault(provider).ifPresent(ProviderCheck::fail);
    require(provider.hosts(settings).serves(image.registry()), "it does not serve " + image.name());
    Entry entry =
        provider.entry(image.registry(), Optional.of(pod(annotations).claims()), settings);
    require(
        entry.matchImages().stream()
            .anyMatch(pattern -> HostPattern.matches(pattern, image.registry())),
        "no pattern of matchImages covers " + image.registry());
    require(!entry.audience().isBlank(), "it has no audience");
    require(!provider.howToName(pod(Map.of()), settings).isBlank(), "howToName says nothing");
    purity(entry);
    Outcome works = outcome(settings, cloud);
    require(works.credential().isPresent(), "the exchange fails: " + works.failure());
    Set<String> changing = differences(works);
    echoes(works);
    unusable(works);
    for (String key : entry.annotations()) {
      BAD.forEach(bad -> annotation(key, bad, works));
    }
    return changing;
  }

  private void purity(Entry entry) {
    require(
        plan(settings).canonical().equals(plan(settings).canonical()),
        "equal arguments yield exchanges of another canonical form");
    Map<String, String> passed = new HashMap<>(annotations);
    passed.keySet().retainAll(entry.annotations());
    require(
        provider
            .exchange(pod(passed), settings)
            .filter(exchange -> exchange.canonical().equals(plan(settings).canonical()))
            .isPresent(),
        "it reads an annotation that its entry does not name: kubelet passes no other");
  }

  private Set<String> differences(Outcome works) {
    Set<String> left =
        provider.options().stream()
            .map(ProviderOption::name)
            .collect(Collectors.toCollection(TreeSet::new));
    left.removeAll(same);
    left.removeAll(others.keySet());
    require(left.isEmpty(), "say another value of " + left + ", or that there is none");
    boolean steady = outcome(settings, cloud).isAs(works, true);
    Set<String> changing = new TreeSet<>();
    others.forEach((option, value) -> {
      ProviderSettings changed = with(settings, option, value);
      if (!provider.hosts(changed).serves(image.registry())) {
        changing.add(option);
        return;
      }
      Outcome other = outcome(changed, cloud);
      if (!other.isAs(works, steady)) {
        changing.add(option);
        require(
            !other.canonical().equals(works.canonical()),
            "the option %s makes another request or credential, and the same canonical form"
                .formatted(option));
      }
    });
    return changing;
  }

  /** A server may repeat what it was sent. */
  private void echoes(Outcome works) {
    for (int status : new int[] {400, 401, 403, 404, 429, 500}) {
      for (int at = 0; at < works.sent().size(); at++) {
        Outcome echoed = outcome(settings, failingAt(at, request -> echo(status, request)));
        requireFailure(echoed, "an answer of status " + status);
        for (String secret : works.secrets()) {
          require(
              !echoed.failure().contains(secret),
              "a message contains what was sent: " + echoed.failure().replace(secret, "[secret]"));
        }
      }
    }
  }

  private void unusable(Outcome works) {
    for (String body : UNUSABLE) {
      for (int at = 0; at < works.sent().size(); at++) {
        Outcome outcome = outcome(settings, failingAt(at, _ -> HttpResponse.of(200, body)));
        requireFailure(outcome, "the answer \"" + body + "\"");
      }
    }
  }

  private void annotation(String key, String bad, Outcome works) {
    Map<String, String> more = new HashMap<>(annotations);
    more.put(key, bad);
    try {
      provider
          .exchange(pod(more), settings)
          .ifPresent(exchange ->
              require(
                  hosts(works.steps()).containsAll(hosts(exchange.steps())),
                  "the annotation %s chooses a host".formatted(key)));
    } catch (CredentialException e) {
      require(e.kind() != Kind.BUG, "a bad annotation is a bug: " + e.line());
    } catch (RuntimeException e) {
      throw new AssertionError("the annotation %s is a bug: %s".formatted(key, e), e);
    }
  }

  private static Set<String> hosts(List<ExchangeStep> steps) {
    return steps.stream().map(step -> step.endpoint().getHost()).collect(Collectors.toSet());
  }

  private Function<HttpRequest, HttpResponse> failingAt(
      int index, Function<HttpRequest, HttpResponse> fault) {
    int[] count = {0};
    return request -> {
      synchronized (count) {
        return count[0]++ == index ? fault.apply(request) : cloud.apply(request);
      }
    };
  }

  private static HttpResponse echo(int status, HttpRequest request) {
    String all =
        request.headers().stream().map(HttpRequest.Header::value).collect(Collectors.joining(" "))
            + " "
            + new String(request.body(), UTF_8)
            + " "
            + request.uri();
    String text = all.replaceAll("[\\\\\"\\p{Cntrl}]", " ");
    return HttpResponse.of(
            status, "{\"error\":\"bad_thing\",\"error_description\":\"%s\"}".formatted(text))
        .with("Content-Type", "application/json");
  }

  private void requireFailure(Outcome outcome, String cause) {
    require(outcome.credential().isEmpty(), cause + " is no failure");
    require(outcome.kind() != Kind.BUG, cause + " is a bug: " + outcome.failure());
    require(!outcome.failure().isBlank(), cause + " has no message");
  }

  private Outcome outcome(ProviderSettings with, Function<HttpRequest, HttpResponse> answers) {
    return Outcome.of(plan(with), pod(annotations).workload(), answers, planted);
  }

  private Exchange plan(ProviderSettings with) {
    return provider
        .exchange(pod(annotations), with)
        .orElseThrow(() -> new AssertionError("nothing names an identity for the pod"));
  }

  private Pod pod(Map<String, String> of) {
    return new Pod(image, TestTokens.claims(), of, List.of());
  }

  private ProviderSettings with(ProviderSettings before, String name, String value) {
    ProviderOption<?> its =
        provider.options().stream()
            .filter(option -> option.name().equals(name))
            .findFirst()
            .orElseThrow(() -> new AssertionError("there is no option " + name));
    return before.set(its, new Sourced<>(value, "--" + name));
  }

  private static void require(boolean condition, String otherwise) {
    if (!condition) {
      fail(otherwise);
    }
  }

  private static void fail(String why) {
    throw new AssertionError(why);
  }
}
