// SPDX-License-Identifier: Apache-2.0
package dev.podpass.provider.acr.trust;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.podpass.spi.FallbackPolicy;
import dev.podpass.spi.ProviderSettings;
import dev.podpass.spi.failure.CredentialException;
import dev.podpass.spi.image.ImageReference;
import dev.podpass.spi.trust.TrustGuide;
import dev.podpass.spi.trust.TrustRequest;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the scripts do with az is tried in {@code conformance/trust}. */
class AcrTrustTest {
  private static final String IMAGE = "myregistry.azurecr.io/apps/api";

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

    assertThat(shell(request))
        .contains(
            "audience='" + audience + "'\n",
            "identity='podpass-team-a_app'\n",
            "registries='" + registry + "'\n");
    assertThat(removal(request)).contains("registries='" + registry + "'\n");
    assertThat(terraform(request))
        .contains(
            "    cluster = \"https://oidc.example.com/cluster\"\n",
            "/providers/Microsoft.ContainerRegistry/registries/" + registry + "\"\n",
            "      images = [\"" + image + "\"]\n");
  }

  @Test
  void aCredentialIsNamedAfterTheClusterToo() {
    assertThat(shell(request(none, IMAGE)))
        .contains("issuer='https://oidc.example.com/cluster'\n")
        .containsPattern("credential='podpass-team-a_app-[0-9a-f]{10}'");
    assertThat(credential("https://oidc.example.com/cluster/"))
        .isNotEqualTo(credential("https://oidc.example.com/cluster"));
  }

  private String credential(String issuer) {
    ImageReference image = ImageReference.parse(IMAGE);
    return shell(new TrustRequest(issuer, "team-a", "app", List.of(image), none))
        .lines()
        .filter(line -> line.startsWith("credential="))
        .findFirst()
        .orElseThrow();
  }

  @Test
  void eachRegistryOnce() {
    TrustRequest request = request(none, IMAGE, "myregistry.azurecr.io/b", "other.azurecr.io/c");

    assertThat(shell(request)).contains("registries='myregistry other'\n");
    assertThat(terraform(request))
        .containsOnlyOnce("    myregistry = {\n")
        .containsOnlyOnce("    other = {\n");
  }

  @Test
  void registriesOfSeveralCloudsHaveSeveralAudiences() {
    assertThatThrownBy(() -> shell(request(none, IMAGE, "other.azurecr.cn/c")))
        .isInstanceOf(CredentialException.class)
        .hasMessageContaining("the images need several clouds");
  }

  private String shell(TrustRequest request) {
    return guide.trust(request).shell();
  }

  private String removal(TrustRequest request) {
    return guide.trust(request).removal();
  }

  private String terraform(TrustRequest request) {
    return guide.trust(request).terraform();
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
