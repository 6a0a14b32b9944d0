// SPDX-License-Identifier: Apache-2.0
package dev.podpass.dist;

import static org.assertj.core.api.Assertions.assertThat;

import dev.podpass.testkit.Shell;
import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Metrics and audit log of {@code podpass node}, and two passes at the same time. */
class NodeAccountIT extends OnMadeUpNode {
  private static final String WATCHED = " --node-metrics-file=m.prom --node-audit-log=a.jsonl";

  @Test
  void auditsEachChangeAndMeasuresEachPass() throws IOException {
    assertThat(node.podpass(INSTALL + WATCHED).status()).isZero();
    assertThat(node.podpass(INSTALL + WATCHED).status()).isZero();

    List<String> audit = Files.readAllLines(folder.resolve("a.jsonl"));
    assertThat(audit)
        .singleElement()
        .asString()
        .contains("\"install\"", "\"changed\"", "added /opt/plugins/podpass-acr");
    assertThat(folder.resolve("m.prom"))
        .content()
        .contains("\npodpass_node_last_pass_success 1\n")
        .contains("\npodpass_node_outcome{outcome=\"unchanged\"} 1\n")
        .contains("\npodpass_node_changes_total 1\n")
        .contains("\npodpass_node_kubelet_restarts_total 1\n");

    assertThat(node.podpass(INSTALL + " --env=REFUSED=1" + WATCHED).status()).isEqualTo(78);

    assertThat(Files.readAllLines(folder.resolve("a.jsonl")))
        .hasSize(2)
        .last()
        .asString()
        .contains("\"rolled_back\"", "kubelet was not healthy within 1 s of its restart");
    assertThat(folder.resolve("m.prom"))
        .content()
        .contains("\npodpass_node_last_pass_success 0\n")
        .contains("\npodpass_node_kubelet_restarts_total 3\n");
  }

  /** What was measured of it would be true of it for ever. */
  @Test
  void measuresNothingOfANodeThatItHasLeft() throws IOException {
    assertThat(node.podpass(INSTALL + WATCHED).status()).isZero();

    assertThat(node.podpass("uninstall" + WATCHED).status()).isZero();

    assertThat(folder.resolve("m.prom")).doesNotExist();
    assertThat(Files.readAllLines(folder.resolve("a.jsonl")))
        .hasSize(2)
        .last()
        .asString()
        .contains("\"uninstall\"", "removed /opt/plugins/podpass");
  }

  @Test
  void waitsForAnotherPass() throws IOException {
    Shell.Result both =
        node.shell()
            .run(
                "(%1$s) > one & (%1$s) > other & wait; cat one other"
                    .formatted(node.line(INSTALL)));

    assertThat(both.printed())
        .containsOnlyOnce("added /opt/plugins/podpass\n")
        .containsOnlyOnce("kubelet was restarted and is healthy\n")
        .containsOnlyOnce("nothing had to be changed\n");
    assertThat(node.restarts()).isOne();
    assertThat(node.podpass("status").status()).isZero();
  }
}
