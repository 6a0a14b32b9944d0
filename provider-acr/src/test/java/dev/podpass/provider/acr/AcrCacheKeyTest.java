// SPDX-License-Identifier: Apache-2.0
package dev.podpass.provider.acr;

import static org.assertj.core.api.Assertions.assertThat;

import dev.podpass.core.testing.ProviderTrial;
import dev.podpass.spi.http.HttpRequest;
import dev.podpass.spi.http.HttpResponse;
import dev.podpass.spi.testing.ProviderCheck;
import dev.podpass.testkit.BindingServer;
import dev.podpass.testkit.ExampleWorld;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AcrCacheKeyTest {
  private static final String TENANT = ExampleWorld.AZURE_TENANT;
  private static final String OTHER = "11111111-2222-4333-8444-555555555555";

  @AutoClose private final ProviderTrial trial = new ProviderTrial(new AcrCredentialProvider());
  @TempDir private Path directory;

  @Test
  void whateverChangesARequestChangesTheKey() throws IOException {
    assertThat(
            check("public")
                .set("tenant-id-annotation", "example.com/none", "example.com/tenant")
                .set("tenant-id", TENANT, OTHER)
                .set("authority", "https://login.microsoftonline.com", "https://login.example")
                .without("identity-binding-sni", "identity-binding-server", "identity-binding-ca")
                .annotate("example.com/tenant", OTHER)
                .run())
        .containsExactlyInAnyOrder(
            "client-id-annotation",
            "tenant-id-annotation",
            "client-id",
            "tenant-id",
            "cloud",
            "authority");
  }

  @Test
  void whateverChangesARequestWithIdentityBindingsChangesTheKey() throws IOException {
    assertThat(
            check("public")
                .set("tenant-id-annotation", "example.com/none", "example.com/tenant")
                .set("tenant-id", TENANT, OTHER)
                .set("authority", "https://login.microsoftonline.com", "https://login.example")
                .set("identity-binding-sni", BindingServer.NAME, "other.example")
                .set("identity-binding-server", "10.0.0.4", "10.0.0.5")
                .set("identity-binding-ca", "/one.crt", "/other.crt")
                .run())
        .containsExactlyInAnyOrder(
            "client-id-annotation",
            "client-id",
            "tenant-id",
            "cloud",
            "identity-binding-sni",
            "identity-binding-server",
            "identity-binding-ca");
  }

  private ProviderCheck check(String cloud) throws IOException {
    return ProviderCheck.of(new AcrCredentialProvider(), ExampleWorld.ACR_IMAGE)
        .set("client-id-annotation", "example.com/none", "example.com/client")
        .set("client-id", ExampleWorld.AZURE_CLIENT_ID, OTHER)
        .set("cloud", cloud, "china")
        .set("token-audience", ExampleWorld.AZURE_AUDIENCE, "api://other")
        .set("azure-config", config("one.json", TENANT), config("other.json", OTHER))
        .set("metadata-endpoint", "http://169.254.169.254", "http://169.254.169.253")
        .without("registry-suffix", "resource")
        .annotate("example.com/client", OTHER)
        .planting("access-planted-0")
        .answering(AcrCacheKeyTest::answer);
  }

  private static HttpResponse answer(HttpRequest request) {
    return switch (request.uri().getPath()) {
      case "/v2/" ->
          HttpResponse.of(401, "")
              .with(
                  "WWW-Authenticate",
                  "Bearer realm=\"https://%1$s/oauth2/token\",service=\"%1$s\""
                      .formatted(ExampleWorld.ACR_REGISTRY));
      case "/oauth2/exchange" ->
          HttpResponse.of(200, "{\"refresh_token\":\"e30.eyJleHAiOjQwMDAwMDAwMDB9.e30\"}");
      default ->
          HttpResponse.of(200, "{\"access_token\":\"access-planted-0\",\"expires_in\":3599}");
    };
  }

  @Test
  void theResourceOfACloudOfTheOperatorsIsInTheKey() {
    trial.token(trial.clouds().issuer().token().audience(ExampleWorld.AZURE_AUDIENCE).mint());
    trial.set(AcrOptions.CLIENT_ID, ExampleWorld.AZURE_CLIENT_ID);
    trial.set(AcrOptions.TENANT_ID, TENANT);
    trial.set(AcrOptions.REGISTRY_SUFFIX, "azurecr.stack.example");
    trial.set(AcrOptions.AUTHORITY, "https://login.stack.example");
    String azures = trial.cacheKey("a.azurecr.stack.example/app").toString();
    trial.set(AcrOptions.RESOURCE, "https://containerregistry.stack.example");

    assertThat(trial.cacheKey("a.azurecr.stack.example/app").toString()).isNotEqualTo(azures);
  }

  @Test
  void theTenantOfTheNodesFileIsInTheKey() throws IOException {
    trial.token(trial.clouds().issuer().token().audience(ExampleWorld.AZURE_AUDIENCE).mint());
    trial.set(AcrOptions.CLIENT_ID, ExampleWorld.AZURE_CLIENT_ID);
    trial.set(AcrOptions.AZURE_CONFIG, config("one.json", TENANT));
    String one = trial.cacheKey(ExampleWorld.ACR_IMAGE).toString();
    trial.set(AcrOptions.AZURE_CONFIG, config("other.json", OTHER));

    assertThat(trial.cacheKey(ExampleWorld.ACR_IMAGE).toString()).isNotEqualTo(one);
  }

  private String config(String name, String tenant) throws IOException {
    return Files.writeString(directory.resolve(name), "{\"tenantId\": \"" + tenant + "\"}")
        .toString();
  }
}
