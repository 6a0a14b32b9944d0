// SPDX-License-Identifier: Apache-2.0
package dev.podpass.admin.plan;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.podpass.admin.kubeletconfig.ImagePattern;
import dev.podpass.admin.text.SmallFile;
import dev.podpass.spi.failure.CredentialException;
import dev.podpass.spi.failure.Kind;
import dev.podpass.spi.json.StrictJson;
import dev.podpass.spi.json.StrictJson.MalformedJsonException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Small files beside the cluster's objects: an earlier plan, and kubelet's docker config. */
public final class PlanInputs {
  private PlanInputs() {}

  /**
   * The service accounts and registries of an earlier plan, as {@code --json} prints it, that
   * failed.
   */
  public static Set<String> failing(Path file) {
    Set<String> failing = new HashSet<>();
    JsonNode pulls = object(file).path("pulls");
    if (!pulls.isArray()) {
      throw new CredentialException(
          Kind.USAGE, file + " is no plan", "give what podpass plan --json printed");
    }
    for (JsonNode pull : pulls) {
      if (pull.path("fails").booleanValue()) {
        failing.add(pull.path("serviceAccount").asText() + " " + pull.path("registry").asText());
      }
    }
    return failing;
  }

  /**
   * The registries in a docker config of kubelet, whose credentials it tries before those of
   * plugins, for every pod of the node.
   *
   * @see <a
   *     href="https://github.com/kubernetes/kubernetes/blob/master/pkg/credentialprovider/keyring.go">
   *     BasicDockerKeyring</a>
   */
  public static List<ImagePattern> dockerConfig(Path file) {
    ObjectNode config = object(file);
    JsonNode registries = config.path("auths").isObject() ? config.path("auths") : config;
    return registries.properties().stream()
        .flatMap(registry -> ImagePattern.ofDockerConfig(registry.getKey()).stream())
        .toList();
  }

  private static ObjectNode object(Path file) {
    try {
      return StrictJson.object(Files.readAllBytes(file));
    } catch (IOException e) {
      throw SmallFile.unreadable(file, e);
    } catch (MalformedJsonException e) {
      throw new CredentialException(Kind.USAGE, file + " cannot be used: " + e.getMessage())
          .causedBy(e);
    }
  }
}
