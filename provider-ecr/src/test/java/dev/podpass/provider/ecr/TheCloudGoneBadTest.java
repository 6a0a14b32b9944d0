// SPDX-License-Identifier: Apache-2.0
package dev.podpass.provider.ecr;

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

/** AWS, each of whose answers goes wrong in each way. */
class TheCloudGoneBadTest {
  @AutoClose private final ProviderTrial trial = new ProviderTrial(new EcrCredentialProvider());

  @TestFactory
  Stream<DynamicTest> assumingARole() {
    trial.token(trial.clouds().issuer().token().mint());
    trial.set(EcrOptions.ROLE_ARN, ExampleWorld.ROLE);
    return bad(ExampleWorld.IMAGE);
  }

  @TestFactory
  Stream<DynamicTest> fromEcrPublic() {
    trial.token(trial.clouds().issuer().token().mint());
    trial.set(EcrOptions.ROLE_ARN, ExampleWorld.ROLE);
    return bad("public.ecr.aws/team-a/app");
  }

  @TestFactory
  Stream<DynamicTest> asTheNode() {
    trial.fallBack(new FallbackPolicy(Fallback.NODE, Fallback.NODE));
    trial.set(EcrOptions.METADATA_ENDPOINT, trial.clouds().ec2Metadata().toString());
    return bad(ExampleWorld.IMAGE);
  }

  private Stream<DynamicTest> bad(String image) {
    return new BadCloud(trial, image, this::issued).tests();
  }

  private boolean issued(Credential credential) {
    return credential.username().equals("AWS")
        && trial.clouds().aws().password(credential.password().reveal()).isPresent();
  }
}
