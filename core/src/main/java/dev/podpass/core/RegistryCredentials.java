// SPDX-License-Identifier: Apache-2.0
package dev.podpass.core;

import dev.podpass.core.http.ConnectionSettings;
import dev.podpass.core.http.Deadline;
import dev.podpass.core.http.RetryingConnections;
import dev.podpass.core.http.Watchdog;
import dev.podpass.core.http.proxy.ProxyRules;
import dev.podpass.core.http.tls.CaBundle;
import dev.podpass.core.log.Log;
import dev.podpass.core.protocol.CredentialProviderRequest;
import dev.podpass.core.pull.ConfiguredProviders;
import dev.podpass.core.pull.FallbackPolicy;
import dev.podpass.core.pull.Mirrors;
import dev.podpass.core.pull.Providers;
import dev.podpass.core.pull.Pull;
import dev.podpass.core.pull.PullProgress;
import dev.podpass.core.pull.PullSettings;
import dev.podpass.core.pull.ValidatedPull;
import dev.podpass.spi.Credential;
import dev.podpass.spi.ProviderOption;
import dev.podpass.spi.ProviderSettings;
import dev.podpass.spi.RegistryCredentialProvider;
import dev.podpass.spi.Sourced;
import dev.podpass.spi.failure.CredentialException;
import dev.podpass.spi.failure.Kind;
import dev.podpass.spi.image.ImageReference;
import dev.podpass.spi.secret.Secret;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;

/**
 * Gets credentials of registries for a service account of Kubernetes, by its token: the engine of
 * podpass as a library.
 *
 * <pre>{@code
 * try (RegistryCredentials registry =
 *     RegistryCredentials.builder()
 *         .provider(new EcrCredentialProvider())
 *         .option("role-arn", "arn:aws:iam::123456789012:role/pull")
 *         .token(audience -> Secret.of(Files.readString(file)))
 *         .build()) {
 *   Credential credential = registry.credential(ImageReference.parse(image));
 * }
 * }</pre>
 *
 * <p>It reads no environment and no flag, keeps nothing, and changes nothing of the process. May be
 * used by several threads; nothing is left of a call when it has returned.
 *
 * @since 0.1
 */
public final class RegistryCredentials implements AutoCloseable {
  private final RegistryCredentialProvider provider;
  private final ConfiguredProviders configured;
  private final Function<String, Secret> token;
  private final Duration deadline;
  private final ConnectionSettings connections;
  private final Set<RetryingConnections> open = ConcurrentHashMap.newKeySet();

  private volatile boolean closed;

  private RegistryCredentials(Builder builder, RegistryCredentialProvider provider) {
    this.provider = provider;
    this.configured =
        new ConfiguredProviders(
            Providers.of(List.of(provider)),
            Map.of(provider.id(), builder.settings(provider)),
            FallbackPolicy.STRICT,
            false,
            Mirrors.NONE,
            List.of());
    this.token = builder.token;
    this.deadline = builder.deadline;
    this.connections =
        new ConnectionSettings(
            CaBundle.find(Optional.empty(), builder.certificates),
            ProxyRules.fromEnvironment(builder.proxy),
            Log.NONE);
  }

  /** {@return a builder, which needs a provider and a source of tokens} */
  public static Builder builder() {
    return new Builder();
  }

  /**
   * {@return a credential for an image, from a new exchange}
   *
   * @param image of a registry that the provider serves
   * @throws CredentialException with a kind and a hint, if there is none
   */
  public Credential credential(ImageReference image) {
    return credential(image, Map.of());
  }

  /**
   * {@return a credential for an image, from a new exchange}
   *
   * @param image of a registry that the provider serves
   * @param annotations those of the service account, which may name its identity
   * @throws CredentialException with a kind and a hint, if there is none
   */
  public Credential credential(ImageReference image, Map<String, String> annotations) {
    if (closed) {
      throw new IllegalStateException("closed");
    }
    if (!configured.serves(provider, image.registry())) {
      throw new CredentialException(
          Kind.BAD_REQUEST,
          "the provider %s does not serve the registry %s"
              .formatted(provider.id(), image.registry()));
    }
    Clock clock = Clock.systemUTC();
    String audience = configured.kubelet(image.registry(), Optional.empty(), provider).audience();
    CredentialProviderRequest request =
        new CredentialProviderRequest(
            image.name(), Optional.of(token.apply(audience)), annotations);
    ValidatedPull pull =
        ValidatedPull.of(
            new Pull(PullSettings.forPlanning(configured, clock), new PullProgress(clock))
                .plan(request));
    try (Watchdog watchdog = Watchdog.start(Deadline.of(deadline, Duration.ZERO), () -> {});
        RetryingConnections own = RetryingConnections.open(connections, watchdog)) {
      open.add(own);
      try {
        return pull.credential(own);
      } finally {
        open.remove(own);
      }
    }
  }

  /** Ends the calls in progress, which fail. */
  @Override
  public void close() {
    closed = true;
    open.forEach(RetryingConnections::close);
  }

  /** What credentials are for. */
  public static final class Builder {
    private final Map<String, String> options = new LinkedHashMap<>();
    private Optional<RegistryCredentialProvider> provider = Optional.empty();
    private Function<String, Secret> token =
        _ -> {
          throw new IllegalStateException("no source of tokens is set");
        };
    private Duration deadline = Duration.ofSeconds(45);
    private Optional<Path> certificates = Optional.empty();
    private Map<String, String> proxy = Map.of();

    private Builder() {}

    /**
     * Sets the provider of the registries.
     *
     * @param one replaces a provider that was set before
     * @return this builder
     */
    public Builder provider(RegistryCredentialProvider one) {
      provider = Optional.of(one);
      return this;
    }

    /**
     * Sets an option of the provider.
     *
     * @param name without the provider's id, such as {@code role-arn}
     * @param value as the flag takes it
     * @return this builder
     */
    public Builder option(String name, String value) {
      options.put(name, value);
      return this;
    }

    /**
     * Sets the source of the service account's token.
     *
     * @param source takes the audience that the token must have; called for each credential
     * @return this builder
     */
    public Builder token(Function<String, Secret> source) {
      token = source;
      return this;
    }

    /**
     * Sets how long a call may take.
     *
     * @param longest 45 seconds by default
     * @return this builder
     */
    public Builder deadline(Duration longest) {
      deadline = longest;
      return this;
    }

    /**
     * Adds CA certificates to those of the system.
     *
     * @param bundle a file in PEM
     * @return this builder
     */
    public Builder certificates(Path bundle) {
      certificates = Optional.of(bundle);
      return this;
    }

    /**
     * Sets the proxy of HTTPS requests.
     *
     * @param url as in {@code HTTPS_PROXY}
     * @param without the hosts that are reached without the proxy, as in {@code NO_PROXY}
     * @return this builder
     */
    public Builder proxy(String url, String without) {
      proxy = Map.of("HTTPS_PROXY", url, "NO_PROXY", without);
      return this;
    }

    /**
     * Checks the provider and the options.
     *
     * @return what gets the credentials; to be closed
     * @throws IllegalArgumentException if the provider has no such option, or does not take a value
     * @throws CredentialException if an option that it requires is not set
     */
    public RegistryCredentials build() {
      return new RegistryCredentials(
          this, provider.orElseThrow(() -> new IllegalStateException("no provider is set")));
    }

    private ProviderSettings settings(RegistryCredentialProvider of) {
      Map<String, ProviderOption<?>> known = new HashMap<>();
      of.options().forEach(option -> known.put(option.name(), option));
      ProviderSettings settings = ProviderSettings.NONE;
      for (var option : options.entrySet()) {
        ProviderOption<?> own = known.get(option.getKey());
        if (own == null) {
          throw new IllegalArgumentException(
              "the provider %s has no option %s".formatted(of.id(), option.getKey()));
        }
        settings = settings.set(own, new Sourced<>(option.getValue(), option.getKey()));
      }
      settings.requireAll(of.id(), of.options());
      return settings;
    }
  }
}
