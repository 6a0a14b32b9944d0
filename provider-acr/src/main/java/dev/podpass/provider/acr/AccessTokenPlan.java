// SPDX-License-Identifier: Apache-2.0
package dev.podpass.provider.acr;

import dev.podpass.spi.ExchangeStep;
import dev.podpass.spi.Identity.Part;
import dev.podpass.spi.PlanDescription.Parameter;
import dev.podpass.spi.Sourced;
import java.net.URI;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Whose access token of Entra ID's the registry exchanges. */
sealed interface AccessTokenPlan {
  /** The one audience that registries take, in every cloud. */
  String RESOURCE = "https://containerregistry.azure.net";

  /** The audiences of the pod's token that it needs; none if it needs none. */
  Set<String> tokenAudiences();

  /** As whom. */
  List<Part> identity();

  /** The call that gets it. */
  ExchangeStep step();

  /** What is sent besides. */
  default List<Parameter> parameters() {
    Parameter resource = new Parameter("resource", RESOURCE);
    return tenant()
        .map(id -> List.of(resource, new Parameter("tenant", id.text())))
        .orElseGet(() -> List.of(resource));
  }

  /** The tenant whose token it is, if it is known. */
  Optional<TenantId> tenant();

  /**
   * The token of an application or a managed identity, for which the pod's own stands as its client
   * assertion.
   *
   * @param pulling the application or managed identity
   * @param subject whom the pod's token was issued to
   * @param cloud whose Entra ID is asked
   */
  record Federated(AcrIdentity pulling, String subject, AcrCloud cloud) implements AccessTokenPlan {
    @Override
    public Set<String> tokenAudiences() {
      return Set.of(cloud.tokenAudience());
    }

    @Override
    public List<Part> identity() {
      return List.of(
          new Part("client", pulling.client().map(ClientId::text)),
          new Part("tenant", pulling.tenant().map(TenantId::text)),
          new Part("subject", new Sourced<>(subject, "the token")));
    }

    @Override
    public ExchangeStep step() {
      return new ExchangeStep(
          "client assertion",
          cloud.authority().resolve("/" + pulling.tenant().value() + "/oauth2/v2.0/token"));
    }

    @Override
    public Optional<TenantId> tenant() {
      return Optional.of(pulling.tenant().value());
    }
  }

  /**
   * The token of a managed identity of the node.
   *
   * @param managed which, and who named it; that which the node has if nobody did
   * @param tenant the node's, if it is known
   * @param endpoint the metadata service
   */
  record NodeIdentity(
      Optional<Sourced<ManagedIdentityId>> managed, Optional<TenantId> tenant, URI endpoint)
      implements AccessTokenPlan {
    @Override
    public Set<String> tokenAudiences() {
      return Set.of();
    }

    @Override
    public List<Part> identity() {
      return List.of(
          new Part(
              "managed identity",
              managed
                  .map(named -> named.map(ManagedIdentityId::text))
                  .orElseGet(() -> new Sourced<>("of the node", "policy"))));
    }

    @Override
    public ExchangeStep step() {
      return new ExchangeStep(
          "instance metadata", endpoint.resolve("/metadata/identity/oauth2/token"));
    }
  }
}
