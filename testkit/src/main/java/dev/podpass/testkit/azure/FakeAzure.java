// SPDX-License-Identifier: Apache-2.0
package dev.podpass.testkit.azure;

import dev.podpass.testkit.net.Answer;
import dev.podpass.testkit.net.FakeCloud;
import dev.podpass.testkit.net.FakeHost;
import dev.podpass.testkit.net.ReceivedRequest;
import dev.podpass.testkit.net.Refusal;
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

  /**
   * A registry at its login server or a regional endpoint: the challenge, and the exchange of a
   * token of Entra's for one of its own.
   *
   * <p>The challenge of a regional endpoint names the login server; that is unverified, as is that
   * the endpoint exchanges tokens under either name. Network rules stop the exchange and not the
   * challenge, as messages of {@code az acr login} show.
   */
  private record FakeAcr(Registry registry, AcrExchange exchange) implements FakeHost {

    @Override
    public Answer answer(ReceivedRequest request) {
      AcrReply reply = AcrReply.create();
      try {
        return switch (request.method() + " " + request.path()) {
          case "GET /v2/" -> challenge(reply);
          case "POST /oauth2/exchange" ->
              reply.token("refresh_token", exchange.grant(registry, request).value());
          default ->
              Answer.status(404); // Other methods, too: a GET of the exchange is known to be.
        };
      } catch (Refusal refusal) {
        return reply.refused(refusal);
      }
    }

    private Answer challenge(AcrReply reply) {
      return Challenge.replace(
              reply.refused(AcrExchange.unauthorized()),
              List.of(Challenge.of(registry.loginServer()).header()))
          .with("Docker-Distribution-Api-Version", "registry/2.0");
    }
  }
}
