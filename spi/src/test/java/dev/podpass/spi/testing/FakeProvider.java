// SPDX-License-Identifier: Apache-2.0
package dev.podpass.spi.testing;

import dev.podpass.spi.Credential;
import dev.podpass.spi.Entry;
import dev.podpass.spi.Exchange;
import dev.podpass.spi.ExchangeStep;
import dev.podpass.spi.Hosts;
import dev.podpass.spi.Pod;
import dev.podpass.spi.ProviderOption;
import dev.podpass.spi.ProviderSettings;
import dev.podpass.spi.RegistryCredentialProvider;
import dev.podpass.spi.RegistryCredentialProvider.ReplacedPlugin;
import dev.podpass.spi.Sourced;
import dev.podpass.spi.failure.CredentialException;
import dev.podpass.spi.image.ImageReference;
import dev.podpass.spi.image.RegistryHost;
import dev.podpass.spi.secret.Secret;
import java.net.URI;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Function;

/** A provider for one host, which names its identity in the annotation {@code example/role}. */
public class FakeProvider implements RegistryCredentialProvider {
  /** The end of the credentials, if no other is set. */
  public static final Instant EXPIRY = Instant.parse("2026-11-25T12:00:00Z");

  private static final ExchangeStep STEP =
      new ExchangeStep("Exchange", URI.create("https://127.0.0.1:1/"));

  private final String id;
  private final String host;
  private Instant expiry = EXPIRY;
  private Function<Secret, Optional<CredentialException>> failure = _ -> Optional.empty();
  private Optional<CredentialException> failsAlways = Optional.empty();
  private boolean publicImages;
  private Optional<Sourced<String>> everyone = Optional.empty();
  private final List<Optional<Secret>> exchanged = new CopyOnWriteArrayList<>();

  /**
   * A provider for one host.
   *
   * @param id its id, by which its options and its plugin are named
   * @param host the only host that it serves
   */
  public FakeProvider(String id, String host) {
    this.id = id;
    this.host = host;
  }

  /**
   * Has its credentials end then.
   *
   * @param end when the credentials end
   */
  public void expiring(Instant end) {
    expiry = end;
  }

  /**
   * Has the exchange of a token fail.
   *
   * @param with makes the failure of a token
   */
  public void failing(Function<Secret, CredentialException> with) {
    failure = token -> Optional.of(with.apply(token));
  }

  /**
   * Has every exchange fail, as the node as well, or none.
   *
   * @param with the failure; empty for none
   */
  public void failing(Optional<CredentialException> with) {
    failsAlways = with;
  }

  /**
   * Gives pods without the annotation a role that the operator has named.
   *
   * @param role the value of the flag {@code --role}
   */
  public void namingEveryPod(String role) {
    everyone = Optional.of(new Sourced<>(role, "--role"));
  }

  /** Has its registry give images without a credential as well. */
  public void havingPublicImages() {
    publicImages = true;
  }

  @Override
  public boolean mayBePublic(RegistryHost registry) {
    return publicImages;
  }

  /** {@return the token of each exchange; empty for one as the node} */
  public List<Optional<Secret>> exchanged() {
    return exchanged;
  }

  @Override
  public String id() {
    return id;
  }

  @Override
  public Optional<ReplacedPlugin> replacedPlugin() {
    return Optional.of(
        new ReplacedPlugin(
            id + "-credential-provider", Map.of(), _ -> Map.of(), Set.of(), List.of()));
  }

  @Override
  public List<ProviderOption<?>> options() {
    return List.of();
  }

  @Override
  public Hosts hosts(ProviderSettings settings) {
    return Hosts.matching(List.of(host), registry -> registry.name().equals(host));
  }

  @Override
  public Entry entry(ProviderSettings settings) {
    return Entry.of(hosts(settings), "aud").withAnnotations(List.of("example/role")).perPod();
  }

  @Override
  public Optional<Exchange> exchange(Pod pod, ProviderSettings settings) {
    return pod.annotation("example/role")
        .or(() -> everyone)
        .map(role ->
            Exchange.as("role", role)
                .call(STEP)
                .run(calls -> exchange(Optional.of(calls.token()))));
  }

  @Override
  public String howToName(Pod pod, ProviderSettings settings) {
    return "annotate it with example/role";
  }

  @Override
  public Optional<Function<ImageReference, Exchange>> asNode(ProviderSettings settings) {
    return Optional.of(
        _ -> Exchange.asNode("role").call(STEP).run(_ -> exchange(Optional.empty())));
  }

  private Credential exchange(Optional<Secret> token) {
    exchanged.add(token);
    token
        .flatMap(failure)
        .or(() -> failsAlways)
        .ifPresent(e -> {
          throw e;
        });
    return Credential.of("user", Secret.of("password")).expiringAt(expiry);
  }
}
