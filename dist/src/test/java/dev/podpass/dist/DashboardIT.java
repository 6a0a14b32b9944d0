// SPDX-License-Identifier: Apache-2.0
package dev.podpass.dist;

import static org.assertj.core.api.Assertions.assertThat;

import dev.podpass.testkit.ExamplePulls;
import dev.podpass.testkit.ExampleWorld;
import dev.podpass.testkit.FakeClouds;
import dev.podpass.testkit.kubelet.PluginRequest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The dashboard and the alerts ask for what the program writes. */
class DashboardIT {
  private static final Path DOCS = Path.of("..", "docs", "grafana");

  /** Those of a pass, which only root makes on a node. */
  private static final Path NODE_METRICS =
      Path.of("..", "admin/src/main/java/dev/podpass/admin/install/LastPass.java");

  private static final Pattern METRIC = Pattern.compile("podpass_[a-z_]+");

  @AutoClose private final FakeClouds clouds = ExampleWorld.start();
  @AutoClose private final MemoryDirectory directory = MemoryDirectory.create();

  @ParameterizedTest
  @ValueSource(strings = {"podpass.json", "alerts.yaml"})
  void everyMetricAskedForIsWritten(String file) throws IOException {
    Set<String> written = metrics(Files.readString(afterAnAnswerOfEachKind()));
    written.addAll(metrics(Files.readString(NODE_METRICS)));

    assertThat(metrics(Files.readString(DOCS.resolve(file)))).isNotEmpty().isSubsetOf(written);
  }

  /** One from the cloud, one from the cache. */
  private Path afterAnAnswerOfEachKind() {
    Path file = clouds.directory().resolve("podpass.prom");
    PluginRequest request = ExamplePulls.ecr(clouds.issuer().token());
    BuiltProgram podpass =
        new BuiltProgram(clouds)
            .with("PODPASS_METRICS_FILE", file.toString())
            .with("PODPASS_CACHE", "on")
            .with("PODPASS_CACHE_DIR", directory.toString());
    for (int pull = 1; pull <= 2; pull++) {
      assertThat(podpass.run(request).exitCode()).isZero();
    }
    return file;
  }

  private static Set<String> metrics(String text) {
    return METRIC.matcher(text).results().map(MatchResult::group).collect(Collectors.toSet());
  }
}
