// SPDX-License-Identifier: Apache-2.0
package dev.podpass.provider.acr.trust;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.podpass.core.testing.TrustTrial;
import dev.podpass.provider.acr.AcrOptions;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What the scripts do with az is tried in {@code conformance/trust}. */
class AcrTrustTest {
  private static final String IMAGE = "myregistry.azurecr.io/apps/api";

  private final TrustTrial none = TrustTrial.of(new AcrTrust());

  @ParameterizedTest
  @CsvSource({
    "myregistry.azurecr.io/apps/api, myregistry.azurecr.io, api://AzureADTokenExchange",
    "myregistry-abc123.azurecr.io/apps/api, myregistry-abc123.azurecr.io, api://AzureADTokenExchange",
    "myregistry.eastus2.geo.azurecr.io/apps/api, myregistry.azurecr.io, api://AzureADTokenExchange",
    "myregistry-b2.eastus2.geo.azurecr.io/a, myregistry-b2.azurecr.io, api://AzureADTokenExchange",
    "myregistry.azurecr.cn/apps/api, myregistry.azurecr.cn, api://AzureADTokenExchangeChina"
  })
  void trustsOneSubjectWithTheRegistry(String image, String registry, String audience) {

    assertThat(none.shell(image))
        .contains(
            "audience='" + audience + "'\n",
            "identity='podpass-team-a_app'\n",
            "registries='" + registry + "'\n");
    assertThat(none.removal(image)).contains("registries='" + registry + "'\n");
    assertThat(none.terraform(image))
        .contains(
            "    cluster = \"https://oidc.example.com/cluster\"\n",
            "    \"" + registry + "\" = {\n",
            "/providers/Microsoft.ContainerRegistry/registries/myregistry\"\n",
            "      images = [\"" + image + "\"]\n");
  }

  @Test
  void aCredentialIsNamedAfterTheClusterToo() {
    assertThat(none.shell(IMAGE))
        .contains("issuer='https://oidc.example.com/cluster'\n")
        .containsPattern("credential='podpass-team-a_app-[0-9a-f]{10}'");
    assertThat(credential("https://oidc.example.com/cluster/"))
        .isNotEqualTo(credential("https://oidc.example.com/cluster"));
  }

  private String credential(String issuer) {
    return none.issuedBy(issuer)
        .shell(IMAGE)
        .lines()
        .filter(line -> line.startsWith("credential="))
        .findFirst()
        .orElseThrow();
  }

  @Test
  void eachRegistryOnce() {
    String[] images = {IMAGE, "myregistry.azurecr.io/b", "myregistry-abc123.azurecr.io/c"};

    assertThat(none.shell(images))
        .contains("registries='myregistry.azurecr.io myregistry-abc123.azurecr.io'\n");
    assertThat(none.terraform(images))
        .containsOnlyOnce("    \"myregistry.azurecr.io\" = {\n")
        .containsOnlyOnce("    \"myregistry-abc123.azurecr.io\" = {\n");
  }

  @Test
  void takesTheIdentityThatIsNamed() {
    String client = "11111111-2222-3333-4444-555555555555";
    TrustTrial named = none.with(AcrOptions.CLIENT.name(), client);

    assertThat(named.shell(IMAGE)).contains("client_id='" + client + "'\n");
    assertThatThrownBy(() -> named.terraform(IMAGE)).hasMessageContaining("no Terraform module");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "https://kubernetes.default.svc.cluster.local",
        "https://10.0.0.1",
        "https://localhost:6443"
      })
  void refusesAnIssuerWhoseKeysEntraCannotFetch(String issuer) {
    none.issuedBy(issuer).refuses("Entra ID cannot fetch the keys of the issuer " + issuer, IMAGE);
  }

  /** Of the other method, the audience would be wrong. */
  @Test
  void anIdentityBindingNeedsTheCluster() {
    TrustTrial bound =
        none.with(AcrOptions.BINDING_SNI, "sni.example.com")
            .with(AcrOptions.BINDING_SERVER, "192.0.2.1");

    bound.refuses("the script needs a cluster", IMAGE);
    assertThat(bound.trust(IMAGE).with(List.of("cluster=mine")).shell())
        .contains("cluster='mine'\n", "audience='api://AKSIdentityBinding'\n");
  }

  @Test
  void registriesOfSeveralCloudsHaveSeveralAudiences() {
    none.refuses("the images need several clouds: public, china", IMAGE, "other.azurecr.cn/c");
  }
}
