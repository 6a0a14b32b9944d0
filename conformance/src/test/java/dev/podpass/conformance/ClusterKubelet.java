// SPDX-License-Identifier: Apache-2.0
package dev.podpass.conformance;

import dev.podpass.testkit.ExampleWorld;
import dev.podpass.testkit.RegistryOptions;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** The kubelet of the cluster's node. */
final class ClusterKubelet {
  static final String AS_THE_NODE = "--without-token=node";

  /** The clouds that podpass serves in the cluster, beside registries of the operator's own. */
  static final String CLOUDS = "ecr,gar,acr";

  /** Has containerd's mirror of Docker Hub served, too. */
  static final String MIRROR =
      "--mirror=docker.io=" + ClusterNode.ECR + "/" + ClusterNode.DOCKER_HUB;

  private ClusterKubelet() {}

  /**
   * Its arguments.
   *
   * @param directory the cluster's
   */
  static List<String> arguments(Path directory, Path providers, Path plugins) {
    return List.of(
        "--config=" + directory.resolve("kubelet.yaml"),
        "--kubeconfig=" + directory.resolve("kubeconfig"),
        "--hostname-override=node-1",
        "--node-ip=10.123.0.1",
        "--root-dir=" + directory.resolve("kubelet"),
        "--cert-dir=" + directory.resolve("kubelet-pki"),
        "--image-credential-provider-config=" + providers,
        "--image-credential-provider-bin-dir=" + plugins);
  }

  /** A command of podpass that prints something for all of them. */
  static List<String> commandLine(String command, String... options) {
    List<String> all = new ArrayList<>(RegistryOptions.ofItsOwnRegistry());
    all.add("--passthrough-registry=" + ClusterNode.ZOT);
    all.addAll(List.of(options));
    return Configuration.commandLine(
        command, CLOUDS + ",exchange,passthrough", all.toArray(String[]::new));
  }

  /** The same for the registry whose password is stored: its store has an entry of its own. */
  static List<String> ofStore(String command) {
    return Configuration.commandLine(
        command,
        "vault",
        Stream.of(RegistryOptions.of(ExampleWorld.STORED_IMAGE)).skip(1).toArray(String[]::new));
  }

  /**
   * One that runs the tested podpass, by the configuration that this prints.
   *
   * @param options more arguments of each entry
   */
  static Process withPodpass(Path directory, Map<String, String> environment, String... options) {
    Path providers = directory.resolve("credential-providers.yaml");
    Path plugins = directory.resolve("plugins");
    Configuration configuration =
        new Configuration(
                BuiltPlugin.print(commandLine("config", "--ecr-session-policy=repository", MIRROR)))
            // Nodes have an identity in the clouds alone.
            .argsOf("podpass-ecr", AS_THE_NODE)
            .argsOf("podpass-gar", AS_THE_NODE)
            .argsOf("podpass-acr", AS_THE_NODE)
            .and(new Configuration(BuiltPlugin.print(ofStore("config"))))
            .args(options);
    ProcessBuilder builder = new ProcessBuilder(Kubelet.property("cluster.kubelet"));
    builder.command().addAll(arguments(directory, providers, plugins));
    builder.command().add("-v=5");
    builder.environment().putAll(environment);
    builder
        .redirectErrorStream(true)
        .redirectOutput(Redirect.appendTo(directory.resolve("kubelet.log").toFile()));
    try {
      Files.writeString(providers, configuration.document());
      for (String name : configuration.names()) {
        Files.deleteIfExists(plugins.resolve(name));
        Files.createSymbolicLink(plugins.resolve(name), BuiltPlugin.path());
      }
      return builder.start();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
