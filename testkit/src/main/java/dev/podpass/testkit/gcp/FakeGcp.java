// SPDX-License-Identifier: Apache-2.0
package dev.podpass.testkit.gcp;

import dev.podpass.testkit.net.FakeCloud;
import dev.podpass.testkit.net.FakeHost;
import dev.podpass.testkit.secrets.PlantedSecrets;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** Google Cloud. */
public final class FakeGcp implements FakeCloud {
  /** The name under which requests to the metadata server are recorded and faults are set. */
  public static final String METADATA_HOST = "metadata.google.internal";

  /** The domain of the universe that most live in. */
  public static final String UNIVERSE = "googleapis.com";

  private final Set<String> universes = ConcurrentHashMap.newKeySet();
  private final FakeIam iam = new FakeIam();
  private final Clock clock;
  private final AccessTokens tokens;
  private final MetadataServer metadata;
  private volatile Duration federatedTokenLife = Duration.ofHours(1);

  /** A Google Cloud without projects. */
  public FakeGcp(Clock clock, PlantedSecrets planted) {
    this.clock = clock;
    this.tokens = new AccessTokens(planted);
    this.metadata = new MetadataServer(tokens, clock);
    universes.add(UNIVERSE);
  }

  /** Its identity pools and service accounts, which every universe knows. */
  public FakeIam iam() {
    return iam;
  }

  /** Adds a universe, such as {@code apis-tpclp.goog}: the same services under another domain. */
  public void universe(String domain) {
    universes.add(domain);
  }

  /**
   * Attaches a service account to the node whose metadata server this is.
   *
   * @param scopes those of the node's tokens
   */
  public void nodeAccount(String email, String... scopes) {
    metadata.attach(email, List.of(scopes));
  }

  /** Sets the longest life of STS's tokens, which is an hour otherwise; they end with the pod's. */
  public void federatedTokenLife(Duration life) {
    federatedTokenLife = life;
  }

  /** The access tokens issued by all services, oldest first. */
  public List<AccessToken> tokens() {
    return tokens.all();
  }

  /** The record of an access token, if it was issued here. */
  public Optional<AccessToken> token(String value) {
    return tokens.find(value);
  }

  /** Whom the registries let in. */
  public RegistryPasswords passwords() {
    return new RegistryPasswords(tokens, clock);
  }

  /** The node's metadata server, which no proxy leads to. */
  public FakeHost metadata() {
    return metadata;
  }

  @Override
  public Optional<FakeHost> host(String name) {
    int dot = name.indexOf('.');
    String universe = name.substring(dot + 1);
    if (dot < 0 || !universes.contains(universe)) {
      return Optional.empty();
    }
    return switch (name.substring(0, dot)) {
      case "sts" -> Optional.of(new FakeSts(iam, tokens, clock, universe, federatedTokenLife));
      case "iamcredentials" -> Optional.of(new FakeIamCredentials(iam, tokens, clock, universe));
      default -> Optional.empty();
    };
  }
}
