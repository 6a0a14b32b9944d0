// SPDX-License-Identifier: Apache-2.0
package dev.podpass.provider.gar;

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

/** Google, each of whose answers goes wrong in each way. */
class TheCloudGoneBadTest {
  @AutoClose private final ProviderTrial trial = new ProviderTrial(new GarCredentialProvider());

  @TestFactory
  Stream<DynamicTest> impersonatingAServiceAccount() {
    trial.token(trial.clouds().issuer().token().audience(ExampleWorld.GCP_PROVIDER).mint());
    trial.set(GarOptions.SERVICE_ACCOUNT, ExampleWorld.GCP_SERVICE_ACCOUNT);
    return bad();
  }

  @TestFactory
  Stream<DynamicTest> directly() {
    trial.token(trial.clouds().issuer().token().audience(ExampleWorld.GCP_PROVIDER).mint());
    return bad();
  }

  @TestFactory
  Stream<DynamicTest> asTheNode() {
    trial.fallBack(new FallbackPolicy(Fallback.NODE, Fallback.NODE));
    trial.set(GarOptions.METADATA_ENDPOINT, trial.clouds().gceMetadata().getRawAuthority());
    return bad();
  }

  private Stream<DynamicTest> bad() {
    return new BadCloud(trial, ExampleWorld.GAR_IMAGE, this::issued).tests();
  }

  private boolean issued(Credential credential) {
    String password = credential.password().reveal();
    return credential.username().equals("oauth2accesstoken")
        && trial.clouds().gcp().tokens().stream().anyMatch(t -> t.value().equals(password));
  }
}
