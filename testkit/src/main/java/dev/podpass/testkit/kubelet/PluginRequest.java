// SPDX-License-Identifier: Apache-2.0
package dev.podpass.testkit.kubelet;

import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * A {@code CredentialProviderRequest}. Each method gives another one that differs in that alone.
 *
 * @param image the repository, without tag or digest, as kubelet sends it
 */
public record PluginRequest(
    String apiVersion,
    String image,
    Optional<String> serviceAccountToken,
    Map<String, String> serviceAccountAnnotations) {

  /** The only version that carries tokens. */
  public static final String V1 = "credentialprovider.kubelet.k8s.io/v1";

  public PluginRequest {
    serviceAccountAnnotations = Map.copyOf(serviceAccountAnnotations);
  }

  /** A request without a token, as for a static pod. */
  public static PluginRequest forImage(String image) {
    return new PluginRequest(V1, image, Optional.empty(), Map.of());
  }

  /** With the token of the pod. */
  public PluginRequest token(String token) {
    return new PluginRequest(apiVersion, image, Optional.of(token), serviceAccountAnnotations);
  }

  /** With one more annotation of the service account. */
  public PluginRequest annotation(String key, String value) {
    Map<String, String> more = new TreeMap<>(serviceAccountAnnotations);
    more.put(key, value);
    return new PluginRequest(apiVersion, image, serviceAccountToken, more);
  }

  /** The line that kubelet writes to the plugin, with its line feed. */
  public String json() {
    var json = new StringBuilder("{\"kind\":\"CredentialProviderRequest\",\"apiVersion\":");
    json.append(GoJson.quote(apiVersion)).append(",\"image\":").append(GoJson.quote(image));
    serviceAccountToken.ifPresent(
        token -> json.append(",\"serviceAccountToken\":").append(GoJson.quote(token)));
    if (!serviceAccountAnnotations.isEmpty()) {
      json.append(",\"serviceAccountAnnotations\":").append(annotations());
    }
    return json.append("}\n").toString();
  }

  private String annotations() {
    return new TreeMap<>(serviceAccountAnnotations)
        .entrySet().stream()
            .map(entry -> GoJson.quote(entry.getKey()) + ":" + GoJson.quote(entry.getValue()))
            .collect(Collectors.joining(",", "{", "}"));
  }

  /** Strings as Go's encoder writes them, which escapes what HTML might trip over. */
  private static final class GoJson {
    private GoJson() {}

    static String quote(String text) {
      var quoted = new StringBuilder(text.length() + 2).append('"');
      text.codePoints().forEach(c -> quoted.append(escape(c)));
      return quoted.append('"').toString();
    }

    private static String escape(int c) {
      return switch (c) {
        case '"' -> "\\\"";
        case '\\' -> "\\\\";
        case '\b' -> "\\b";
        case '\f' -> "\\f";
        case '\n' -> "\\n";
        case '\r' -> "\\r";
        case '\t' -> "\\t";
        case '<', '>', '&', 0x2028, 0x2029 -> unicode(c);
        default -> c < ' ' ? unicode(c) : Character.toString(c);
      };
    }

    private static String unicode(int c) {
      return "\\u%04x".formatted(c);
    }
  }
}
