// SPDX-License-Identifier: Apache-2.0
package dev.podpass.admin.kubeletconfig;

import dev.podpass.admin.text.Documents;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A {@code CredentialProviderConfig}.
 *
 * @param entries its providers, in the order in which kubelet tries them
 * @param version the kubelet that is to read it
 */
public record ConfigDocument(List<ProviderEntry> entries, KubernetesVersion version) {
  static final String API_VERSION = "kubelet.config.k8s.io/v1";
  static final String KIND = "CredentialProviderConfig";

  /** Keeps its own copy of the entries. */
  public ConfigDocument {
    entries = List.copyOf(entries);
  }

  /** In YAML, with what has to be done on the node besides as comments. */
  public String yaml() {
    StringBuilder text = new StringBuilder();
    notes().forEach(note -> text.append("# ").append(note).append('\n'));
    return text.append(Documents.yaml(tree())).toString();
  }

  /** In JSON, which has no comments. */
  public String json() {
    return Documents.json(tree());
  }

  /** What has to be done on the node besides, a line each. */
  public List<String> notes() {
    List<String> names = entries.stream().map(ProviderEntry::name).toList();
    String gate =
        version.needsFeatureGate()
            ? "Kubernetes 1.33 needs the feature gate"
                + " KubeletServiceAccountTokenForCredentialProviders=true on kubelet."
            : "For Kubernetes 1.34 and later; 1.33 does not know cacheType.";
    return List.of(
        gate,
        "kubelet runs files of these names in --image-credential-provider-bin-dir; each may be a link"
            + " to podpass:",
        "  for name in " + String.join(" ", names) + "; do ln -sf podpass \"$name\"; done");
  }

  private Map<String, Object> tree() {
    Map<String, Object> tree = new LinkedHashMap<>();
    tree.put("apiVersion", API_VERSION);
    tree.put("kind", KIND);
    tree.put("providers", entries.stream().map(entry -> entry.tree(version)).toList());
    return tree;
  }
}
