// SPDX-License-Identifier: Apache-2.0
package dev.podpass.provider.acr;

import static org.assertj.core.api.Assertions.assertThat;

import dev.podpass.image.ImageReference;
import dev.podpass.spi.FallbackPolicy;
import dev.podpass.spi.ProviderSettings;
import dev.podpass.spi.TrustGuide;
import dev.podpass.spi.TrustRequest;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AcrTrustTest {
  private final TrustGuide guide = new AcrCredentialProvider().trust().orElseThrow();

  @ParameterizedTest
  @CsvSource({
    "myregistry.azurecr.io/apps/api, myregistry, api://AzureADTokenExchange",
    "myregistry-abc123.azurecr.io/apps/api, myregistry, api://AzureADTokenExchange",
    "myregistry.eastus2.geo.azurecr.io/apps/api, myregistry, api://AzureADTokenExchange",
    "myregistry.azurecr.cn/apps/api, myregistry, api://AzureADTokenExchangeChina"
  })
  void trustsOneSubjectWithTheRegistry(String image, String registry, String audience) {
    TrustRequest request =
        new TrustRequest(
            "https://oidc.example.com/cluster",
            "team-a",
            "app",
            ImageReference.parse(image),
            ProviderSettings.with(FallbackPolicy.STRICT));

    assertThat(guide.shell(request))
        .contains(
            "az acr show --name " + registry + " ",
            "--subject system:serviceaccount:team-a:app --audiences " + audience + " ",
            "kubernetes.azure.com/acr-client-id=\"$client\" kubernetes.azure.com/acr-tenant-id=\"$tenant\"")
        .doesNotContainPattern("@[A-Z_]+@");
    assertThat(guide.terraform(request))
        .contains(
            "issuer              = \"https://oidc.example.com/cluster\"",
            "subject             = \"system:serviceaccount:team-a:app\"",
            "audience            = [\"" + audience + "\"]",
            "role_definition_name = \"AcrPull\"")
        .doesNotContainPattern("@[A-Z_]+@");
  }
}
