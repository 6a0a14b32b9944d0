// SPDX-License-Identifier: Apache-2.0
package dev.podpass.core.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.podpass.core.cache.CacheKey;
import dev.podpass.core.http.ConnectionSettings;
import dev.podpass.core.http.Deadline;
import dev.podpass.core.http.ImpatientConnections;
import dev.podpass.core.http.RetryingConnections;
import dev.podpass.core.http.Watchdog;
import dev.podpass.core.http.proxy.ProxyRules;
import dev.podpass.core.http.tls.CaBundle;
import dev.podpass.core.log.Log;
import dev.podpass.core.pull.FallbackPolicy;
import dev.podpass.core.pull.PullPlan;
import dev.podpass.core.pull.PullPlan.As;
import dev.podpass.core.token.ServiceAccountToken;
import dev.podpass.core.token.TokenPolicy;
import dev.podpass.core.token.ValidatedToken;
import dev.podpass.spi.Credential;
import dev.podpass.spi.Pod;
import dev.podpass.spi.ProviderSettings;
import dev.podpass.spi.RegistryCredentialProvider;
import dev.podpass.spi.failure.CredentialException;
import dev.podpass.spi.failure.Kind;
import dev.podpass.spi.http.Connections;
import dev.podpass.spi.image.ImageReference;
import dev.podpass.spi.secret.Secret;
import dev.podpass.testkit.ExampleWorld;
import dev.podpass.testkit.FakeClouds;
import dev.podpass.testkit.Options;
import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A provider, taken through plan, token policy and exchange as a pull does, over the real door and
 * against fake clouds in which {@link ExampleWorld} is set up.
 */
public final class ProviderTrial extends PlanFixture implements AutoCloseable {
  private final FakeClouds clouds = FakeClouds.start(Options.defaults());
  private final Map<String, String> annotations = new HashMap<>();
  private Optional<ServiceAccountToken> token = Optional.empty();

  /** A trial of a provider as {@link java.util.ServiceLoader} makes it. */
  public ProviderTrial(RegistryCredentialProvider provider) {
    super(provider, "");
    claims = Optional.empty();
    ExampleWorld.addTo(clouds);
  }

  /** The provider. */
  public RegistryCredentialProvider provider() {
    return provider;
  }

  /** The clouds that it asks. */
  public FakeClouds clouds() {
    return clouds;
  }

  /** Forgets all settings for a policy. */
  public void fallBack(FallbackPolicy policy) {
    settings = ProviderSettings.NONE;
    fallbacks = policy;
  }

  /** Annotates the service account. */
  public void annotate(String key, String value) {
    annotations.put(key, value);
  }

  /** Has kubelet send a token. */
  public void token(String jwt) {
    token = Optional.of(ServiceAccountToken.parse(Secret.of(jwt)));
    claims = token.map(ServiceAccountToken::claims);
  }

  /** Plans. */
  public PullPlan plan(String image) {
    return plan(image, annotations);
  }

  /** What the node cache would know its answer by. */
  public CacheKey cacheKey(String image) {
    PullPlan plan = plan(image);
    return CacheKey.of(
        provider.id(),
        ImageReference.parse(image).registry(),
        plan.exchange(),
        accepted(plan).orElseThrow(),
        false);
  }

  /** The pod that pulls. */
  public Pod pod(String image) {
    return new Pod(ImageReference.parse(image), claims.orElseThrow(), annotations, List.of());
  }

  private Optional<ValidatedToken> accepted(PullPlan plan) {
    return token
        .filter(_ -> !plan.audiences().isEmpty())
        .map(t ->
            TokenPolicy.at(Clock.systemUTC())
                .anyIssuer()
                .unverifiedSignature()
                .validate(t, plan.audiences()));
  }

  /** Plans, accepts the token, and exchanges it; tries again without waiting. */
  public Credential exchange(String image) {
    return exchange(image, Clock.systemUTC());
  }

  /** The same at another time, as the provider sees it. */
  public Credential exchange(String image, Clock clock) {
    PullPlan plan = plan(image);
    Watchdog watchdog =
        Watchdog.start(Deadline.of(Duration.ofSeconds(45), Duration.ZERO), () -> {});
    ConnectionSettings connections =
        new ConnectionSettings(
            new CaBundle(List.of(clouds.caFile())),
            ProxyRules.fromEnvironment(clouds.environment()),
            Log.NONE);
    try (watchdog;
        RetryingConnections open = ImpatientConnections.open(connections, watchdog)) {
      return exchange(plan, open, clock);
    }
  }

  private Credential exchange(PullPlan plan, Connections open, Clock clock) {
    if (plan.as() != As.POD) {
      return plan.exchange().run(open, clock);
    }
    ValidatedToken pods = accepted(plan).orElseThrow();
    return plan.exchange().run(pods.value(), pods.claims().workload(), open, clock);
  }

  /**
   * Asserts that the exchange fails in such a way, and that its message contains no secret.
   *
   * @return the line that an operator reads
   */
  public String assertFails(String image, Kind kind, String... because) {
    String[] line = new String[1];
    assertThatThrownBy(() -> exchange(image))
        .isInstanceOfSatisfying(
            CredentialException.class,
            e -> {
              assertThat(e.line()).contains(because);
              assertThat(e.kind()).isEqualTo(kind);
              assertThat(clouds.plantedSecrets()).noneMatch(e.line()::contains);
              line[0] = e.line();
            });
    return line[0];
  }

  @Override
  public void close() {
    clouds.close();
  }
}
