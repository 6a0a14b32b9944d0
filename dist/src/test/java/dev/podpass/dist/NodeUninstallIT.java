// SPDX-License-Identifier: Apache-2.0
package dev.podpass.dist;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** {@code podpass node uninstall}: all is as it was. */
class NodeUninstallIT extends OnMadeUpNode {
  @Test
  void leavesTheNodeAsItWasAfterAnUninstallation() throws IOException {
    Map<String, String> before = node.disk();
    var _ = good(INSTALL);
    var _ = good(INSTALL + ",ecr --first");

    assertThat(good("uninstall").printed())
        .contains("removed /opt/plugins/podpass\n", "removed /opt/plugins/podpass-ecr\n")
        .endsWith("kubelet was restarted and is healthy\n");

    assertThat(node.disk()).isEqualTo(before);
    assertThat(node.restarts()).isEqualTo(3);
    assertThat(good("uninstall").printed()).isEqualTo("podpass has put nothing on this node\n");
    assertThat(node.podpass("status").status()).isEqualTo(78);
  }

  @Test
  void keepsWhatAnotherProgramHasPutInTheFileWhenItUninstalls() throws IOException {
    var _ = good(INSTALL);
    String text = node.read(MadeUpNode.CONFIG);
    node.write(MadeUpNode.CONFIG, text.replace("gcr.io", "example.com"));

    var _ = good("uninstall");

    assertThat(node.read(MadeUpNode.CONFIG))
        .contains("# the node's own\n", "example.com")
        .doesNotContain("podpass");
  }
}
