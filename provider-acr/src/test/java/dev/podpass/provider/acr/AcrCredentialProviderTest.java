// SPDX-License-Identifier: Apache-2.0
package dev.podpass.provider.acr;

import static dev.podpass.core.testing.FailedCall.assertFails;
import static org.assertj.core.api.Assertions.assertThat;

import dev.podpass.core.pull.FallbackPolicy;
import dev.podpass.core.pull.FallbackPolicy.Fallback;
import dev.podpass.core.pull.PullPlan;
import dev.podpass.core.pull.PullPlan.As;
import dev.podpass.spi.Entry;
import dev.podpass.spi.ProviderSettings;
import dev.podpass.spi.failure.Kind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a plan is made of, and where its values come from. */
class AcrCredentialProviderTest extends AcrPlanFixture {
  @Test
  void theAnnotationsNameClientAndTenant() {
    set(AcrOptions.CLIENT_ID, OTHER_CLIENT);
    set(AcrOptions.TENANT_ID, OTHER_TENANT);

    PullPlan plan = plan(ANNOTATED);

    assertThat(plan.exchange())
        .hasToString(
            "client %s (annotation %s), tenant %s (annotation %s), subject %s (the token)"
                .formatted(
                    CLIENT, CLIENT_KEY, TENANT, TENANT_KEY, "system:serviceaccount:team-a:puller"));
    assertThat(plan.audiences()).containsExactly("api://AzureADTokenExchange");
    assertThat(plan.exchange().steps())
        .extracting(Object::toString)
        .containsExactly(
            "token request at https://login.microsoftonline.com/" + TENANT + "/oauth2/v2.0/token",
            "challenge at https://myregistry.azurecr.io/v2/",
            "token exchange at https://myregistry.azurecr.io/oauth2/exchange");
  }

  /** A work identity rarely may pull: it is one only where the operator says so. */
  @Test
  void thenThoseOfWorkloadIdentityIfTheOperatorNamesThem() {
    Map<String, String> work =
        Map.of(
            "azure.workload.identity/client-id", CLIENT,
            "azure.workload.identity/tenant-id", TENANT);
    assertFails(() -> plan(work), Kind.NO_IDENTITY, "no identity is named");

    set(AcrOptions.CLIENT_ID_ANNOTATIONS, CLIENT_KEY + ",azure.workload.identity/client-id");
    set(
        AcrOptions.TENANT_ID_ANNOTATIONS,
        "kubernetes.azure.com/acr-tenant-id,azure.workload.identity/tenant-id");
    assertThat(
            identity(
                Map.of(
                    "azure.workload.identity/client-id", CLIENT,
                    "azure.workload.identity/tenant-id", TENANT)))
        .contains("client " + CLIENT + " (annotation azure.w", "tenant " + TENANT + " (annotation");
    assertThat(identity(with(ANNOTATED, "azure.workload.identity/client-id", OTHER_CLIENT)))
        .contains(CLIENT)
        .doesNotContain(OTHER_CLIENT);
  }

  @Test
  void thenTheOperatorsOwn() {
    set(AcrOptions.CLIENT_ID, OTHER_CLIENT);
    set(AcrOptions.TENANT_ID, OTHER_TENANT);

    assertThat(identity(Map.of()))
        .startsWith("client %s (--test), tenant %s (--test)".formatted(OTHER_CLIENT, OTHER_TENANT));
    assertThat(identity(Map.of(CLIENT_KEY, CLIENT)))
        .startsWith("client %s (annotation ".formatted(CLIENT))
        .contains("tenant " + OTHER_TENANT + " (--test)");
  }

  @Test
  void halfAnIdentityIsAnErrorWhateverThePolicy() {
    fallbacks = new FallbackPolicy(Fallback.NODE, Fallback.NODE);

    assertFails(
        () -> plan(Map.of(CLIENT_KEY, CLIENT)),
        Kind.CONFIGURATION,
        "client %s (annotation %s) is named, but no tenant".formatted(CLIENT, CLIENT_KEY),
        "hint: annotate it with %s, or set --acr-tenant-id".formatted(TENANT_KEY));
    assertFails(
        () -> plan(Map.of(TENANT_KEY, TENANT)),
        Kind.CONFIGURATION,
        "tenant %s (annotation %s) is named, but no client".formatted(TENANT, TENANT_KEY),
        "hint: annotate it with %s, or set --acr-client-id".formatted(CLIENT_KEY));
  }

  @ParameterizedTest
  @CsvSource({
    TENANT_KEY + ", '', is empty",
    CLIENT_KEY + ", my-app, \"my-app\" is not a client id",
    TENANT_KEY + ", common, \"common\" is not a tenant id",
    TENANT_KEY + ", evil.example/x, is not a tenant id"
  })
  void anAnnotationThatIsNoIdIsAnError(String key, String value, String words) {
    set(AcrOptions.CLIENT_ID, OTHER_CLIENT);
    set(AcrOptions.TENANT_ID, OTHER_TENANT);

    assertFails(() -> plan(with(ANNOTATED, key, value)), Kind.CONFIGURATION, words);
  }

  @Test
  void withoutAnIdentityThePolicyDecides() {
    assertFails(
        () -> plan(Map.of()),
        Kind.NO_IDENTITY,
        "annotate it with %s and %s".formatted(CLIENT_KEY, TENANT_KEY),
        "--acr-client-id and --acr-tenant-id");
    fallbacks = new FallbackPolicy(Fallback.FAIL, Fallback.ANONYMOUS);
    assertThat(plan(Map.of()).as()).isEqualTo(As.NOBODY);
    fallbacks = new FallbackPolicy(Fallback.FAIL, Fallback.NODE);
    PullPlan node = plan(Map.of());
    assertThat(node.exchange()).hasToString("managed identity of the node (policy)");
    assertThat(node.audiences()).isEmpty();
    assertThat(node.exchange().steps().getFirst())
        .hasToString("instance metadata at http://169.254.169.254/metadata/identity/oauth2/token");
  }

  @Test
  void isForOneCloudWhichHasOneAudience() {
    assertThat(profile().audience()).isEqualTo("api://AzureADTokenExchange");

    set(AcrOptions.CLOUD, "china");
    assertThat(profile().audience()).isEqualTo("api://AzureADTokenExchangeChina");
    assertThat(profile().matchImages()).containsExactly("*.azurecr.cn", "*.*.geo.azurecr.cn");

    set(AcrOptions.TOKEN_AUDIENCE, "api://podpass");
    set(AcrOptions.AUTHORITY, "https://login.stack.example");
    set(AcrOptions.REGISTRY_SUFFIX, "azurecr.stack.example");
    assertThat(profile().audience()).isEqualTo("api://podpass");
    assertThat(profile().matchImages())
        .containsExactly("*.azurecr.stack.example", "*.*.geo.azurecr.stack.example");
  }

  @ParameterizedTest
  @CsvSource({
    "AzureUSGovernmentCloud, azurecr.us, api://AzureADTokenExchangeUSGov",
    "AzureChinaCloud, azurecr.cn, api://AzureADTokenExchangeChina",
    "AzurePublicCloud, azurecr.io, api://AzureADTokenExchange",
    "AzureStackCloud, azurecr.io, api://AzureADTokenExchange"
  })
  void thatOfTheNodesFileUnlessAnOptionNamesOne(
      String cloud, String domain, String audience, @TempDir Path node) throws IOException {
    Path file = node.resolve("azure.json");
    set(AcrOptions.AZURE_CONFIG, file.toString());
    assertThat(profile().audience()).isEqualTo("api://AzureADTokenExchange");

    Files.writeString(file, "{\"cloud\":\"%s\"}".formatted(cloud));
    set(AcrOptions.AZURE_CONFIG, file.toString());
    assertThat(profile().audience()).isEqualTo(audience);
    assertThat(profile().matchImages()).containsExactly("*." + domain, "*.*.geo." + domain);
    assertThat(provider.hosts(settings).matchImages()).isEqualTo(profile().matchImages());

    set(AcrOptions.CLOUD, "china");
    assertThat(profile().audience()).isEqualTo("api://AzureADTokenExchangeChina");
  }

  @Test
  void asksForTheAnnotationsThatThePlanWants() {
    assertThat(profile().annotations())
        .containsExactly(
            "kubernetes.azure.com/acr-client-id", "kubernetes.azure.com/acr-tenant-id");

    set(AcrOptions.CLIENT_ID_ANNOTATIONS, "example.com/client");
    set(AcrOptions.TENANT_ID_ANNOTATIONS, "example.com/tenant");
    assertThat(profile().annotations()).containsExactly("example.com/client", "example.com/tenant");
  }

  private Entry profile() {
    return provider.entry(settings);
  }

  @ParameterizedTest
  @CsvSource({
    "https://eastus.oic.prod-aks.azure.com/tenant/cluster, true",
    "https://name-dns-1234.hcp.eastus.azmk8s.io, true",
    "name-dns-1234.hcp.eastus.azmk8s.io, true",
    "https://name.hcp.usgovvirginia.cx.aks.containerservice.azure.us, true",
    "https://name.hcp.chinaeast2.cx.prod.service.azk8s.cn:443, true",
    "https://azmk8s.io.example, false",
    "api://azureadtokenexchange, false"
  })
  void knowsTheApiServersOfAks(String audience, boolean known) {
    assertThat(new AcrCredentialProvider().isApiServer(audience, ProviderSettings.NONE))
        .isEqualTo(known);
  }
}
