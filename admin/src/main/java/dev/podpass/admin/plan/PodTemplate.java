// SPDX-License-Identifier: Apache-2.0
package dev.podpass.admin.plan;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import dev.podpass.admin.plan.PodGroup.PodKind;
import java.io.IOException;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Reads the fields of a pod, or of a template of pods, that decide about pulls.
 *
 * @see <a href="https://kubernetes.io/docs/reference/kubernetes-api/workload-resources/pod-v1/">Pod
 *     v1</a>
 */
final class PodTemplate {
  private static final String OS = "kubernetes.io/os";
  private static final String MIRROR_POD = "kubernetes.io/config.mirror";
  private static final String FARGATE = "eks.amazonaws.com/fargate-profile";

  /** The beginnings of the names that virtual nodes have. */
  private static final List<String> VIRTUAL_NODES = List.of("fargate-", "virtual-");

  private final Set<String> images = new LinkedHashSet<>();
  private String serviceAccount = "default";
  private String node = "";
  private boolean pullSecret;
  private boolean windows;
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
      case "os" -> ObjectFields.each(json, (key, value) -> system(key.equals("name"), value));
      case "nodeSelector" -> ObjectFields.each(json, (key, value) -> system(key.equals(OS), value));
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

  private void system(boolean named, JsonParser json) throws IOException {
    windows |= named && text(json, "").equals("windows");
    json.skipChildren();
  }

  /** Sets the metadata of the pod, which names its namespace. */
  PodTemplate of(ObjectFields pod) {
    metadata = pod;
    return this;
  }

  PodGroup group() {
    return new PodGroup(new ServiceAccount(metadata.namespace(), serviceAccount), kind(), images);
  }

  private PodKind kind() {
    if (windows) {
      return PodKind.WINDOWS;
    }
    if (metadata.labels().containsKey(FARGATE)
        || VIRTUAL_NODES.stream().anyMatch(node::startsWith)) {
      return PodKind.VIRTUAL_NODE;
    }
    if (metadata.annotations().containsKey(MIRROR_POD)) {
      return PodKind.STATIC;
    }
    return pullSecret ? PodKind.WITH_PULL_SECRET : PodKind.ORDINARY;
  }

  private static String text(JsonParser json, String otherwise) throws IOException {
    @Nullable String text = json.currentToken() == JsonToken.VALUE_STRING ? json.getText() : null;
    return text == null || text.isEmpty() ? otherwise : text;
  }

  /** Kubelet gives a plugin the image without tag and digest. */
  private static String withoutTag(String image) {
    String name = image.split("@", 2)[0];
    int colon = name.indexOf(':', name.lastIndexOf('/') + 1);
    return colon < 0 ? name : name.substring(0, colon);
  }
}
