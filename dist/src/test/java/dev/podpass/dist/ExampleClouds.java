// SPDX-License-Identifier: Apache-2.0
package dev.podpass.dist;

import dev.podpass.testkit.ExampleWorld;
import dev.podpass.testkit.FakeClouds;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/** The fake clouds, with the example world in them, for as long as one test takes. */
final class ExampleClouds implements AfterEachCallback {
  private final FakeClouds clouds = FakeClouds.start();

  ExampleClouds() {
    ExampleWorld.addTo(clouds);
  }

  FakeClouds clouds() {
    return clouds;
  }

  @Override
  public void afterEach(ExtensionContext context) {
    clouds.close();
  }
}
