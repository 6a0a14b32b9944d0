// SPDX-License-Identifier: Apache-2.0
package dev.podpass.admin.kubeletconfig;

import dev.podpass.admin.text.Documents;
import dev.podpass.admin.text.Facts;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A {@code CredentialProviderConfig} to be written; kubelet tries its entries in order. */
public record ConfigDocument(List<ProviderEntry> entries) {
  static final String API_VERSION = "kubelet.config.k8s.io/v1";
  static final String KIND = "CredentialProviderConfig";

  public ConfigDocument {
    entries = List.copyOf(entries);
  }

  public String yaml() {
    StringBuilder text = new StringBuilder();
    notes().forEach(note -> text.append("# ").append(note).append('\n'));
    return text.append(Documents.yaml(tree())).toString();
  }

  public String json() {
    return Documents.json(tree());
  }

  /** The remaining steps on the node, one a line. */
  public List<String> notes() {
    List<String> names = entries.stream().map(ProviderEntry::name).toList();
    return List.of(
        "For Kubernetes 1.34 and later.",
        "kubelet runs files of these names in --image-credential-provider-bin-dir; each may be a"
            + " link to podpass:",
        "  for name in " + String.join(" ", names) + "; do ln -sf podpass \"$name\"; done");
  }

  /** The names of the entries of another text that serve images of one of these. */
  public List<String> sharing(String text) {
    List<FileEntry> others = ConfigText.of(text).entries();
    return entries.stream()
        .flatMap(entry -> SameImages.with(entry.profile().matchImages(), others))
        .map(FileEntry::label)
        .toList();
  }

  /** The entry that serves images of the other one, or did so before an earlier merge. */
  ProviderEntry taker(ConfigText file, String replaced) {
    List<String> images = file.entry(replaced).map(FileEntry::images).orElse(List.of());
    return entries.stream()
        .filter(entry -> !entry.matching(images).isEmpty())
        .findFirst()
        .or(() ->
            entries.stream()
                .filter(entry -> entry.stock().equals(Optional.of(replaced)))
                .findFirst())
        .or(() ->
            entries.stream().filter(entry -> file.entry(entry.name()).isPresent()).findFirst())
        .orElseGet(entries::getFirst);
  }

  private Map<String, Object> tree() {
    return Facts.of(
        "apiVersion", API_VERSION,
        "kind", KIND,
        "providers", entries.stream().map(ProviderEntry::tree).toList());
  }
}
