// SPDX-License-Identifier: Apache-2.0
package dev.podpass.conformance;

import dev.podpass.demo.CloudTools;
import dev.podpass.testkit.ExampleWorld;
import dev.podpass.testkit.Shell;
import dev.podpass.testkit.aws.Trust;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
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
    node = ClusterNode.start(KubeletService::start);
    kubelet = new KubeletService(node);
    String authority = Files.readString(node.directory().resolve("pki/ca.crt"));
    namespaces = new NamespaceController(node.api(), authority);
    operator = shell();
    copy = node.directory().resolve("copy");
    NodeSnapshot.copy(copy);
  }

  /**
   * Of an operator who is root on the node and administrator of the cluster: with podpass, kubectl,
   * and programs that play the clouds' tools.
   */
  private static Shell shell() throws IOException {
    Path directory = node.directory();
    Path bin = Files.createDirectories(directory.resolve("operator"));
    Path kubeconfig = Files.writeString(directory.resolve("admin.conf"), kubeconfig(directory));
    Map<String, String> environment = node.variables();
    environment.put("PATH", "/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin");
    environment.put("KUBECONFIG", kubeconfig.toString());
    Shell shell = new Shell(directory, bin, environment);
    for (Map.Entry<String, String> tool : CloudTools.of(node.issuerUrl()).entrySet()) {
      shell.program(tool.getKey(), tool.getValue());
    }
    shell.program("less", "");
    Files.createSymbolicLink(bin.resolve("podpass"), BuiltPlugin.path());
    return shell;
  }

  private static String kubeconfig(Path directory) {
    return """
    apiVersion: v1
    kind: Config
    clusters: [{name: c, cluster: {server: "https://127.0.0.1:6443", certificate-authority: %s/pki/ca.crt}}]
    users: [{name: u, user: {token: conformance}}]
    contexts: [{name: x, context: {cluster: c, user: u}}]
    current-context: x
    """
        .formatted(directory);
  }

  @AfterAll
  static void stop() {
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
