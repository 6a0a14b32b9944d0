// SPDX-License-Identifier: Apache-2.0
package dev.podpass.dist;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import dev.podpass.testkit.ExampleWorld;
import dev.podpass.testkit.FakeClouds;
import dev.podpass.testkit.Shell;
import dev.podpass.testkit.net.Answer;
import dev.podpass.testkit.net.FakeHost;
import dev.podpass.testkit.net.ReceivedRequest;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Map;
import java.util.Optional;

/** This machine as a node: something that is called kubelet runs, and an API server knows it. */
final class NodeWithKubelet {
  /** The API server's name. */
  static final String API = "api.cluster.example";

  /** What kubelet's kubeconfig holds. */
  static final String NODE_TOKEN = "planted-token-of-the-node";

  private static final Map<String, String> ANSWERS =
      Map.of(
          "/apis/authentication.k8s.io/v1/selfsubjectreviews",
          "{\"status\":{\"userInfo\":{\"username\":\"system:node:node-1\"}}}",
          "/apis/authorization.k8s.io/v1/selfsubjectaccessreviews",
          "{\"status\":{\"allowed\":true}}",
          "/api/v1/nodes/node-1",
          "{\"status\":{\"nodeInfo\":{\"kubeletVersion\":\"v1.35.1\"}}}");

  private final FakeClouds clouds;
  private final Path folder;

  private NodeWithKubelet(FakeClouds clouds, Path folder) {
    this.clouds = clouds;
    this.folder = folder;
  }

  /** It has no faults; {@code config.yaml} and {@code bin/podpass} are in the directory. */
  static NodeWithKubelet prepare(FakeClouds clouds, Path folder) throws IOException {
    FakeHost server = NodeWithKubelet::answer;
    clouds.serve(API, server);
    Shell shell = BuiltShell.in(folder, Map.of());
    Files.createDirectory(folder.resolve("bin"));
    Files.copy(folder.resolve("podpass"), folder.resolve("bin/podpass"));
    Files.createSymbolicLink(folder.resolve("bin/podpass-ecr"), Path.of("podpass"));
    Shell.Result config =
        shell.run("podpass config --providers=ecr --ecr-role-arn=" + ExampleWorld.ROLE);
    Files.writeString(folder.resolve("config.yaml"), config.printed());
    Files.writeString(
        folder.resolve("kubeconfig"),
        """
        current-context: here
        contexts: [{name: here, context: {cluster: c, user: u}}]
        clusters: [{name: c, cluster: {server: "https://%s", certificate-authority: ca.crt}}]
        users: [{name: u, user: {token: %s}}]
        """
            .formatted(API, NODE_TOKEN));
    Files.copy(clouds.caFile(), folder.resolve("ca.crt"));
    return new NodeWithKubelet(clouds, folder);
  }

  /** Has kubelet run podpass with these options of {@code podpass config}. */
  void configure(String... options) throws IOException {
    Shell.Result config =
        new Shell(folder, Map.of()).run("podpass config " + String.join(" ", options));
    assertThat(config.status()).as(config.printed()).isZero();
    Files.writeString(folder.resolve("config.yaml"), config.printed());
    for (String entry : config.printed().split("- name: ", -1)) {
      Path program = folder.resolve("bin").resolve(entry.split("\n", 2)[0]);
      if (entry.startsWith("podpass-") && !Files.exists(program)) {
        Files.createSymbolicLink(program, Path.of("podpass"));
      }
    }
  }

  /** What the doctor says while kubelet runs, and no other test's kubelet beside it. */
  Shell.Result diagnosis(String... options) throws IOException, InterruptedException {
    try (FileChannel file =
            FileChannel.open(
                Path.of("target/kubelet.lock"),
                StandardOpenOption.CREATE,
                StandardOpenOption.WRITE);
        FileLock _ = file.lock()) {
      return diagnosisAlone(options);
    }
  }

  private Shell.Result diagnosisAlone(String... options) throws IOException, InterruptedException {
    Path kubelet = Files.copy(Path.of("/bin/sh"), folder.resolve("kubelet"));
    ProcessBuilder builder =
        new ProcessBuilder(
            kubelet.toString(),
            "-c",
            "echo; read line",
            "kubelet",
            "--image-credential-provider-config=" + folder.resolve("config.yaml"),
            "--image-credential-provider-bin-dir=" + folder.resolve("bin"),
            "--kubeconfig=" + folder.resolve("kubeconfig"));
    builder.environment().putAll(clouds.environment());
    Process process = builder.start();
    try {
      // Only then is it the program, and no longer the fork of this one.
      assertThat(process.getInputStream().read()).isEqualTo('\n');
      // With nothing of the fakes: kubelet's own environment is what counts.
      Shell.Result result =
          new Shell(folder, Map.of()).run("podpass doctor " + String.join(" ", options));
      assumeThat(result.printed()).contains("process " + process.pid() + " ");
      return result;
    } finally {
      process.destroyForcibly().waitFor();
      Files.delete(kubelet);
    }
  }

  private static Answer answer(ReceivedRequest request) {
    return request.header("authorization").equals(Optional.of("Bearer " + NODE_TOKEN))
        ? Answer.json(200, ANSWERS.getOrDefault(request.path(), "{}"))
        : Answer.status(401);
  }
}
