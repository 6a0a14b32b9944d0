// SPDX-License-Identifier: Apache-2.0
package dev.podpass.conformance;

import dev.podpass.testkit.ExampleWorld;
import dev.podpass.testkit.Shell;
import dev.podpass.testkit.aws.Trust;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;

/** A node that has no podpass, and the shell of its operator, who follows a page. */
@SuppressWarnings("NullAway.Init")
abstract class OperatorFixture {
  static final Path PROJECT = Path.of(Kubelet.property("cluster.chart"), "../../..");
  static final Path AUDIT_LOG = Path.of("/var/log/podpass.log");

  static ClusterNode node;
  static Shell operator;
  private static KubeletService kubelet;
  private static NamespaceController namespaces;
  private static Path copy;

  @BeforeAll
  static void start() throws IOException {
    var started =
        new Object() {
          @Nullable KubeletService kubelet;
        };
    node =
        ClusterNode.start((directory, environment) ->
            started.kubelet = KubeletService.start(directory, environment));
    kubelet = Objects.requireNonNull(started.kubelet);
    String authority = Files.readString(node.directory().resolve("pki/ca.crt"));
    namespaces = new NamespaceController(node.api(), authority);
    operator = OperatorShell.on(node);
    copy = node.directory().resolve("copy");
    NodeSnapshot.copy(copy);
  }

  @AfterAll
  static void stop() throws IOException {
    namespaces.close();
    node.close();
  }

  @AfterEach
  void rollBack() throws IOException {
    operator.run("kubectl delete namespace team-a --ignore-not-found");
    NodeSnapshot.reset(copy);
    kubelet.restart();
    Files.deleteIfExists(AUDIT_LOG);
  }

  /** Has AWS let one service account of the team take the role, and no other. */
  static void trust(String serviceAccount) {
    String subject = "system:serviceaccount:team-a:" + serviceAccount;
    Trust trust = new Trust(node.issuerUrl(), subject, ExampleWorld.AUDIENCE);
    node.clouds().aws().iam().put(ExampleWorld.role().trusting(trust));
  }
}
