// SPDX-License-Identifier: Apache-2.0
package dev.podpass.admin.plan;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import dev.podpass.admin.plan.PodGroup.PodKind;
import dev.podpass.core.protocol.DockerHub;
import dev.podpass.spi.image.ImageReference;
import java.io.IOException;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Reads the fields of a pod, or of a template of pods, that decide about pulls.
 *
 * @see <a href="https://kubernetes.io/docs/reference/kubernetes-api/workload-resources/pod-v1/">Pod
 *     v1</a>
 */
final class PodTemplate {
  private static final String MIRROR_POD = "kubernetes.io/config.mirror";
  private static final String FARGATE = "eks.amazonaws.com/fargate-profile";

  private final Set<String> images = new LinkedHashSet<>();
  private final Map<String, String> selected = new HashMap<>();
  private String serviceAccount = "default";
  private String node = "";
  private boolean pullSecret;
  private ObjectFields metadata = ObjectFields.NONE;

  /** Reads a {@code spec}: a pod's, or one with a {@code template} or {@code jobTemplate}. */
  void read(JsonParser json) throws IOException {
    ObjectFields.each(json, this::field);
  }

  private void field(String name, JsonParser json) throws IOException {
    switch (name) {
      case "serviceAccountName" -> serviceAccount = text(json, serviceAccount);
      case "nodeName" -> node = text(json, node);
      case "containers", "initContainers", "ephemeralContainers" ->
          ObjectFields.items(json, this::image);
      case "volumes" -> ObjectFields.items(json, this::volume);
      case "imagePullSecrets" -> ObjectFields.items(json, (_, _) -> pullSecret = true);
      case "os" ->
          ObjectFields.each(
              json,
              (key, value) ->
                  ObjectFields.put(
                      selected, key.equals("name") ? "kubernetes.io/os" : "os " + key, value));
      case "nodeSelector" ->
          ObjectFields.each(json, (key, value) -> ObjectFields.put(selected, key, value));
      case "template", "jobTemplate" -> ObjectFields.each(json, this::template);
      default -> json.skipChildren();
    }
  }

  private void template(String name, JsonParser json) throws IOException {
    switch (name) {
      case "spec" -> read(json);
      default -> json.skipChildren();
    }
  }

  private void image(String name, JsonParser json) throws IOException {
    if (name.equals("image") && json.currentToken() == JsonToken.VALUE_STRING) {
      images.add(withoutTag(json.getText()));
    } else {
      json.skipChildren();
    }
  }

  private void volume(String name, JsonParser json) throws IOException {
    if (name.equals("image")) {
      ObjectFields.each(
          json, (key, value) -> image(key.equals("reference") ? "image" : key, value));
    } else {
      json.skipChildren();
    }
  }

  /** Sets the metadata of the pod, which names its namespace. */
  PodTemplate of(ObjectFields pod) {
    metadata = pod;
    return this;
  }

  PodGroup group() {
    return new PodGroup(account(), kind(), elsewhere(), images);
  }

  ServiceAccount account() {
    return new ServiceAccount(metadata.namespace(), serviceAccount);
  }

  /** The name of the pod's node; empty if it has none. */
  String node() {
    return node;
  }

  private String elsewhere() {
    return metadata.labels().containsKey(FARGATE)
        ? ClosedNode.VIRTUAL
        : ClosedNode.reason(node, selected, Map.of());
  }

  private PodKind kind() {
    if (metadata.annotations().containsKey(MIRROR_POD)) {
      return PodKind.STATIC;
    }
    return pullSecret ? PodKind.WITH_PULL_SECRET : PodKind.ORDINARY;
  }

  private static String text(JsonParser json, String otherwise) throws IOException {
    @Nullable String text = json.currentToken() == JsonToken.VALUE_STRING ? json.getText() : null;
    return text == null || text.isEmpty() ? otherwise : text;
  }

  /** The image without tag and digest; one that kubelet rejects stays as it is. */
  private static String withoutTag(String image) {
    if (ImageReference.name(DockerHub.expand(image)).isEmpty()) {
      return image;
    }
    String name = image.split("@", 2)[0];
    int colon = name.indexOf(':', name.lastIndexOf('/') + 1);
    return colon < 0 ? name : name.substring(0, colon);
  }
}
