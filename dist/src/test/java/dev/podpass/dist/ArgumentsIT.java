// SPDX-License-Identifier: Apache-2.0
package dev.podpass.dist;

import dev.podpass.testkit.ExampleWorld;
import dev.podpass.testkit.FakeClouds;
import dev.podpass.testkit.kubelet.PluginRequest;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Every argument is podpass's own: whatever runs it takes none away. */
class ArgumentsIT {
  @RegisterExtension private static final SharedClouds SHARED = new SharedClouds();

  private final FakeClouds clouds = SHARED.clouds();

  @ParameterizedTest
  @ValueSource(
      strings = {
        "-Xmx1g",
        "-Xss1m",
        "-Dpodpass.called-as=podpass-gar",
        "-XX:+PrintFlags",
        "-agentlib:x"
      })
  void refusesThoseOfARuntime(String argument) {
    PluginRequest request =
        PluginRequest.forImage(ExampleWorld.IMAGE).token(clouds.issuer().token().mint());

    FailureContract.assertFails(
        clouds,
        new BuiltProgram(clouds).run(request, argument),
        64,
        "unknown option " + argument.replaceFirst("=.*", ""));
  }
}
