// SPDX-License-Identifier: Apache-2.0
package dev.podpass.dist;

import static org.assertj.core.api.Assertions.assertThat;

import dev.podpass.testkit.Shell;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** Tests that have a made-up node each. */
abstract class OnMadeUpNode {
  static final String INSTALL = "install --providers=acr";

  private static final String STATE = "/var/lib/podpass";

  @TempDir(factory = TrustedFolder.class)
  Path folder;

  MadeUpNode node;

  @BeforeEach
  void makeUpNode() throws IOException {
    node = MadeUpNode.in(folder);
  }

  @AfterEach
  void closeNode() {
    node.close();
  }

  /** Runs a command that must end with 0. */
  Shell.Result good(String command) {
    Shell.Result result = node.podpass(command);
    assertThat(result.status()).as(result.printed()).isZero();
    return result;
  }

  void assertUntouched(Map<String, String> before) throws IOException {
    assertThat(diskWithoutState()).isEqualTo(before);
    assertThat(node.restarts()).isZero();
  }

  /** All on the node's disk but what podpass remembers of it. */
  Map<String, String> diskWithoutState() throws IOException {
    Map<String, String> disk = node.disk();
    disk.keySet().removeIf(path -> path.equals(STATE) || path.startsWith(STATE + "/"));
    return disk;
  }
}
