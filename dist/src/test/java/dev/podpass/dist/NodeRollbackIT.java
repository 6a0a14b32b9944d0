// SPDX-License-Identifier: Apache-2.0
package dev.podpass.dist;

import static org.assertj.core.api.Assertions.assertThat;

import dev.podpass.testkit.Shell;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A change that kubelet does not start with, and the process is killed while it is put back. */
@Tag("executable")
class NodeRollbackIT {
  private static final String GOOD = "install --providers=acr";
  private static final String BAD = GOOD + " --env=REFUSED=1";
  private static final String AGAIN = BAD.replace("install", "reconcile --once");

  @TempDir(factory = TrustedFolder.class)
  private Path folder;

  @Test
  void isCompletedByTheNextPassWhereverItWasKilled() throws IOException {
    int kills = 0;
    for (boolean killed = true; killed && kills < Kill.MOST_RENAMES; ) {
      try (MadeUpNode node = MadeUpNode.in(Files.createDirectory(folder.resolve("" + kills)))) {
        Kill.requireStrace(node);
        assertThat(node.podpass(GOOD).status()).isZero();
        Map<String, String> before = disk(node);
        killed = Kill.beforeRename(node, kills + 1, BAD);
        kills += killed ? 1 : 0;

        Shell.Result next = node.podpass(BAD);

        String moment = "rename " + kills + ": " + next.printed();
        assertThat(next.status()).as(moment).isEqualTo(78);
        assertThat(disk(node)).as(moment).isEqualTo(before);
        assertThat(node.kubelet()).as(moment).hasSize(1);
        assertThat(node.runningWith()).as(moment).isEqualTo(node.read(MadeUpNode.CONFIG));
        int restarts = node.restarts();
        assertThat(node.podpass(AGAIN).printed()).as(moment).contains("not tried again until");
        assertThat(node.restarts()).as(moment).isEqualTo(restarts);
      }
    }
    // The configuration twice, what is remembered before and after each, and of its failure.
    assertThat(kills).isBetween(8, Kill.MOST_RENAMES - 1);
  }

  private static Map<String, String> disk(MadeUpNode node) throws IOException {
    Map<String, String> disk = node.disk();
    disk.keySet().removeIf(path -> path.startsWith("/var/lib/podpass/"));
    // What worked last is written again.
    disk.replaceAll((path, text) -> text.replaceFirst(" [0-9-]+T[0-9:.]+Z\n", "\n"));
    return disk;
  }
}
