// SPDX-License-Identifier: Apache-2.0
package dev.podpass.dist;

import dev.podpass.testkit.ExamplePulls;
import dev.podpass.testkit.ExampleWorld;
import dev.podpass.testkit.FakeClouds;
import dev.podpass.testkit.kubelet.AnswerReader;
import dev.podpass.testkit.kubelet.PluginAnswer;
import dev.podpass.testkit.kubelet.PluginRequest;
import dev.podpass.testkit.kubelet.PluginRun;
import dev.podpass.testkit.oidc.PodToken;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
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

  /** Runs pulls at the same time. */
  static List<PluginRun> atOnce(
      BuiltProgram program, List<PluginRequest> requests, String... arguments) throws Exception {
    List<PluginRun> runs = new ArrayList<>();
    try (ExecutorService threads = Executors.newFixedThreadPool(requests.size())) {
      List<Callable<PluginRun>> all =
          requests.stream()
              .<Callable<PluginRun>>map(request -> () -> program.run(request, arguments))
              .toList();
      for (Future<PluginRun> run : threads.invokeAll(all)) {
        runs.add(run.get());
      }
    }
    return runs;
  }

  /** A request of each of many pods of the service account. */
  List<PluginRequest> requests(int pods) {
    return IntStream.range(0, pods).mapToObj(pod -> request("app-" + pod)).toList();
  }

  PluginRequest request(String pod) {
    return ExamplePulls.ecr(token().pod(pod));
  }

  PodToken token() {
    return clouds.issuer().token();
  }
}
