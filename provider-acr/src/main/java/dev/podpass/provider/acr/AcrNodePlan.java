// SPDX-License-Identifier: Apache-2.0
package dev.podpass.provider.acr;

import dev.podpass.spi.CloudAnswer;
import dev.podpass.spi.CloudCalls;
import dev.podpass.spi.CredentialAnswer;
import dev.podpass.spi.ExchangePlan.TokenlessPlan;
import dev.podpass.spi.ExchangeStep;
import dev.podpass.spi.Identity.Part;
import dev.podpass.spi.PlanDescription;
import dev.podpass.spi.ProviderSettings;
import dev.podpass.spi.Sourced;
import dev.podpass.spi.failure.CredentialException;
import dev.podpass.spi.failure.Kind;
import dev.podpass.spi.http.Connections;
import dev.podpass.spi.http.HttpRequest;
import dev.podpass.spi.http.HttpRequest.Form;
import dev.podpass.spi.http.HttpResponse;
import dev.podpass.spi.secret.Secret;
import java.net.URI;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The plan to exchange an access token of the node's managed identity, the named one or its only
 * one, at the registry.
 */
record AcrNodePlan(AcrTarget target, Optional<Sourced<ManagedIdentityId>> managed, URI endpoint)
    implements TokenlessPlan {

  static AcrNodePlan of(
      AcrRegistryHost host, Optional<AzureConfig> config, ProviderSettings settings) {
    config.ifPresent(node -> requireUsable(node, host));
    Optional<TenantId> tenant = config.flatMap(AzureConfig::tenant).map(Sourced::value);
    return new AcrNodePlan(
        new AcrTarget(host, tenant),
        config.flatMap(AzureConfig::managed),
        settings.get(AcrOptions.METADATA_ENDPOINT));
  }

  private static void requireUsable(AzureConfig node, AcrRegistryHost host) {
    if (!node.isOf(host.cloud())) {
      throw new CredentialException(
          Kind.CONFIGURATION,
          "the node cannot pull from %s: by %s it is in another cloud, whose tokens this one rejects"
              .formatted(host.name(), node.file()),
          "name an identity of that cloud for the pod"
              + node.cloud()
                  .map("; for the registries of the node's cloud, set --acr-cloud=%s"::formatted)
                  .orElse(""));
    }
    if (node.servicePrincipal()) {
      throw new CredentialException(
          Kind.CONFIGURATION,
          "the node cannot pull: by %s it has a service principal, and podpass uses no client secrets"
              .formatted(node.file()),
          "give the node a managed identity, and name it in userAssignedIdentityID there");
    }
  }

  @Override
  public PlanDescription description() {
    Sourced<String> id =
        managed
            .map(named -> named.map(ManagedIdentityId::text))
            .orElseGet(() -> new Sourced<>("of the node", "policy"));
    return target.describe(List.of(new Part("managed identity", id)), Set.of(), step());
  }

  private ExchangeStep step() {
    return new ExchangeStep(
        "instance metadata", endpoint.resolve("/metadata/identity/oauth2/token"));
  }

  @Override
  public CredentialAnswer exchange(Connections connections) {
    CloudCalls calls =
        new CloudCalls(AzureError::find, error -> AcrFailure.ofNode(error, target, managed));
    return new LoginServer(target, calls, connections)
        .credential(() -> calls.call(step(), () -> accessToken(connections)));
  }

  /**
   * An access token of the managed identity. Azure's library would read the service's address, and
   * the choice of another service, from the environment.
   *
   * @see <a
   *     href="https://learn.microsoft.com/entra/identity/managed-identities-azure-resources/how-to-use-vm-token">managed
   *     identities on a virtual machine</a>
   */
  private Secret accessToken(Connections connections) {
    Form any =
        new Form().with("api-version", "2018-02-01").with("resource", target.cloud().resource());
    Form query =
        managed.map(Sourced::value).map(id -> any.with(id.parameter(), id.text())).orElse(any);
    HttpRequest request =
        HttpRequest.of("GET", query.queryOf(step().endpoint())).with("Metadata", "true");
    return CloudAnswer.of(connections.send(request, AcrNodePlan::isBeingUpdated))
        .secret("access_token");
  }

  /** Documented for updates of the service: it returns 404 or 410 for a while. */
  private static boolean isBeingUpdated(HttpResponse response) {
    return response.status() == 404 || response.status() == 410;
  }
}
