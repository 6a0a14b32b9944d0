// SPDX-License-Identifier: Apache-2.0
package dev.podpass.provider.acr;

import static org.assertj.core.api.Assertions.assertThat;

import dev.podpass.spi.KubeletProfile;
import dev.podpass.testkit.kubelet.ImageGlob;
import org.junit.jupiter.api.Test;

/** The configuration for kubelet. */
class KubeletProfileTest extends AcrPlanFixture {
  @Test
  void leavesOutDataEndpoints() {
    assertThat(profile().matchImages())
        .noneMatch(
            pattern -> ImageGlob.of(pattern).matches("myregistry.eastus2.data.azurecr.io/image"));
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

  @Test
  void asksForTheAnnotationsThatThePlanWants() {
    assertThat(profile().annotationKeys())
        .containsExactly(
            "kubernetes.azure.com/acr-client-id", "kubernetes.azure.com/acr-tenant-id");

    set(AcrOptions.CLIENT_ID_ANNOTATIONS, "example.com/client");
    set(AcrOptions.TENANT_ID_ANNOTATIONS, "example.com/tenant");
    assertThat(profile().annotationKeys())
        .containsExactly("example.com/client", "example.com/tenant");
  }

  private KubeletProfile profile() {
    return provider.kubelet(settings);
  }
}
