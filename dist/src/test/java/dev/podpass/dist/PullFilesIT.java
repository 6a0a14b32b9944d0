// SPDX-License-Identifier: Apache-2.0
package dev.podpass.dist;

import static org.assertj.core.api.Assertions.assertThat;

import dev.podpass.testkit.Shell;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

/** What pulls write on a node, as an operator sees it: cache, audit log and metrics file. */
class PullFilesIT extends OnMadeUpNode {
  private static final String DOCTOR = "podpass doctor --root=node";
  private static final String CLEAR = "podpass cache clear --root=node";

  @AutoClose private final MemoryDirectory memory = MemoryDirectory.create();

  @Test
  void theDoctorSaysWhatAPullCannotWriteAndWritesNothing() throws IOException {
    install("--audit-log=/var/log/audit --metrics-file=/mnt/podpass.prom");

    assertThat(says("true", DOCTOR))
        .containsPattern("warning +node cache +it is off: .*/node/run/podpass is not in memory")
        .containsPattern("warning +--audit-log +/var/log/audit .* no such file or directory")
        .doesNotContain("--metrics-file");
    Map<String, String> good = diskAfter("mkdir node/var/log");
    assertThat(says("true", DOCTOR)).doesNotContain("--audit-log", "--metrics-file");
    assertThat(node.disk()).isEqualTo(good);
    assertThat(node.place("/mnt")).isEmptyDirectory();
    assertThat(node.place("/run/podpass")).doesNotExist();
    assertThat(says("true", "sh -c 'ulimit -f 0; exec " + DOCTOR + "'"))
        .containsPattern("warning +--audit-log +/var/log/audit cannot be written: File too large")
        .containsPattern("warning +--metrics-file +/mnt/podpass.prom cannot be written: File too");
    for (String file :
        new String[] {"mkdir F", "ln -s audit.1 F", "mkfifo F", "touch F; chown 65534 F"}) {
      assertThat(says(file.replace("F", "node/var/log/audit"), DOCTOR))
          .containsPattern("warning +--audit-log +/var/log/audit .* it is not a regular file of");
      assertThat(node.shell().run("rm -r node/var/log/audit").status()).isZero();
    }
    assertThat(node.disk()).isEqualTo(good);
  }

  @Test
  void theDoctorAndClearingFailAtACacheThatOthersCanRead() throws IOException {
    install("--cache=on --cache-dir=" + memory);
    Path response = Files.createFile(memory.path().resolve("a".repeat(64)));

    Shell.Result cleared = node.shell().run("on-node " + CLEAR);

    assertThat(cleared.status()).as(cleared.printed()).isZero();
    assertThat(cleared.printed()).contains(memory + "  1 deleted");
    assertThat(response).doesNotExist();
    assertThat(says("true", DOCTOR)).doesNotContain("cache");
    Files.createFile(response);
    String open = memory + " is open to others: its mode must be 0700";
    assertThat(says("chmod 755 " + memory, DOCTOR))
        .containsPattern("failed +options +--cache=on, but .*" + open);
    Shell.Result refused = node.shell().run("on-node " + CLEAR);
    assertThat(refused.status()).isEqualTo(78);
    assertThat(refused.printed()).contains(open);
    assertThat(response).exists();
  }

  private void install(String options) {
    var _ = good(INSTALL + " " + options);
  }

  private Map<String, String> diskAfter(String command) throws IOException {
    assertThat(node.shell().run(command).status()).isZero();
    return node.disk();
  }

  /** What a command prints after a change of the node. */
  private String says(String change, String command) {
    assertThat(node.shell().run(change).status()).isZero();
    return node.shell().run("on-node " + command).printed();
  }
}
