// SPDX-License-Identifier: Apache-2.0
package dev.podpass.admin.plan;

import dev.podpass.admin.check.CheckContext;
import dev.podpass.admin.kubeletconfig.ConfigFile;
import dev.podpass.admin.kubeletconfig.ImagePattern;
import dev.podpass.admin.node.EntryPrograms;
import dev.podpass.core.protocol.DockerHub;
import dev.podpass.spi.image.ImageReference;
import dev.podpass.spi.secret.Redaction;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The entries of kubelet's configuration, in the order in which kubelet tries their credentials.
 *
 * @see <a href="https://kubernetes.io/docs/tasks/administer-cluster/kubelet-credential-provider/">
 *     kubelet's image credential providers</a>
 */
public final class PluginEntries {
  private final List<PluginEntry> entries;
  private final Set<String> assumed;

  private PluginEntries(List<PluginEntry> entries, Set<String> assumed) {
    this.entries = List.copyOf(entries);
    this.assumed = Set.copyOf(assumed);
  }

  /** The entries of a configuration; blank is that of a node without one. */
  public static PluginEntries of(String text, CheckContext context) {
    if (text.isBlank()) {
      return new PluginEntries(List.of(), Set.of());
    }
    EntryPrograms programs = EntryPrograms.notLookedUp(context);
    Set<String> assumed = new HashSet<>();
    List<PluginEntry> entries =
        programs.of(ConfigFile.read(text).entries()).stream()
            .map(entry -> PluginEntry.of(entry, programs, assumed::add))
            .toList();
    return new PluginEntries(entries, assumed);
  }

  /** The same on nodes whose kubelet has a docker config with these registries. */
  public PluginEntries behind(List<ImagePattern> dockerConfig) {
    List<PluginEntry> all = new ArrayList<>(entries);
    if (!dockerConfig.isEmpty()) {
      all.addFirst(new PluginEntry.Platform("kubelet's docker config", dockerConfig));
    }
    return new PluginEntries(all, assumed);
  }

  /** The options that name a file of the node, which cannot be read here and is assumed right. */
  Set<String> assumed() {
    return assumed;
  }

  /** The annotations of service accounts that decide about a pull. */
  public Set<String> annotationKeys() {
    return entries.stream()
        .flatMap(entry -> entry.annotationKeys().stream())
        .collect(Collectors.toSet());
  }

  /** The first credential that kubelet tries for an image of a pod, after its pull secrets. */
  Credential credential(PodGroup pod, String image, Map<String, String> annotations) {
    return pod.elsewhere().isEmpty()
        ? ofKubelet(pod, image, annotations)
        : new Credential.Elsewhere(pod.elsewhere());
  }

  private Credential ofKubelet(PodGroup pod, String image, Map<String, String> annotations) {
    String expanded = DockerHub.expand(image);
    if (ImageReference.name(expanded).isEmpty()) {
      return new Credential.Failed(
          "kubelet rejects the image " + Redaction.quoted(image), "correct the image of the pod");
    }
    List<PluginEntry> matching =
        ImagePattern.accepted(expanded).stream()
            .flatMap(target ->
                entries.stream()
                    .filter(entry -> entry.patterns().stream().anyMatch(p -> p.matches(target))))
            .toList();
    if (matching.isEmpty()) {
      return new Credential.Unserved();
    }
    Optional<Credential> failed = Optional.empty();
    for (PluginEntry entry : matching) {
      Credential credential = entry.credential(pod, expanded, annotations);
      switch (credential) {
        case Credential.OfPod _, Credential.OfNode _ -> {
          return credential;
        }
        case Credential.Failed _ -> failed = failed.or(() -> Optional.of(credential));
        case Credential.None _, Credential.Unserved _, Credential.Elsewhere _ -> {}
      }
    }
    return failed.orElseGet(Credential.None::new);
  }
}
