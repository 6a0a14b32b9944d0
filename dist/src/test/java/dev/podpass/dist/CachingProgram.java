// SPDX-License-Identifier: Apache-2.0
package dev.podpass.dist;

import dev.podpass.testkit.ExamplePulls;
import dev.podpass.testkit.ExampleWorld;
import dev.podpass.testkit.FakeClouds;
import dev.podpass.testkit.kubelet.AnswerReader;
import dev.podpass.testkit.kubelet.PluginAnswer;
import dev.podpass.testkit.kubelet.PluginRequest;
import dev.podpass.testkit.oidc.PodToken;
import org.junit.jupiter.api.AutoClose;

/** The built program with a cache in memory, and one on a disk. */
abstract class CachingProgram {
  @AutoClose final FakeClouds clouds = ExampleWorld.start();
  @AutoClose final MemoryDirectory directory = MemoryDirectory.create();

  BuiltProgram podpass() {
    return new BuiltProgram(clouds)
        .with("PODPASS_CACHE", "on")
        .with("PODPASS_CACHE_DIR", directory.toString());
  }

  PluginAnswer answer(BuiltProgram program, PluginRequest request) {
    return program.run(request).answer(AnswerReader.of(request));
  }

  PluginRequest request(String pod) {
    return ExamplePulls.ecr(token().pod(pod));
  }

  PodToken token() {
    return clouds.issuer().token();
  }
}
