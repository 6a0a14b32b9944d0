// SPDX-License-Identifier: Apache-2.0
package dev.podpass.dist;

import dev.podpass.testkit.ExampleWorld;
import dev.podpass.testkit.FakeClouds;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * Fake clouds with the example world, started once a class. Each test finds them without faults and
 * with nothing received. A class whose tests change the world itself starts its own for each test.
 */
final class SharedClouds implements BeforeAllCallback, BeforeEachCallback, AfterAllCallback {
  private @Nullable FakeClouds clouds;

  /** The clouds, from when the class's tests begin. */
  FakeClouds clouds() {
    return Objects.requireNonNull(clouds, "not started");
  }

  @Override
  public void beforeAll(ExtensionContext context) {
    clouds = ExampleWorld.start();
  }

  @Override
  public void beforeEach(ExtensionContext context) {
    clouds().behave();
    clouds().received().clear();
  }

  @Override
  public void afterAll(ExtensionContext context) {
    clouds().close();
  }
}
