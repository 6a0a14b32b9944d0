// SPDX-License-Identifier: Apache-2.0
package dev.podpass.provider.acr;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.podpass.failure.CredentialException;
import dev.podpass.failure.Kind;
import dev.podpass.image.ImageReference;
import dev.podpass.image.RegistryHost;
import dev.podpass.spi.AnonymousPlan;
import dev.podpass.spi.CredentialRequest;
import dev.podpass.spi.ExchangePlan;
import dev.podpass.spi.Fallback;
import dev.podpass.spi.FallbackPolicy;
import dev.podpass.spi.ProviderOption;
import dev.podpass.spi.ProviderSettings;
import dev.podpass.spi.Sourced;
import dev.podpass.token.ServiceAccountSubject;
import dev.podpass.token.ServiceAccountSubject.ObjectReference;
import dev.podpass.token.UnverifiedClaims;
import dev.podpass.token.Validity;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AcrCredentialProviderTest {
  private static final String IMAGE = "myregistry.azurecr.io/apps/api";
  private static final String CLIENT = "0a1b2c3d-4e5f-4a6b-8c7d-9e0f1a2b3c4d";
  private static final String OTHER_CLIENT = "11111111-2222-4333-8444-555555555555";
  private static final String TENANT = "8d2f1c4e-6a3b-4c5d-9e7f-1a2b3c4d5e6f";
  private static final String OTHER_TENANT = "contoso.onmicrosoft.com";
  private static final String CLIENT_KEY = "kubernetes.azure.com/acr-client-id";
  private static final String TENANT_KEY = "kubernetes.azure.com/acr-tenant-id";
  private static final Map<String, String> ANNOTATED =
      Map.of(CLIENT_KEY, CLIENT, TENANT_KEY, TENANT);

  private final AcrCredentialProvider provider = new AcrCredentialProvider();

  @TempDir private Path directory;

  private Optional<UnverifiedClaims> claims = Optional.of(claims());
  private ProviderSettings settings = ProviderSettings.with(FallbackPolicy.STRICT);

  private static UnverifiedClaims claims() {
    return new UnverifiedClaims(
        "https://issuer.example",
        "system:serviceaccount:team-a:puller",
        List.of("api://AzureADTokenExchange"),
        new Validity(Instant.EPOCH, Optional.empty(), Optional.empty()),
        Optional.empty(),
        new ServiceAccountSubject(
            "team-a",
            new ObjectReference("puller", Optional.empty()),
            Optional.empty(),
            Optional.empty()));
  }

  @Test
  void theAnnotationsNameClientAndTenant() {
    set(AcrOptions.CLIENT_ID, OTHER_CLIENT);
    set(AcrOptions.TENANT_ID, OTHER_TENANT);

    ExchangePlan plan = plan(ANNOTATED);

    assertThat(plan.identity())
        .hasToString(
            "client %s (annotation %s), tenant %s (annotation %s), subject %s (the token)"
                .formatted(
                    CLIENT, CLIENT_KEY, TENANT, TENANT_KEY, "system:serviceaccount:team-a:puller"));
    assertThat(plan.identity().registry()).hasToString("myregistry.azurecr.io");
    assertThat(plan.audiences()).containsExactly("api://AzureADTokenExchange");
    assertThat(plan.steps())
        .extracting(Object::toString)
        .containsExactly(
            "token request at https://login.microsoftonline.com/" + TENANT + "/oauth2/v2.0/token",
            "challenge at https://myregistry.azurecr.io/v2/",
            "token exchange at https://myregistry.azurecr.io/oauth2/exchange");
  }

  @Test
  void thenThoseOfWorkloadIdentity() {
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
      ExchangePlan plan = plan("a.azurecr.stack.example/app", Map.of(CLIENT_KEY, CLIENT));
      assertThat(plan.identity().toString()).contains("tenant " + TENANT);
      assertThat(plan.steps().getFirst().endpoint().getHost()).isEqualTo("login.stack.example");
    }
  }

  @Test
  void azureJsonIsReadOnlyIfItIsNamed() {
    set(AcrOptions.AZURE_CONFIG, directory.resolve("none.json").toString());

    assertFails(() -> plan(ANNOTATED), Kind.CONFIGURATION, "none.json cannot be used");
  }

  @Test
  void aPlanReadsNoFile() throws IOException {
    Map<String, String> withoutTenant = Map.of(CLIENT_KEY, CLIENT);
    azureJson("{\"tenantId\": \"" + TENANT + "\"}");

    Files.delete(directory.resolve("azure.json"));

    assertThat(plan(withoutTenant).identity().toString())
        .contains("tenant " + TENANT + " (tenantId of ");
  }

  @Test
  void anAzureJsonThatCannotBeReadFailsPlansAndNothingElse() {
    set(AcrOptions.AZURE_CONFIG, directory.toString());

    assertThat(provider.serves(RegistryHost.parse("quay.io"), settings)).isFalse();
    assertThat(provider.kubelet(settings).annotationKeys()).contains(CLIENT_KEY);
    assertFails(() -> plan(ANNOTATED), Kind.CONFIGURATION, "it is not a regular file");
  }

  @Test
  void halfAnIdentityIsAnErrorWhateverThePolicy() {
    settings = ProviderSettings.with(new FallbackPolicy(Fallback.NODE, Fallback.NODE));

    assertFails(
        () -> plan(Map.of(CLIENT_KEY, CLIENT)),
        Kind.CONFIGURATION,
        "client %s (annotation %s) is named, but no tenant".formatted(CLIENT, CLIENT_KEY),
        "annotate it with %s and %s".formatted(CLIENT_KEY, TENANT_KEY));
    assertFails(
        () -> plan(Map.of(TENANT_KEY, TENANT)),
        Kind.CONFIGURATION,
        "tenant %s (annotation %s) is named, but no client".formatted(TENANT, TENANT_KEY));
  }

  @ParameterizedTest
  @CsvSource({
    CLIENT_KEY + ", ' ', is empty",
    TENANT_KEY + ", '', is empty",
    CLIENT_KEY + ", my-app, \"my-app\" is not a client id",
    TENANT_KEY + ", common, \"common\" is not a tenant id",
    TENANT_KEY + ", evil.example/x, is not a tenant id"
  })
  void anAnnotationThatIsEmptyOrNoIdIsAnError(String key, String value, String words) {
    set(AcrOptions.CLIENT_ID, OTHER_CLIENT);
    set(AcrOptions.TENANT_ID, OTHER_TENANT);

    assertFails(() -> plan(with(ANNOTATED, key, value)), Kind.CONFIGURATION, words);
  }

  @Test
  void annotationsCanBeRenamed() {
    set(AcrOptions.CLIENT_ID_ANNOTATIONS, "example.com/client");
    set(AcrOptions.TENANT_ID_ANNOTATIONS, "example.com/tenant");

    assertThat(
            identity(
                Map.of(
                    CLIENT_KEY,
                    OTHER_CLIENT,
                    TENANT_KEY,
                    OTHER_TENANT,
                    "example.com/client",
                    CLIENT,
                    "example.com/tenant",
                    TENANT)))
        .contains(CLIENT, TENANT)
        .doesNotContain(OTHER_CLIENT, OTHER_TENANT);
  }

  @Test
  void withoutAnIdentityThePolicyDecides() {
    set(AcrOptions.TENANT_ID, TENANT);
    assertFails(
        () -> plan(Map.of()),
        Kind.CONFIGURATION,
        "no identity is named for service account team-a/puller",
        "annotate it with %s and %s".formatted(CLIENT_KEY, TENANT_KEY),
        "--acr-client-id and --acr-tenant-id");

    settings = ProviderSettings.with(new FallbackPolicy(Fallback.FAIL, Fallback.ANONYMOUS));
    assertThat(plan(Map.of())).isInstanceOf(AnonymousPlan.class);

    settings = ProviderSettings.with(new FallbackPolicy(Fallback.FAIL, Fallback.NODE));
    ExchangePlan node = plan(Map.of());
    assertThat(node.identity()).hasToString("managed identity of the node (policy)");
    assertThat(node.audiences()).isEmpty();
    assertThat(node.steps().getFirst())
        .hasToString("instance metadata at http://169.254.169.254/metadata/identity/oauth2/token");
  }

  @Test
  void withoutATokenThePolicyDecides() {
    claims = Optional.empty();
    assertFails(() -> plan(ANNOTATED), Kind.CONFIGURATION, "kubelet sent no service account token");

    settings = ProviderSettings.with(new FallbackPolicy(Fallback.NODE, Fallback.FAIL));
    assertThat(node(plan(ANNOTATED)).managed()).isEmpty();

    settings = ProviderSettings.with(new FallbackPolicy(Fallback.ANONYMOUS, Fallback.FAIL));
    assertThat(plan(ANNOTATED)).isInstanceOf(AnonymousPlan.class);
  }

  @Test
  void theNodesIdentityIsTheOperatorsThenThatOfAzureJson() throws IOException {
    claims = Optional.empty();
    settings = ProviderSettings.with(new FallbackPolicy(Fallback.NODE, Fallback.FAIL));
    azureJson(
        "{\"tenantId\": \"%s\", \"userAssignedIdentityID\": \"%s\"}".formatted(TENANT, CLIENT));
    assertThat(plan(Map.of()).identity().toString())
        .startsWith("managed identity " + CLIENT + " (userAssignedIdentityID of ");
    assertThat(node(plan(Map.of())).target().tenant()).contains(TenantId.parse(TENANT));

    set(AcrOptions.NODE_IDENTITY, OTHER_CLIENT);
    assertThat(plan(Map.of()).identity().toString())
        .isEqualTo("managed identity " + OTHER_CLIENT + " (--test)");
  }

  @Test
  void aNodeInAnotherCloudOrWithAServicePrincipalCannotPull() throws IOException {
    claims = Optional.empty();
    settings = ProviderSettings.with(new FallbackPolicy(Fallback.NODE, Fallback.FAIL));

    azureJson("{\"cloud\": \"AzureUSGovernment\"}");
    assertFails(
        () -> plan(Map.of()),
        Kind.CONFIGURATION,
        "azure.json it is in another cloud",
        "for the pod");

    azureJson("{\"aadClientId\": \"%s\", \"aadClientSecret\": \"hunter2\"}".formatted(CLIENT));
    assertFails(
        () -> plan(Map.of()), Kind.CONFIGURATION, "has a service principal", "--acr-node-identity");

    set(AcrOptions.NODE_IDENTITY, OTHER_CLIENT);
    assertThat(node(plan(Map.of())).managed()).isPresent();
  }

  @ParameterizedTest
  @CsvSource({
    "myregistry.azurecr.io, login.microsoftonline.com, api://AzureADTokenExchange",
    "myregistry.azurecr.us, login.microsoftonline.us, api://AzureADTokenExchangeUSGov",
    "myregistry.azurecr.cn, login.chinacloudapi.cn, api://AzureADTokenExchangeChina",
    "myregistry.azurecr.de, login.microsoftonline.de, api://AzureADTokenExchange",
    "a.eastus.geo.azurecr.us, login.microsoftonline.us, api://AzureADTokenExchangeUSGov"
  })
  void theRegistrysCloudChoosesAuthorityAndAudience(
      String registry, String authority, String audience) {
    ExchangePlan plan = plan(registry + "/app", ANNOTATED);

    assertThat(plan.steps())
        .extracting(step -> step.endpoint().getHost())
        .containsExactly(authority, registry, registry);
    assertThat(plan.audiences()).containsExactly(audience);
  }

  @Test
  void authorityAndAudienceAreTheOperators() {
    set(AcrOptions.AUTHORITY, "https://login.partner.microsoftonline.cn:443/");
    set(AcrOptions.TOKEN_AUDIENCE, "api://podpass");

    ExchangePlan plan = plan("myregistry.azurecr.cn/app", ANNOTATED);

    assertThat(plan.steps().getFirst().endpoint().getHost())
        .isEqualTo("login.partner.microsoftonline.cn");
    assertThat(plan.audiences()).containsExactly("api://podpass");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "http://login.example.com",
        "login.example.com",
        "https://login.example.com/adfs",
        "https://joe@login.example.com",
        "https://login.example.com?x",
        "https://login.example.com#x",
        "https:///x"
      })
  void anAuthorityIsNothingButAHost(String text) {
    assertThatThrownBy(() -> set(AcrOptions.AUTHORITY, text))
        .hasMessageContaining("must be https://host[:port]");
  }

  @Test
  void theMetadataServiceIsOnTheNode() {
    set(AcrOptions.METADATA_ENDPOINT, "http://127.0.0.1:8080/");

    assertThatThrownBy(() -> set(AcrOptions.METADATA_ENDPOINT, "http://evil.example"))
        .hasMessageContaining("is not an instance metadata endpoint");
    assertThatThrownBy(() -> set(AcrOptions.REGISTRY_SUFFIX, "io"))
        .hasMessageContaining("must be a domain");
  }

  private void azureJson(String json) throws IOException {
    Path file = Files.writeString(directory.resolve("azure.json"), json);
    set(AcrOptions.AZURE_CONFIG, file.toString());
  }

  private static Map<String, String> with(
      Map<String, String> annotations, String key, String value) {
    Map<String, String> more = new HashMap<>(annotations);
    more.put(key, value);
    return more;
  }

  private String identity(Map<String, String> annotations) {
    return plan(annotations).identity().toString();
  }

  private ExchangePlan plan(Map<String, String> annotations) {
    return plan(IMAGE, annotations);
  }

  private ExchangePlan plan(String image, Map<String, String> annotations) {
    return provider.plan(
        new CredentialRequest(ImageReference.parse(image), annotations, claims), settings);
  }

  private static AcrNodePlan node(ExchangePlan plan) {
    return assertThat(plan)
        .asInstanceOf(InstanceOfAssertFactories.type(AcrNodePlan.class))
        .actual();
  }

  private void set(ProviderOption<?> option, String value) {
    settings = settings.set(option, new Sourced<>(value, "--test"));
  }

  private static void assertFails(ThrowingCallable call, Kind kind, String... words) {
    assertThatThrownBy(call)
        .isInstanceOfSatisfying(
            CredentialException.class,
            e -> {
              assertThat(e.kind()).isEqualTo(kind);
              assertThat(e.line()).contains(words).doesNotContain("hunter2");
            });
  }
}
