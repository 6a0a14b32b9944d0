// SPDX-License-Identifier: Apache-2.0
package dev.podpass.provider.acr;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.argumentSet;

import dev.podpass.core.pull.FallbackPolicy;
import dev.podpass.core.pull.FallbackPolicy.Fallback;
import dev.podpass.core.testing.ProviderTrial;
import dev.podpass.spi.Credential;
import dev.podpass.spi.failure.Kind;
import dev.podpass.testkit.ExampleWorld;
import dev.podpass.testkit.FakeClouds;
import dev.podpass.testkit.azure.AccessToken;
import dev.podpass.testkit.azure.Application;
import dev.podpass.testkit.azure.AzureCloud;
import dev.podpass.testkit.azure.FakeAzure;
import dev.podpass.testkit.azure.ImdsFaults;
import dev.podpass.testkit.azure.Registry;
import dev.podpass.testkit.azure.Tenant;
import dev.podpass.testkit.net.Fault;
import dev.podpass.testkit.net.Faults;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** A node that pulls as itself, from its metadata service to its registry. */
class AcrNodePlanTest {
  private static final String IMAGE = ExampleWorld.ACR_IMAGE;
  private static final String SYSTEM = ExampleWorld.AZURE_NODE_CLIENT_ID;
  private static final String ASSIGNED = "11111111-2222-4333-8444-555555555555";
  private static final String RESOURCE =
      "/subscriptions/8d2f1c4e-6a3b-4c5d-9e7f-1a2b3c4d5e6f/resourcegroups/nodes/providers/"
          + "Microsoft.ManagedIdentity/userAssignedIdentities/agentpool";

  private final ProviderTrial trial = new ProviderTrial(new AcrCredentialProvider());
  private final FakeClouds clouds = trial.clouds();

  @BeforeEach
  void theNodePulls() {
    trial.fallBack(new FallbackPolicy(Fallback.NODE, Fallback.FAIL));
    trial.set(AcrOptions.METADATA_ENDPOINT, clouds.azureMetadata().toString());
  }

  @AfterEach
  void close() {
    trial.close();
  }

  private void assign() {
    clouds.azure().directory().put(Application.of(ASSIGNED, ExampleWorld.AZURE_TENANT));
    clouds.azure().userAssignedIdentity(ASSIGNED, RESOURCE);
    clouds.azure().put(ExampleWorld.acrRegistry().pulledBy(ASSIGNED));
  }

  private String puller() {
    Credential credential = trial.exchange(IMAGE);
    return clouds
        .azure()
        .refreshToken(credential.password().reveal())
        .orElseThrow()
        .identity()
        .clientId();
  }

  @Test
  void asTheSystemAssignedIdentityThroughNoProxy() {
    assertThat(puller()).isEqualTo(SYSTEM);
    assertThat(clouds.azure().accessTokens())
        .extracting(AccessToken::audience)
        .containsExactly("https://containerregistry.azure.net");
    assertThat(clouds.received().requestsTo(FakeAzure.METADATA_HOST)).hasSize(1);
    assertThat(clouds.received().proxyRequests())
        .extracting(connect -> connect.target())
        .containsExactly(ExampleWorld.ACR_REGISTRY + ":443");
    assertThat(clouds.received().requestsTo(ExampleWorld.ACR_REGISTRY).getLast().body().text())
        .doesNotContain("tenant=");
  }

  @Test
  void asAUserAssignedIdentityByEitherId() throws IOException {
    assign();

    azureJson("{\"userAssignedIdentityID\": \"%s\"}".formatted(ASSIGNED));
    assertThat(puller()).isEqualTo(ASSIGNED);

    azureJson("{\"userAssignedIdentityID\": \"%s\"}".formatted(RESOURCE));
    assertThat(puller()).isEqualTo(ASSIGNED);
  }

  @Test
  void withTheResourceOfACloudOfTheOperators() {
    String registry = "myregistry." + AzureCloud.STACK.registrySuffix();
    clouds.azure().directory().put(Tenant.of(ExampleWorld.AZURE_TENANT).in(AzureCloud.STACK));
    clouds.azure().put(Registry.of(registry, ExampleWorld.AZURE_TENANT).pulledBy(SYSTEM));
    trial.set(AcrOptions.REGISTRY_SUFFIX, AzureCloud.STACK.registrySuffix());
    trial.set(AcrOptions.AUTHORITY, "https://" + AzureCloud.STACK.authority());
    trial.set(AcrOptions.RESOURCE, AzureCloud.STACK.registryResource());

    trial.exchange(registry + "/app");

    assertThat(clouds.azure().accessTokens())
        .extracting(AccessToken::audience)
        .containsExactly(AzureCloud.STACK.registryResource());
  }

  @Test
  void asTheIdentityOfAzureJsonInItsTenant() throws IOException {
    assign();
    azureJson(
        """
        {"cloud": "AzurePublicCloud", "tenantId": "%s", "userAssignedIdentityID": "%s",
         "aadClientId": "msi", "aadClientSecret": "msi", "useManagedIdentityExtension": true}
        """
            .formatted(ExampleWorld.AZURE_TENANT, ASSIGNED));

    assertThat(puller()).isEqualTo(ASSIGNED);
    assertThat(clouds.received().requestsTo(ExampleWorld.ACR_REGISTRY).getLast().body().text())
        .contains("&tenant=" + ExampleWorld.AZURE_TENANT + "&");
  }

  private void azureJson(String json) throws IOException {
    Path file = Files.writeString(clouds.directory().resolve("azure.json"), json);
    trial.set(AcrOptions.AZURE_CONFIG, file.toString());
  }

  @Test
  void tellsOfAnIdentityThatTheNodeHasNot() throws IOException {
    azureJson("{\"userAssignedIdentityID\": \"%s\"}".formatted(ASSIGNED));

    trial.assertFails(
        IMAGE,
        Kind.CONFIGURATION,
        "as the node failed: invalid_request (HTTP 400): Identity not found",
        "assign the managed identity " + ASSIGNED + " (userAssignedIdentityID of ");
  }

  @Test
  void tellsWhomToGrantAcrPull() {
    clouds.azure().put(Registry.of(ExampleWorld.ACR_REGISTRY, ExampleWorld.AZURE_TENANT));

    trial.assertFails(
        IMAGE,
        Kind.DENIED,
        "token exchange at " + ExampleWorld.ACR_REGISTRY + " as the node failed: UNAUTHORIZED",
        "on " + ExampleWorld.ACR_REGISTRY + " to the node's managed identity");
  }

  static Stream<Arguments> faults() {
    return Stream.of(
        row(
            "several",
            bad("Multiple user assigned identities exist, please specify"),
            Kind.CONFIGURATION,
            "userAssignedIdentityID"),
        row("none", bad("Identity not found"), Kind.CONFIGURATION, "give the node a managed"),
        row("404", ImdsFaults.notFound(), Kind.UNAVAILABLE, "check that this node is an Azure VM"),
        row("410", ImdsFaults.gone(), Kind.UNAVAILABLE, "may be updating"),
        row("429", ImdsFaults.throttled(Duration.ZERO), Kind.TRY_AGAIN, "throttles this node"),
        row(
            "500",
            ImdsFaults.failed(),
            Kind.UNAVAILABLE,
            "the metadata service reports an internal error"),
        row("403", Faults.status(403), Kind.CONFIGURATION, "let kubelet reach the meta"),
        row("garbage", Faults.garbage(), Kind.UNAVAILABLE, "cannot be used"));
  }

  private static Fault bad(String description) {
    return ImdsFaults.error(400, "invalid_request", description);
  }

  private static Arguments row(String name, Fault fault, Kind kind, String because) {
    return argumentSet(name, fault, kind, because);
  }

  @ParameterizedTest
  @MethodSource("faults")
  void tellsWhyTheNodeHasNoToken(Fault fault, Kind kind, String because) {
    clouds.misbehave(FakeAzure.METADATA_HOST, fault);

    trial.assertFails(IMAGE, kind, because);
    assertThat(clouds.azure().refreshTokens()).isEmpty();
  }

  @Test
  void triesAgainWhileTheServiceIsBeingUpdated() {
    clouds.misbehave(FakeAzure.METADATA_HOST, ImdsFaults.notFound(), 1);
    clouds.misbehave(FakeAzure.METADATA_HOST, ImdsFaults.gone(), 1);

    assertThat(puller()).isEqualTo(SYSTEM);
    assertThat(clouds.received().requestsTo(FakeAzure.METADATA_HOST)).hasSize(3);
  }

  @Test
  void numbersMayBeNumbers() {
    clouds.misbehave(FakeAzure.METADATA_HOST, ImdsFaults.numericTimes(), 1);

    assertThat(puller()).isEqualTo(SYSTEM);
  }
}
