// SPDX-License-Identifier: Apache-2.0
package dev.podpass.conformance;

import dev.podpass.demo.CloudTools;
import dev.podpass.testkit.Shell;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/**
 * The shell of an operator who is root on the node and administrator of the cluster: with podpass,
 * kubectl, and programs that play the clouds' tools.
 */
final class OperatorShell {
  private OperatorShell() {}

  static Shell on(ClusterNode node) throws IOException {
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
}
