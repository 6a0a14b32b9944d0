// SPDX-License-Identifier: Apache-2.0
package dev.podpass.provider.acr;

import dev.podpass.spi.CloudError;
import dev.podpass.spi.ErrorFormat;
import dev.podpass.spi.Exchange;
import dev.podpass.spi.ExchangeStep;
import dev.podpass.spi.ProviderSettings;
import dev.podpass.spi.Sourced;
import dev.podpass.spi.failure.Advice;
import dev.podpass.spi.failure.CredentialException;
import dev.podpass.spi.failure.Kind;
import dev.podpass.spi.http.HttpRequest;
import dev.podpass.spi.http.HttpRequest.Form;
import dev.podpass.spi.http.HttpResponse;
import java.util.Optional;

/**
 * The plan to exchange an access token of the node's managed identity, the named one or its only
 * one, at the registry.
 */
record AcrNodePlan(
    AcrTarget target, Optional<Sourced<ManagedIdentityId>> managed, ExchangeStep metadata)
    implements ErrorFormat {
  private static final String MANAGED = "managed identity";

  static Exchange of(
      AcrRegistryHost host, Optional<AzureConfig> config, ProviderSettings settings) {
    config.ifPresent(node -> requireUsable(node, host));
    AcrNodePlan plan =
        new AcrNodePlan(
            new AcrTarget(host, config.flatMap(AzureConfig::tenant).map(Sourced::value)),
            config.flatMap(AzureConfig::managed),
            new ExchangeStep(
                "instance metadata",
                settings
                    .get(AcrOptions.METADATA_ENDPOINT)
                    .resolve("/metadata/identity/oauth2/token")));
    Exchange identity =
        plan.managed
            .map(named -> Exchange.as(MANAGED, named.map(ManagedIdentityId::text)))
            .orElseGet(() -> Exchange.asNode(MANAGED));
    return plan.target
        .complete(identity, plan.metadata)
        .errors(plan)
        .run(calls ->
            new LoginServer(plan.target, calls)
                .credential(
                    () -> calls.json(plan.metadata, plan.request()).secret("access_token")));
  }

  private static void requireUsable(AzureConfig node, AcrRegistryHost host) {
    if (!node.isOf(host.cloud().known())) {
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

  /**
   * Asks for an access token of the managed identity. Azure's library would read the service's
   * address, and the choice of another service, from the environment.
   *
   * @see <a
   *     href="https://learn.microsoft.com/entra/identity/managed-identities-azure-resources/how-to-use-vm-token">managed
   *     identities on a virtual machine</a>
   */
  private HttpRequest request() {
    Form any =
        new Form().with("api-version", "2018-02-01").with("resource", target.cloud().resource());
    Form query =
        managed.map(Sourced::value).map(id -> any.with(id.parameter(), id.text())).orElse(any);
    return HttpRequest.of("GET", query.queryOf(metadata.endpoint())).with("Metadata", "true");
  }

  @Override
  public Advice advise(CloudError error) {
    return AcrFailure.ofNode(error, target, managed);
  }

  @Override
  public Optional<CloudError> read(ExchangeStep step, Throwable thrown) {
    return AzureError.find(step, thrown);
  }

  /** Documented for updates of the metadata service: it returns 404 or 410 for a while. */
  @Override
  public boolean isTemporary(ExchangeStep step, HttpResponse answer) {
    return step.equals(metadata) && (answer.status() == 404 || answer.status() == 410);
  }
}
