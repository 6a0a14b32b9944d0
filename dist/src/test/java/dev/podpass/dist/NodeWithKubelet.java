// SPDX-License-Identifier: Apache-2.0
package dev.podpass.dist;

import static org.assertj.core.api.Assertions.assertThat;

import dev.podpass.testkit.ExampleWorld;
import dev.podpass.testkit.FakeClouds;
import dev.podpass.testkit.Shell;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/** This machine as a node, where a process that is called kubelet runs. */
final class NodeWithKubelet {
  private final FakeClouds clouds;
  private final Path folder;

  private NodeWithKubelet(FakeClouds clouds, Path folder) {
    this.clouds = clouds;
    this.folder = folder;
  }

  /** It has no faults; {@code config.yaml} and {@code bin/podpass} are in the directory. */
  static NodeWithKubelet prepare(FakeClouds clouds, Path folder) throws IOException {
    Shell shell = BuiltProgram.shell(folder, Map.of());
    Files.createDirectory(folder.resolve("bin"));
    Files.copy(folder.resolve("podpass"), folder.resolve("bin/podpass"));
    Files.createSymbolicLink(folder.resolve("bin/podpass-ecr"), Path.of("podpass"));
    Shell.Result config =
        shell.run("podpass config --providers=ecr --ecr-role-arn=" + ExampleWorld.ROLE);
    Files.writeString(folder.resolve("config.yaml"), config.printed());
    return new NodeWithKubelet(clouds, folder);
  }

  /** Has kubelet run podpass with these options of {@code podpass config}. */
  void configure(String... options) throws IOException {
    Shell.Result config =
        new Shell(folder, Map.of()).run("podpass config " + String.join(" ", options));
    assertThat(config.status()).as(config.printed()).isZero();
    Files.writeString(folder.resolve("config.yaml"), config.printed());
    for (String entry : config.printed().split("- name: ", -1)) {
      Path program = folder.resolve("bin").resolve(entry.split("\n", 2)[0]);
      if (entry.startsWith("podpass-") && !Files.exists(program)) {
        Files.createSymbolicLink(program, Path.of("podpass"));
      }
    }
  }

  /** What the doctor says while kubelet runs. */
  Shell.Result diagnosis(String... options) throws IOException {
    String flags =
        "--image-credential-provider-config='%1$s/config.yaml' --image-credential-provider-bin-dir='%1$s/bin' --hostname-override=node-1"
            .formatted(folder);
    // With nothing of the fakes: kubelet's own environment is what counts.
    return new NamedKubelet(new Shell(folder, Map.of()), "", clouds.environment(), flags)
        .diagnosis(String.join(" ", options));
  }
}
