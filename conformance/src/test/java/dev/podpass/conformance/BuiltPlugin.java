// SPDX-License-Identifier: Apache-2.0
package dev.podpass.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.podpass.testkit.ExampleWorld;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The plugin under test: an executable. */
final class BuiltPlugin {
  private static final List<String> PROVIDERS =
      List.of("--providers=ecr,gar,acr", "--gar-audience=" + ExampleWorld.GCP_PROVIDER);

  private BuiltPlugin() {}

  static Path path() {
    return Path.of(Kubelet.property("conformance.program")).toAbsolutePath();
  }

  /** What a command of it prints for all providers, whose tokens for Google are the example's. */
  static String print(String command, String... options) {
    List<String> line = new ArrayList<>(List.of(path().toString(), command));
    line.addAll(PROVIDERS);
    line.addAll(List.of(options));
    try {
      Process process =
          new ProcessBuilder(line).redirectError(ProcessBuilder.Redirect.INHERIT).start();
      process.getOutputStream().close();
      String printed = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      assertThat(process.waitFor()).as("%s", line).isZero();
      return printed;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while podpass was running", e);
    }
  }
}
