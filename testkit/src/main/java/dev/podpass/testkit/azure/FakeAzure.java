// SPDX-License-Identifier: Apache-2.0
package dev.podpass.testkit.azure;

import dev.podpass.testkit.net.FakeCloud;
import dev.podpass.testkit.net.FakeHost;
import dev.podpass.testkit.oidc.PublishedIssuer;
import dev.podpass.testkit.secrets.PlantedSecrets;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** Azure, all clouds of it. */
public final class FakeAzure implements FakeCloud {
  /**
   * The name under which requests to the metadata service are recorded and faults are set. No
   * client asks for it: the service has an address alone, and AWS's has the same one.
   */
  public static final String METADATA_HOST = "metadata.azure.internal";

  private final Clock clock;
  private final FakeDirectory directory = new FakeDirectory();
  private final Map<String, Registry> registries = new ConcurrentHashMap<>();
  private final NodeIdentities nodeIdentities = new NodeIdentities(directory);
  private final AccessTokens accessTokens;
  private final RefreshTokens refreshTokens;

  /** An Azure without tenants and registries. */
  public FakeAzure(Clock clock, PlantedSecrets planted) {
    this.clock = clock;
    var mint = new TokenMint(planted, clock);
    this.accessTokens = new AccessTokens(mint, clock);
    this.refreshTokens = new RefreshTokens(mint);
  }

  /** Its tenants and applications. */
  public FakeDirectory directory() {
    return directory;
  }

  /** Adds a registry, or replaces the one of the same login server. */
  public void put(Registry registry) {
    registries.put(registry.loginServer(), registry);
  }

  /** Gives the node a system-assigned identity, which the directory has to know. */
  public void systemIdentity(String clientId) {
    nodeIdentities.system(clientId);
  }

  /** Gives the node one more user-assigned identity, which the directory has to know. */
  public void userAssignedIdentity(String clientId) {
    nodeIdentities.assign(clientId);
  }

  /** Does the same, and knows it by the id of its Azure resource as well. */
  public void userAssignedIdentity(String clientId, String resourceId) {
    nodeIdentities.assign(clientId, resourceId);
  }

  /** The tokens that Entra has issued, to nodes too, oldest first. */
  public List<AccessToken> accessTokens() {
    return accessTokens.all();
  }

  /** The refresh tokens that the registries have issued, oldest first. */
  public List<RefreshToken> refreshTokens() {
    return refreshTokens.all();
  }

  /** The record of a refresh token, if a registry has issued it. */
  public Optional<RefreshToken> refreshToken(String value) {
    return refreshTokens.find(value);
  }

  /** An AKS cluster's endpoint for identity bindings, which no proxy leads to. */
  public FakeIdentityBindings identityBindings(PublishedIssuer issuer) {
    return new FakeIdentityBindings(new BindingAssertions(issuer, clock), directory, accessTokens);
  }

  /** The node's metadata service, which no proxy leads to. */
  public FakeHost metadata() {
    return new MetadataService(nodeIdentities, accessTokens, clock);
  }

  @Override
  public Optional<FakeHost> host(String name) {
    return AzureCloud.ofAuthority(name)
        .<FakeHost>map(cloud -> new FakeEntra(cloud, directory, accessTokens, clock))
        .or(() -> registry(name));
  }

  private Optional<FakeHost> registry(String host) {
    var exchange = new AcrExchange(directory, accessTokens, refreshTokens);
    return registries.values().stream()
        .filter(registry -> registry.serves(host))
        .findFirst()
        .map(registry -> new FakeAcr(registry, exchange));
  }
}
