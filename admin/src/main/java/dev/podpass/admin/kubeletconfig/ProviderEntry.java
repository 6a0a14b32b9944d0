// SPDX-License-Identifier: Apache-2.0
package dev.podpass.admin.kubeletconfig;

import dev.podpass.admin.text.Facts;
import dev.podpass.core.protocol.CredentialProviderRequest;
import dev.podpass.spi.Entry;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * One of the {@code providers} of a {@code CredentialProviderConfig} to be written.
 *
 * @param stock the name of the entry of the cloud's own plugin, if the cloud has one
 * @param mirrored those of its patterns that are not of its own registries, but of mirrors
 * @param unserved patterns of hosts of the provider's cloud that it does not serve, and that the
 *     cloud's own plugin does by wider patterns
 * @see <a href="https://kubernetes.io/docs/reference/config-api/kubelet-config.v1/">Kubelet
 *     Configuration (v1)</a>
 */
public record ProviderEntry(
    String name,
    Optional<String> stock,
    Entry profile,
    List<String> mirrored,
    List<String> unserved,
    List<String> args,
    Map<String, String> environment) {
  public ProviderEntry {
    mirrored = List.copyOf(mirrored);
    unserved = List.copyOf(unserved);
    args = List.copyOf(args);
    environment = new LinkedHashMap<>(environment);
    profile.matchImages().forEach(PatternFlaws::requireUsable);
  }

  /**
   * Lists the patterns that it takes from another entry: those whose images it serves, its own in
   * place of one that it serves in part, and its mirrors'; none if it serves no image of that one.
   */
  List<String> matching(List<String> others) {
    List<String> own = profile.matchImages().stream().filter(p -> !mirrored.contains(p)).toList();
    List<String> whole = SameImages.covered(others, own);
    Stream<String> parts =
        SameImages.shared(own, without(SameImages.shared(others, own), whole)).stream();
    List<String> taken = Stream.concat(whole.stream(), parts).distinct().toList();
    return taken.isEmpty()
        ? List.of()
        : Stream.concat(taken.stream(), mirrored.stream()).distinct().toList();
  }

  /** Lists what another entry goes on to serve: nothing that this one serves. */
  List<String> leaving(List<String> others) {
    List<String> own = Stream.concat(profile.matchImages().stream(), mirrored.stream()).toList();
    List<String> shared = SameImages.shared(others, own);
    List<String> wide = without(shared, SameImages.covered(shared, own));
    Stream<String> parts =
        without(SameImages.covered(unserved, wide), SameImages.shared(unserved, own)).stream();
    return Stream.concat(without(others, shared).stream(), parts).distinct().toList();
  }

  /** The texts of a list that another one does not have. */
  static List<String> without(List<String> some, List<String> others) {
    return some.stream().filter(text -> !others.contains(text)).toList();
  }

  /** Returns the fields in the order of kubelet's documentation. */
  Map<String, Object> tree() {
    Map<String, Object> token = tokenAttributes(profile);
    token.put("requireServiceAccount", false);
    List<Map<String, Object>> env =
        environment.entrySet().stream()
            .map(variable -> Facts.of("name", variable.getKey(), "value", variable.getValue()))
            .toList();
    return Facts.of(
        "name",
        name,
        "apiVersion",
        CredentialProviderRequest.API_VERSION,
        "defaultCacheDuration",
        "0s",
        "matchImages",
        profile.matchImages(),
        "tokenAttributes",
        token,
        "args",
        Facts.any(args),
        "env",
        Facts.any(env));
  }

  /** The {@code tokenAttributes} that follow from a profile alone. */
  public static Map<String, Object> tokenAttributes(Entry profile) {
    return Facts.of(
        "serviceAccountTokenAudience", profile.audience(),
        "cacheType", profile.isPerPod() ? "Token" : "ServiceAccount",
        "optionalServiceAccountAnnotationKeys", Facts.any(profile.annotations()));
  }
}
