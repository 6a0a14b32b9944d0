// SPDX-License-Identifier: Apache-2.0
package dev.podpass.dist;

import static org.assertj.core.api.Assertions.assertThat;

import dev.podpass.testkit.ExampleWorld;
import dev.podpass.testkit.FakeClouds;
import dev.podpass.testkit.Shell;
import dev.podpass.testkit.net.Answer;
import dev.podpass.testkit.net.FakeHost;
import dev.podpass.testkit.net.ReceivedRequest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
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

  /** What the doctor says while kubelet runs. */
  Shell.Result diagnosis(String... options) throws IOException {
    String flags =
        "--image-credential-provider-config='%1$s/config.yaml' --image-credential-provider-bin-dir='%1$s/bin' --kubeconfig='%1$s/kubeconfig'"
            .formatted(folder);
    // With nothing of the fakes: kubelet's own environment is what counts.
    return new NamedKubelet(new Shell(folder, Map.of()), "", clouds.environment(), flags)
        .diagnosis(String.join(" ", options));
  }

  private static Answer answer(ReceivedRequest request) {
    return request.header("authorization").equals(Optional.of("Bearer " + NODE_TOKEN))
        ? Answer.json(200, ANSWERS.getOrDefault(request.path(), "{}"))
        : Answer.status(401);
  }
}
