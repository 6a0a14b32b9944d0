// SPDX-License-Identifier: Apache-2.0
package dev.podpass.provider.acr;

import static java.util.Map.entry;
import static org.assertj.core.api.Assertions.assertThat;

import dev.podpass.core.testing.OptionWalk;
import dev.podpass.core.testing.OptionWalk.Values;
import dev.podpass.core.testing.ProviderTrial;
import dev.podpass.testkit.BindingServer;
import dev.podpass.testkit.ExampleWorld;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
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
    trial.annotate("example.com/client", OTHER);
    trial.annotate("example.com/tenant", OTHER);
    trial.set(AcrOptions.CLIENT_ID, ExampleWorld.AZURE_CLIENT_ID);
    trial.set(AcrOptions.TENANT_ID, TENANT);

    assertThat(
            new OptionWalk(trial, ExampleWorld.ACR_IMAGE)
                .without(
                    Set.of(
                        "registry-suffix",
                        "resource",
                        "identity-binding-sni",
                        "identity-binding-server",
                        "identity-binding-ca"))
                .changing(values()))
        .containsExactlyInAnyOrder(
            "client-id-annotation",
            "tenant-id-annotation",
            "client-id",
            "tenant-id",
            "cloud",
            "token-audience",
            "authority");
  }

  @Test
  void whateverChangesARequestWithIdentityBindingsChangesTheKey() throws IOException {
    BindingServer server = BindingServer.in(trial.clouds());
    trial.annotate("example.com/client", OTHER);
    trial.set(AcrOptions.CLIENT_ID, ExampleWorld.AZURE_CLIENT_ID);
    Map<String, Values> values = new HashMap<>(values());
    values.put("token-audience", new Values(BindingServer.AUDIENCE, "api://other"));
    values.put("identity-binding-sni", new Values(BindingServer.NAME, "other.example"));
    values.put("identity-binding-server", new Values(server.address(), "127.0.0.1:1"));
    values.put("identity-binding-ca", new Values(server.caFile().toString(), "/nothing"));
    trial.set(AcrOptions.BINDING_SNI, BindingServer.NAME);
    trial.set(AcrOptions.BINDING_SERVER, server.address());
    trial.set(AcrOptions.BINDING_CA, server.caFile().toString());

    assertThat(
            new OptionWalk(trial, ExampleWorld.ACR_IMAGE)
                .without(Set.of("registry-suffix", "resource"))
                .changing(values))
        .containsExactlyInAnyOrder(
            "client-id-annotation",
            "client-id",
            "tenant-id",
            "cloud",
            "token-audience",
            "identity-binding-sni",
            "identity-binding-server",
            "identity-binding-ca");
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

  private Map<String, Values> values() throws IOException {
    return Map.ofEntries(
        entry("client-id-annotation", new Values("example.com/none", "example.com/client")),
        entry("tenant-id-annotation", new Values("example.com/none", "example.com/tenant")),
        entry("client-id", new Values(ExampleWorld.AZURE_CLIENT_ID, OTHER)),
        entry("tenant-id", new Values(TENANT, OTHER)),
        entry("cloud", new Values("public", "china")),
        entry("token-audience", new Values(ExampleWorld.AZURE_AUDIENCE, "api://other")),
        entry(
            "authority", new Values("https://login.microsoftonline.com", "https://login.example")),
        entry("azure-config", new Values(config("one.json", TENANT), config("other.json", OTHER))),
        entry("metadata-endpoint", new Values("http://169.254.169.254", "http://169.254.169.253")));
  }

  private String config(String name, String tenant) throws IOException {
    return Files.writeString(directory.resolve(name), "{\"tenantId\": \"" + tenant + "\"}")
        .toString();
  }
}
