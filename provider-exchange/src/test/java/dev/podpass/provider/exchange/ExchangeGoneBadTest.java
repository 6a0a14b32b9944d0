// SPDX-License-Identifier: Apache-2.0
package dev.podpass.provider.exchange;

import dev.podpass.core.testing.BadCloud;
import dev.podpass.core.testing.ProviderTrial;
import dev.podpass.spi.Credential;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** Each form of an exchange, whose answer goes wrong in each way. */
class ExchangeGoneBadTest {
  private final List<ProviderTrial> open = new ArrayList<>();

  @AfterEach
  void close() {
    open.forEach(ProviderTrial::close);
  }

  @TestFactory
  Stream<DynamicTest> rfc8693() {
    return bad(ExchangeTrials.rfc8693());
  }

  @TestFactory
  Stream<DynamicTest> json() {
    return bad(ExchangeTrials.json());
  }

  @TestFactory
  Stream<DynamicTest> basic() {
    return bad(ExchangeTrials.basic());
  }

  @TestFactory
  Stream<DynamicTest> bearer() {
    return bad(ExchangeTrials.bearer());
  }

  private Stream<DynamicTest> bad(ProviderTrial trial) {
    open.add(trial);
    return new BadCloud(trial, ExchangeTrials.IMAGE, credential -> issued(trial, credential))
        .tests()
        // An exchange may create what it returns.
        .filter(test -> !test.getDisplayName().endsWith("status 201"));
  }

  private static boolean issued(ProviderTrial trial, Credential credential) {
    return trial.clouds().exchanges().logins().stream()
        .anyMatch(login -> login.password().equals(credential.password().reveal()));
  }
}
