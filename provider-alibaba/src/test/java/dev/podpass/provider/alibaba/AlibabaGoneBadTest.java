// SPDX-License-Identifier: Apache-2.0
package dev.podpass.provider.alibaba;

import dev.podpass.core.testing.BadCloud;
import dev.podpass.core.testing.ProviderTrial;
import dev.podpass.spi.Credential;
import dev.podpass.testkit.ExampleWorld;
import java.util.stream.Stream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** Alibaba Cloud, each of whose answers goes wrong in each way. */
class AlibabaGoneBadTest {
  @AutoClose private final ProviderTrial trial = AlibabaTrials.trusted();

  @TestFactory
  Stream<DynamicTest> ofAnInstance() {
    return new BadCloud(trial, AlibabaTrials.IMAGE, this::issued).tests();
  }

  @TestFactory
  Stream<DynamicTest> ofPersonalEdition() {
    return new BadCloud(trial, ExampleWorld.ALIBABA_PERSONAL_IMAGE, this::issued).tests();
  }

  private boolean issued(Credential credential) {
    return trial.clouds().alibaba().logins().stream()
        .anyMatch(login -> login.password().equals(credential.password().reveal()));
  }
}
