// SPDX-License-Identifier: Apache-2.0
package dev.podpass.provider.exchange;

import dev.podpass.core.testing.BadCloud;
import dev.podpass.core.testing.ProviderTrial;
import dev.podpass.spi.CredentialAnswer.RegistryCredential;
import dev.podpass.testkit.ExampleWorld;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** Each exchange, whose answer goes wrong in each way. */
class ExchangeGoneBadTest {
  private final List<ProviderTrial> open = new ArrayList<>();

  @AfterEach
  void close() {
    open.forEach(ProviderTrial::close);
  }

  @TestFactory
  Stream<DynamicTest> rfc8693() {
    return bad(ExchangeTrials.rfc8693(), ExchangeTrials.IMAGE);
  }

  @TestFactory
  Stream<DynamicTest> json() {
    return bad(ExchangeTrials.json(), ExchangeTrials.IMAGE);
  }

  @TestFactory
  Stream<DynamicTest> basic() {
    return bad(ExchangeTrials.basic(), ExchangeTrials.IMAGE);
  }

  @TestFactory
  Stream<DynamicTest> bearer() {
    return bad(ExchangeTrials.bearer(), ExchangeTrials.IMAGE);
  }

  @TestFactory
  Stream<DynamicTest> quay() {
    return bad(RegistryTrials.quay(), ExampleWorld.QUAY_IMAGE);
  }

  @TestFactory
  Stream<DynamicTest> jfrog() {
    return bad(RegistryTrials.jfrog(), ExampleWorld.JFROG_IMAGE);
  }

  @TestFactory
  Stream<DynamicTest> chainguard() {
    return bad(RegistryTrials.chainguard(), ExampleWorld.CHAINGUARD_IMAGE);
  }

  @TestFactory
  Stream<DynamicTest> cloudsmith() {
    return bad(RegistryTrials.cloudsmith(), ExampleWorld.CLOUDSMITH_IMAGE);
  }

  private Stream<DynamicTest> bad(ProviderTrial trial, String image) {
    open.add(trial);
    return new BadCloud(trial, image, credential -> issued(trial, credential))
        .tests()
        // An exchange by POST of JSON may create what it returns.
        .filter(test ->
            !(test.getDisplayName().startsWith("POST ")
                && test.getDisplayName().endsWith("status 201")
                && !test.getDisplayName().contains("/rfc8693")));
  }

  private static boolean issued(ProviderTrial trial, RegistryCredential credential) {
    return trial.clouds().exchanges().logins().stream()
        .anyMatch(login -> login.password().equals(credential.password().reveal()));
  }
}
