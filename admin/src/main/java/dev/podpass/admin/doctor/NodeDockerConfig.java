// SPDX-License-Identifier: Apache-2.0
package dev.podpass.admin.doctor;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import dev.podpass.admin.check.Check;
import dev.podpass.admin.kubeletconfig.FileEntry;
import dev.podpass.admin.kubeletconfig.ImagePattern;
import dev.podpass.admin.node.KubeletProcess;
import dev.podpass.admin.node.NodeFiles;
import dev.podpass.admin.node.NodeInspection;
import dev.podpass.spi.json.StrictJson;
import dev.podpass.spi.json.StrictJson.MalformedJsonException;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Kubelet's own docker configuration on a node, as {@code pkg/credentialprovider} finds it. Kubelet
 * tries its credentials before those of every plugin, and opens what they pull to every pod. Only
 * the hosts are read.
 */
record NodeDockerConfig(String path, List<ImagePattern> registries) {
  private static final String SUBJECT = "kubelet's docker configuration";

  NodeDockerConfig {
    registries = List.copyOf(registries);
  }

  /** A warning, if it has credentials for images that podpass serves. */
  static Optional<Check> check(NodeFiles files, NodeInspection node, List<FileEntry> own) {
    return find(files, node)
        .flatMap(found -> {
          List<String> served =
              found.registries.stream()
                  .filter(key -> serves(own, key))
                  .map(ImagePattern::text)
                  .toList();
          return served.isEmpty()
              ? Optional.empty()
              : Optional.of(
                  Check.warning(
                      SUBJECT,
                      "%s has credentials for %s: kubelet tries them before podpass, and opens what they pull to every pod"
                          .formatted(found.path, String.join(", ", served)),
                      "remove these hosts from it, then restart kubelet"));
        });
  }

  private static boolean serves(List<FileEntry> own, ImagePattern key) {
    return own.stream()
        .flatMap(entry -> entry.matchImages().stream())
        .flatMap(pattern -> ImagePattern.accepted(pattern.text()).stream())
        .anyMatch(pattern -> pattern.overlaps(key));
  }

  /** The first that kubelet can read: config.json in four places, then .dockercfg. */
  private static Optional<NodeDockerConfig> find(NodeFiles files, NodeInspection node) {
    String root = node.imageVerification().rootDirectory();
    String cwd =
        node.processes()
            .kubelet()
            .map(process -> files.realFile("/proc/" + process.id() + "/cwd"))
            .orElse("/");
    String home =
        node.processes()
            .kubelet()
            .map(KubeletProcess::environment)
            .map(variables -> variables.getOrDefault("HOME", ""))
            .filter(text -> !text.isEmpty())
            .orElse(cwd);
    return Stream.concat(
            Stream.of(root, cwd, home + "/.docker", "/.docker")
                .flatMap(directory -> read(files, directory + "/config.json", "/auths")),
            Stream.of(root, cwd, home, "/")
                .flatMap(directory -> read(files, directory + "/.dockercfg", "")))
        .findFirst();
  }

  private static Stream<NodeDockerConfig> read(NodeFiles files, String path, String place) {
    return files.read(path).stream()
        .flatMap(text -> {
          try {
            JsonNode auths = StrictJson.object(text.getBytes(UTF_8)).at(place);
            return Stream.of(
                new NodeDockerConfig(
                    path.replace("//", "/"),
                    auths.properties().stream()
                        .flatMap(auth -> ImagePattern.ofDockerConfig(auth.getKey()).stream())
                        .distinct()
                        .toList()));
          } catch (MalformedJsonException _) {
            return Stream.empty();
          }
        });
  }
}
