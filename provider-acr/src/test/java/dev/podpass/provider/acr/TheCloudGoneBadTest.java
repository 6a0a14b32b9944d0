// SPDX-License-Identifier: Apache-2.0
package dev.podpass.provider.acr;

import dev.podpass.core.pull.FallbackPolicy;
import dev.podpass.core.pull.FallbackPolicy.Fallback;
import dev.podpass.core.testing.BadCloud;
import dev.podpass.core.testing.ProviderTrial;
import dev.podpass.spi.Credential;
import dev.podpass.testkit.ExampleWorld;
import java.util.stream.Stream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** Azure, each of whose answers goes wrong in each way. */
class TheCloudGoneBadTest {
  @AutoClose private final ProviderTrial trial = new ProviderTrial(new AcrCredentialProvider());

  @TestFactory
  Stream<DynamicTest> asAnApplication() {
    trial.token(trial.clouds().issuer().token().audience(ExampleWorld.AZURE_AUDIENCE).mint());
    trial.set(AcrOptions.CLIENT_ID, ExampleWorld.AZURE_CLIENT_ID);
    trial.set(AcrOptions.TENANT_ID, ExampleWorld.AZURE_TENANT);
    return bad();
  }

  @TestFactory
  Stream<DynamicTest> asTheNode() {
    trial.fallBack(new FallbackPolicy(Fallback.NODE, Fallback.NODE));
    trial.set(AcrOptions.METADATA_ENDPOINT, trial.clouds().azureMetadata().toString());
    return bad();
  }

  private Stream<DynamicTest> bad() {
    return new BadCloud(trial, ExampleWorld.ACR_IMAGE, this::issued).tests();
  }

  private boolean issued(Credential credential) {
    String password = credential.password().reveal();
    return credential.username().equals("00000000-0000-0000-0000-000000000000")
        && trial.clouds().azure().refreshTokens().stream()
            .anyMatch(t -> t.value().equals(password));
  }
}
