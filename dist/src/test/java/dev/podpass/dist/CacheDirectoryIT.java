// SPDX-License-Identifier: Apache-2.0
package dev.podpass.dist;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import dev.podpass.testkit.Shell;
import dev.podpass.testkit.kubelet.AnswerReader;
import dev.podpass.testkit.kubelet.Plugin;
import dev.podpass.testkit.kubelet.PluginRequest;
import dev.podpass.testkit.kubelet.PluginRun;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The directory of the cache: full ones and permissions. */
class CacheDirectoryIT extends CachingProgram {
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

  /** It came when the directory was open; the digest in it has no secret. */
  @Test
  void anEntryOfAnotherUserIsNone() throws IOException {
    answer(podpass(), request("app-0"));
    Shell.Result given =
        new Shell(directory.path(), Map.of()).run("chown nobody $(ls | grep -E '^[0-9a-f]{64}$')");
    assumeThat(given.status()).as("NOT TESTED: not run as root").isZero();

    answer(podpass(), request("app-1"));

    assertThat(clouds.received().requests()).hasSize(4);
  }

  @Test
  void aDirectoryThatOthersCanReadIsRefusedIfItMustBeUsed() throws IOException {
    Files.setPosixFilePermissions(directory.path(), PosixFilePermissions.fromString("rwxr-xr-x"));

    Contract.assertFails(
        clouds, podpass().run(request("app-0")), 78, "--cache=on, but " + directory + " is open");
    answer(podpass().with("PODPASS_CACHE", "auto"), request("app-0"));
    answer(podpass().with("PODPASS_CACHE", "auto"), request("app-1"));
    assertThat(clouds.received().requests()).hasSize(4);
  }
}
