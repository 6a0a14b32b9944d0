// SPDX-License-Identifier: Apache-2.0
package dev.podpass.dist;

import static org.assertj.core.api.Assertions.assertThat;

import dev.podpass.testkit.ExampleWorld;
import dev.podpass.testkit.kubelet.AnswerReader;
import dev.podpass.testkit.kubelet.Plugin;
import dev.podpass.testkit.kubelet.PluginAnswer;
import dev.podpass.testkit.kubelet.PluginRequest;
import dev.podpass.testkit.kubelet.PluginRun;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The directory of the cache: disks, full ones, and permissions. */
class CacheDirectoryIT extends CachingProgram {
  private BuiltProgram onDisk() {
    return new BuiltProgram(clouds)
        .with("PODPASS_CACHE", "on")
        .with("PODPASS_CACHE_ON_DISK", "true")
        .with("PODPASS_CACHE_DIR", clouds.directory().resolve("cache").toString())
        .with("PODPASS_CACHE_KEY_DIR", directory.toString());
  }

  @Test
  void whatLiesOnADiskIsOfNoUseWithoutTheKeyInMemory() throws IOException {
    PluginAnswer first = answer(onDisk(), request("app-0"));
    PluginAnswer second = answer(onDisk(), request("app-1"));

    assertThat(second.loginsFor(ExampleWorld.IMAGE)).isEqualTo(first.loginsFor(ExampleWorld.IMAGE));
    try (Stream<Path> files = Files.list(clouds.directory().resolve("cache"))) {
      for (Path file : files.toList()) {
        String content = new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1);
        FailureContract.assertNoSecrets(clouds, content);
      }
    }
    Files.delete(directory.path().resolve(".key"));
    answer(onDisk(), request("app-2"));
    assertThat(clouds.received().requests()).hasSize(4);
  }

  @Test
  void aDiskThatTakesNoMoreFailsNoPull() throws Exception {
    PluginRequest request = request("app-0");
    List<String> command =
        new ArrayList<>(List.of("/bin/sh", "-c", "ulimit -f 0; exec \"$@\"", "-"));
    command.addAll(BuiltProgram.command());

    PluginRun run = Plugin.of(command, podpass().environment()).run(request);

    assertThat(run.answer(AnswerReader.of(request)).auth()).hasSize(1);
    answer(podpass(), request("app-1"));
    assertThat(clouds.received().requests()).hasSize(4);
  }

  @Test
  void aDirectoryThatOthersCanReadIsRefusedIfItMustBeUsed() throws IOException {
    Files.setPosixFilePermissions(directory.path(), PosixFilePermissions.fromString("rwxr-xr-x"));

    FailureContract.assertFails(
        clouds, podpass().run(request("app-0")), 78, "--cache=on, but " + directory + " is open");
    answer(podpass().with("PODPASS_CACHE", "auto"), request("app-0"));
    answer(podpass().with("PODPASS_CACHE", "auto"), request("app-1"));
    assertThat(clouds.received().requests()).hasSize(4);
  }
}
