// SPDX-License-Identifier: Apache-2.0
package dev.podpass.provider.acr;

import static dev.podpass.core.testing.FailedCall.assertFails;
import static org.assertj.core.api.Assertions.assertThat;

import dev.podpass.core.pull.FallbackPolicy;
import dev.podpass.core.pull.FallbackPolicy.Fallback;
import dev.podpass.core.pull.PullPlan;
import dev.podpass.spi.Exchange.Parameter;
import dev.podpass.spi.failure.Kind;
import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What {@code azure.json} contributes to a plan. */
class AcrNodeConfigurationTest extends AcrPlanFixture {
  @Test
  void theNodesTenantIsTheLast() throws IOException {
    azureJson("{\"tenantId\": \"%s\", \"aadClientId\": \"%s\"}".formatted(TENANT, OTHER_CLIENT));

    assertThat(identity(Map.of(CLIENT_KEY, CLIENT)))
        .contains("tenant " + TENANT + " (tenantId of ")
        .doesNotContain(OTHER_CLIENT);

    set(AcrOptions.TENANT_ID, OTHER_TENANT);
    assertThat(identity(Map.of(CLIENT_KEY, CLIENT))).contains("tenant " + OTHER_TENANT);
  }

  @Test
  void theNodesTenantCountsInItsCloudAlone() throws IOException {
    azureJson("{\"tenantId\": \"%s\", \"cloud\": \"AzureChinaCloud\"}".formatted(TENANT));

    assertFails(() -> plan(Map.of(CLIENT_KEY, CLIENT)), Kind.CONFIGURATION, "named, but no tenant");
  }

  @Test
  void theNodesTenantCountsInACloudOfTheOperatorsOwn() throws IOException {
    set(AcrOptions.AUTHORITY, "https://login.stack.example");
    set(AcrOptions.REGISTRY_SUFFIX, "azurecr.stack.example");

    for (String cloud : List.of("AzureStackCloud", "AzurePublicCloud")) {
      azureJson("{\"tenantId\": \"%s\", \"cloud\": \"%s\"}".formatted(TENANT, cloud));
      PullPlan plan = plan("a.azurecr.stack.example/app", Map.of(CLIENT_KEY, CLIENT));
      assertThat(plan.exchange().toString()).contains("tenant " + TENANT);
      assertThat(plan.exchange().steps().getFirst().endpoint().getHost())
          .isEqualTo("login.stack.example");
    }
  }

  @Test
  void azureJsonIsReadOnlyIfItIsNamed() {
    set(AcrOptions.AZURE_CONFIG, directory.resolve("none.json").toString());

    assertFails(() -> plan(ANNOTATED), Kind.CONFIGURATION, "none.json cannot be used");
  }

  @Test
  void aRehearsalAssumesAFileThatOnlyTheNodeHas() throws IOException {
    assertThat(provider.assumingNodeFiles(settings)).isEmpty();
    azureJson("{}");
    assertThat(provider.assumingNodeFiles(settings)).isEmpty();
    azureJson("none");
    assertThat(provider.assumingNodeFiles(settings)).isEmpty();

    set(AcrOptions.AZURE_CONFIG, directory.resolve("none.json").toString());
    settings = provider.assumingNodeFiles(settings).orElseThrow().value();

    assertThat(identity(Map.of(CLIENT_KEY, CLIENT)))
        .contains("client " + CLIENT, "tenant NODE_TENANT (the node's file)");
    assertThat(identity(ANNOTATED)).contains("tenant " + TENANT);
  }

  @Test
  void aPlanReadsNoFile() throws IOException {
    Map<String, String> withoutTenant = Map.of(CLIENT_KEY, CLIENT);
    azureJson("{\"tenantId\": \"" + TENANT + "\"}");

    Files.delete(directory.resolve("azure.json"));

    assertThat(plan(withoutTenant).exchange().toString())
        .contains("tenant " + TENANT + " (tenantId of ");
  }

  @Test
  void anAzureJsonThatCannotBeReadFailsPlansAndNothingElse() {
    set(AcrOptions.AZURE_CONFIG, directory.toString());

    assertThat(serves("quay.io/a")).isFalse();
    assertThat(provider.entry(settings).annotations()).contains(CLIENT_KEY);
    assertFails(() -> plan(ANNOTATED), Kind.CONFIGURATION, "it is not a regular file");
  }

  @Test
  void theNodesIdentityIsThatOfAzureJson() throws IOException {
    claims = Optional.empty();
    fallbacks = new FallbackPolicy(Fallback.NODE, Fallback.FAIL);
    azureJson(
        "{\"tenantId\": \"%s\", \"userAssignedIdentityID\": \"%s\"}".formatted(TENANT, CLIENT));
    assertThat(plan(Map.of()).exchange().toString())
        .startsWith("managed identity " + CLIENT + " (userAssignedIdentityID of ");
    assertThat(plan(Map.of()).exchange().parameters()).contains(new Parameter("tenant", TENANT));
  }

  @Test
  void aNodeInAnotherCloudOrWithAServicePrincipalCannotPull() throws IOException {
    claims = Optional.empty();
    fallbacks = new FallbackPolicy(Fallback.NODE, Fallback.FAIL);

    azureJson("{\"cloud\": \"AzureUSGovernment\"}");
    assertFails(
        () -> plan(Map.of()),
        Kind.CONFIGURATION,
        "azure.json it is in another cloud",
        "name an identity of that cloud for the pod; for the registries of the node's cloud, set --acr-cloud=us-government");

    azureJson("{\"aadClientId\": \"%s\", \"aadClientSecret\": \"hunter2\"}".formatted(CLIENT));
    assertFails(
        () -> plan(Map.of()),
        Kind.CONFIGURATION,
        "has a service principal",
        "userAssignedIdentityID");
  }
}
