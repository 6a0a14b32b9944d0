// SPDX-License-Identifier: Apache-2.0
package dev.podpass.conformance;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.podpass.testkit.tryit.CloudTools;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;

/**
 * The shell of an operator who is root on the node and administrator of the cluster: with podpass,
 * kubectl, and programs that play the clouds' tools.
 *
 * @param directory the working directory
 * @param environment all variables
 */
record OperatorShell(Path directory, Map<String, String> environment) {

  /** What commands printed on both streams, as a terminal shows them. */
  record Result(int status, String printed) {}

  static OperatorShell of(ClusterNode node) throws IOException {
    Path directory = node.directory();
    Path bin = Files.createDirectories(directory.resolve("operator"));
    for (Map.Entry<String, String> tool : CloudTools.of(node.issuerUrl()).entrySet()) {
      program(bin.resolve(tool.getKey()), tool.getValue());
    }
    program(bin.resolve("less"), "");
    Files.createSymbolicLink(bin.resolve("podpass"), BuiltPlugin.path());
    Path kubeconfig = Files.writeString(directory.resolve("admin.conf"), kubeconfig(directory));
    Map<String, String> environment = node.variables();
    environment.put("PATH", bin + ":/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin");
    environment.put("KUBECONFIG", kubeconfig.toString());
    return new OperatorShell(directory, environment);
  }

  private static void program(Path file, String script) throws IOException {
    Files.writeString(file, "#!/bin/sh\n" + script);
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
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

  /** Runs commands; the first that fails ends them. */
  Result run(String commands) {
    ProcessBuilder builder =
        new ProcessBuilder("/bin/sh", "-euc", commands)
            .directory(directory.toFile())
            .redirectErrorStream(true);
    builder.environment().clear();
    builder.environment().putAll(environment);
    try {
      Process process = builder.start();
      process.getOutputStream().close();
      String printed = new String(process.getInputStream().readAllBytes(), UTF_8);
      return new Result(process.waitFor(), printed);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while an operator worked", e);
    }
  }
}
