// SPDX-License-Identifier: Apache-2.0
package dev.podpass.admin.images;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.podpass.admin.images.PullRecordReader.UnusableRecordException;
import dev.podpass.spi.Sha256;
import dev.podpass.spi.json.StrictJson;
import dev.podpass.spi.json.StrictJson.MalformedJsonException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Reads an {@code ImagePulledRecord} (KEP-2535), in the versions that kubelet writes: v1alpha1 in
 * 1.33 and 1.34, v1beta1 since 1.35.
 *
 * @see <a href="https://github.com/kubernetes/kubelet/blob/master/config/v1beta1/types.go">its
 *     fields</a>
 */
final class PullRecordReader {
  private static final String GROUP = "kubelet.config.k8s.io/";
  private static final Set<String> VERSIONS = Set.of("v1alpha1", "v1beta1", "v1");
  private static final String KIND = "ImagePulledRecord";
  private static final int LONGEST = 512;

  private PullRecordReader() {}

  static final class UnusableRecordException extends Exception {
    private static final long serialVersionUID = 1L;

    UnusableRecordException(String reason) {
      super(reason);
    }
  }

  static List<PulledImage> read(String name, byte[] content) throws UnusableRecordException {
    ObjectNode json;
    try {
      json = StrictJson.object(content);
    } catch (MalformedJsonException e) {
      throw new UnusableRecordException(String.valueOf(e.getMessage()));
    }
    String apiVersion = json.path("apiVersion").asText();
    if (!json.path("kind").asText().equals(KIND)
        || !apiVersion.startsWith(GROUP)
        || !VERSIONS.contains(apiVersion.substring(GROUP.length()))) {
      throw new UnusableRecordException(
          "it is %s of %s, which podpass does not know"
              .formatted(printable(json.path("kind")), printable(json.path("apiVersion"))));
    }
    if (!name.equals(fileName(json.path("imageRef").asText()))) {
      throw new UnusableRecordException(
          "it is of the image %s, for which kubelet does not read this file"
              .formatted(printable(json.path("imageRef"))));
    }
    List<PulledImage> images = new ArrayList<>();
    for (Map.Entry<String, JsonNode> entry : json.path("credentialMapping").properties()) {
      JsonNode credentials = entry.getValue();
      images.add(
          new PulledImage(
              printable(entry.getKey()),
              credentials.path("nodePodsAccessible").asBoolean(),
              names(credentials.path("kubernetesServiceAccounts")),
              names(credentials.path("kubernetesSecrets"))));
    }
    return images;
  }

  static String fileName(String reference) {
    return "sha256-" + Sha256.of(reference);
  }

  private static List<String> names(JsonNode objects) {
    return objects
        .valueStream()
        .map(object -> printable(object.path("namespace")) + "/" + printable(object.path("name")))
        .distinct()
        .sorted()
        .toList();
  }

  private static String printable(JsonNode text) {
    return printable(text.asText());
  }

  /** The record is kubelet's, but what is in it is from pods and the runtime. */
  private static String printable(String text) {
    String plain = text.replaceAll("[^!-~]", "?");
    return plain.length() > LONGEST ? plain.substring(0, LONGEST) + "…" : plain;
  }

  /**
   * With whose credentials an image was pulled, as kubelet has recorded it.
   *
   * @param image as pods name it, without tag and digest
   * @param everyPod whether any pod of the node may use it: one of the credentials was of no
   *     service account and of no secret, or none was needed
   * @param serviceAccounts whose pods may use it, as {@code namespace/name}
   * @param secrets pull secrets whose pods may use it, as {@code namespace/name}
   */
  record PulledImage(
      String image, boolean everyPod, List<String> serviceAccounts, List<String> secrets) {
    PulledImage {
      serviceAccounts = List.copyOf(serviceAccounts);
      secrets = List.copyOf(secrets);
    }

    /** All of both, for an image that is recorded under several references. */
    PulledImage and(PulledImage other) {
      return new PulledImage(
          image,
          everyPod || other.everyPod,
          union(serviceAccounts, other.serviceAccounts),
          union(secrets, other.secrets));
    }

    private static List<String> union(List<String> some, List<String> others) {
      return Stream.concat(some.stream(), others.stream()).distinct().sorted().toList();
    }
  }
}
