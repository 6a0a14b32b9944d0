// SPDX-License-Identifier: Apache-2.0
package dev.podpass.provider.acr.trust;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.podpass.provider.acr.AcrOptions;
import dev.podpass.spi.FallbackPolicy;
import dev.podpass.spi.ProviderOption;
import dev.podpass.spi.ProviderSettings;
import dev.podpass.spi.Sourced;
import dev.podpass.spi.failure.CredentialException;
import dev.podpass.spi.image.ImageReference;
import dev.podpass.spi.trust.TrustGuide;
import dev.podpass.spi.trust.TrustRequest;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What the scripts do with az is tried in {@code conformance/trust}. */
class AcrTrustTest {
  private static final String IMAGE = "myregistry.azurecr.io/apps/api";
  private static final String GUID = "7f951dda-4ed3-4680-a7ca-43fe172d538d";

  private final TrustGuide guide = new AcrTrust();
  private final ProviderSettings none = ProviderSettings.with(FallbackPolicy.STRICT);

  @ParameterizedTest
  @CsvSource({
    "myregistry.azurecr.io/apps/api, myregistry, api://AzureADTokenExchange",
    "myregistry-abc123.azurecr.io/apps/api, myregistry, api://AzureADTokenExchange",
    "myregistry.eastus2.geo.azurecr.io/apps/api, myregistry, api://AzureADTokenExchange",
    "myregistry.azurecr.cn/apps/api, myregistry, api://AzureADTokenExchangeChina"
  })
  void trustsOneSubjectWithTheRegistry(String image, String registry, String audience) {
    TrustRequest request = request(none, image);

    assertThat(guide.shell(request))
        .contains(
            "subject='system:serviceaccount:team-a:app'",
            "audience='" + audience + "'",
            "identity='podpass-team-a_app'",
            "\nallow '" + registry + "'\n")
        .doesNotContainPattern("@[A-Z_]+@");
    assertThat(guide.removal(request))
        .contains("  disallow '" + registry + "'\n")
        .doesNotContainPattern("@[A-Z_]+@");
    assertThat(guide.terraform(request))
        .contains(
            "= \"https://oidc.example.com/cluster\"",
            "= \"system:serviceaccount:team-a:app\"",
            "= [\"" + audience + "\"]",
            "scope                = var.registry_id_" + registry,
            "role_definition_name = \"AcrPull\"")
        .doesNotContainPattern("@[A-Z_]+@");
  }

  @Test
  void aCredentialIsNamedAfterTheClusterToo() {
    assertThat(guide.shell(request(none, IMAGE)))
        .contains("issuer='https://oidc.example.com/cluster' #")
        .containsPattern("credential='podpass-team-a_app-[0-9a-f]{10}'");
    assertThat(credential("https://oidc.example.com/cluster/"))
        .isNotEqualTo(credential("https://oidc.example.com/cluster"));
  }

  private String credential(String issuer) {
    ImageReference image = ImageReference.parse(IMAGE);
    return guide
        .shell(new TrustRequest(issuer, "team-a", "app", List.of(image), none))
        .lines()
        .filter(line -> line.startsWith("credential="))
        .findFirst()
        .orElseThrow();
  }

  @Test
  void eachRegistryOnce() {
    String script =
        guide.shell(request(none, IMAGE, "myregistry.azurecr.io/b", "other.azurecr.io/c"));

    assertThat(script).containsOnlyOnce("\nallow 'myregistry'\n").contains("\nallow 'other'\n");
    assertThat(
            guide.terraform(request(none, IMAGE, "myregistry.azurecr.io/b", "other.azurecr.io/c")))
        .containsOnlyOnce("variable \"registry_id_myregistry\"")
        .containsOnlyOnce("variable \"registry_id_other\"");
  }

  @Test
  void registriesOfSeveralCloudsHaveSeveralAudiences() {
    assertThatThrownBy(() -> guide.shell(request(none, IMAGE, "other.azurecr.cn/c")))
        .isInstanceOf(CredentialException.class)
        .hasMessageContaining("registries of several clouds");
  }

  @Test
  void aRoleByNameOrById() {
    ProviderSettings reader =
        set(none, AcrTrustOptions.ROLE, "Container Registry Repository Reader");

    assertThat(guide.shell(request(reader, IMAGE)))
        .contains("role='Container Registry Repository Reader' #");
    assertThat(guide.terraform(request(reader, IMAGE)))
        .contains("role_definition_name = \"Container Registry Repository Reader\"");
    assertThat(guide.terraform(request(set(none, AcrTrustOptions.ROLE, GUID), IMAGE)))
        .contains(
            "role_definition_id = \"" + GUID + "\"", "role_definition_id = data.azurerm_role_")
        .doesNotContain("role_definition_name");
  }

  @Test
  void bothVersionsOfAzurerm() {
    assertThat(guide.terraform(request(none, IMAGE)))
        .contains("version = \"~> 5.0\"", "user_assigned_identity_id = local.identity.id")
        .doesNotContain("parent_id");
    assertThat(guide.terraform(request(set(none, AcrTrustOptions.AZURERM, "4"), IMAGE)))
        .contains("version = \"~> 4.0\"", "parent_id           = local.identity.id")
        .doesNotContain("user_assigned_identity_id");
  }

  @Test
  void subscriptionsAndASharedIdentity() {
    ProviderSettings settings = set(none, AcrTrustOptions.SUBSCRIPTION, "clusters");
    settings = set(settings, AcrTrustOptions.IDENTITY, "shared-pull");

    assertThat(guide.shell(request(settings, IMAGE)))
        .contains(
            "\nsubscription='clusters' #",
            "\nregistry_subscription='clusters'\n",
            "\nidentity='shared-pull'\n");
    assertThat(
            guide.shell(
                request(set(settings, AcrTrustOptions.REGISTRY_SUBSCRIPTION, "images"), IMAGE)))
        .contains("\nsubscription='clusters' #", "\nregistry_subscription='images'\n");
  }

  @ParameterizedTest
  @ValueSource(strings = {"a'b", "$(rm)", "", "a\nb", "-x", "a\"b"})
  void aRoleIsANameOrAnId(String role) {
    assertThatThrownBy(() -> set(none, AcrTrustOptions.ROLE, role))
        .hasMessageContaining("must be the name or the id (a GUID) of a role");
  }

  @Test
  void anIdentityBindingInsteadOfAFederatedCredential() {
    ProviderSettings settings = set(none, AcrTrustOptions.CLUSTER_NAME, "my-cluster");

    assertThat(guide.shell(request(settings, IMAGE, "other.azurecr.io/c")))
        .contains(
            "cluster='my-cluster'",
            "cluster_group='podpass'",
            "access='podpass-team-a_app' #",
            "az aks identity-binding",
            "verbs: [use-managed-identity]",
            "\nbind_identity\nallow 'myregistry'\nallow 'other'\nlet_use_identity\n")
        .doesNotContain("federated-credential create", "tenant_annotation", "audience=")
        .doesNotContainPattern("@[A-Z_]+@");
    assertThat(
            guide.removal(request(set(settings, AcrTrustOptions.CLUSTER_GROUP, "clusters"), IMAGE)))
        .contains("cluster_group='clusters'", "  stop_use\n")
        .doesNotContain("identity delete")
        .doesNotContainPattern("@[A-Z_]+@");
    TrustRequest bound = request(settings, IMAGE);
    assertThatThrownBy(() -> guide.terraform(bound))
        .hasMessageContaining("no Terraform module for identity bindings");
  }

  @Test
  void optionsOfIdentityBindingsAreForThemAlone() {
    for (TrustRequest request :
        List.of(
            request(set(none, AcrTrustOptions.CLUSTER_GROUP, "g"), IMAGE),
            request(set(none, AcrOptions.BINDING_SNI, "s.example"), IMAGE))) {
      assertThatThrownBy(() -> guide.shell(request))
          .hasMessageContaining("test is for identity bindings of AKS");
      assertThatThrownBy(() -> guide.terraform(request))
          .hasMessageContaining("test is for identity bindings of AKS");
    }
  }

  private static ProviderSettings set(
      ProviderSettings settings, ProviderOption<?> option, String value) {
    return settings.set(option, new Sourced<>(value, "test"));
  }

  private static TrustRequest request(ProviderSettings settings, String... images) {
    return new TrustRequest(
        "https://oidc.example.com/cluster",
        "team-a",
        "app",
        Arrays.stream(images).map(ImageReference::parse).toList(),
        settings);
  }
}
