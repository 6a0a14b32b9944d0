// SPDX-License-Identifier: Apache-2.0
package dev.podpass.dist;

import static org.assertj.core.api.Assertions.assertThat;

import dev.podpass.admin.kubeletconfig.ConfigFile;
import dev.podpass.admin.kubeletconfig.FileEntry;
import dev.podpass.admin.kubeletconfig.ImagePattern;
import dev.podpass.testkit.Shell;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * A made-up node of a platform.
 *
 * @param made the node
 * @param platform which one
 */
record PlayedNode(MadeUpNode made, PlayedPlatform platform) implements AutoCloseable {
  /** What has been explained: no disk changes it. */
  private static final Set<String> PULLED_AS_NODE = ConcurrentHashMap.newKeySet();

  private static final String AS_NODE = " --without-token=node --without-identity=node";

  static PlayedNode of(Path folder, PlayedPlatform platform) throws IOException {
    MadeUpNode made =
        MadeUpNode.in(folder, platform.config, platform.bin, platform.plugin, platform.stock, "");
    made.write("/etc/os-release", platform.release);
    made.write("/etc/ssl/certs/ca-certificates.crt", "");
    return new PlayedNode(made, platform);
  }

  /** What podpass is given there. */
  String options() {
    return platform.options + (platform.options.contains("--replace") ? AS_NODE : "");
  }

  /** Runs a command that ends with that status. */
  Shell.Result pass(String command, int status) {
    Shell.Result result = made.podpass(command);
    assertThat(result.status())
        .as(platform + " " + command + ": " + result.printed())
        .isEqualTo(status);
    return result;
  }

  /** By one plugin alone, as the node: the stock one, or podpass where it is asked to. */
  void assertThatImagesArePulledAsBefore() throws IOException {
    for (String image : platform.images()) {
      List<FileEntry> entries = serving(image);
      assertThat(entries).as(image).hasSize(1);
      if (entries.getFirst().label().startsWith("podpass")) {
        String args = String.join(" ", entries.getFirst().arguments());
        String asked = "'" + image + "' " + args;
        if (PULLED_AS_NODE.add(asked)) {
          Shell.Result plan = made.shell().run("podpass explain " + asked);
          assertThat(plan.status()).as(plan.printed()).isZero();
          assertThat(plan.printed()).containsPattern("of the node|instance metadata");
        }
      } else {
        assertThat(entries.getFirst().label()).isEqualTo(platform.plugin);
      }
    }
  }

  private List<FileEntry> serving(String image) throws IOException {
    return ConfigFile.read(made.read(platform.config)).entries().stream()
        .filter(entry ->
            entry.matchImages().stream()
                .anyMatch(text -> ImagePattern.parse(text.text()).matches(image)))
        .toList();
  }

  @Override
  public void close() {
    made.close();
  }
}
