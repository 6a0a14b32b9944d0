// SPDX-License-Identifier: Apache-2.0
package dev.podpass.admin.plan;

import dev.podpass.admin.plan.PodGroup.PodKind;
import dev.podpass.core.protocol.DockerHub;
import dev.podpass.spi.image.ImageReference;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Predicate;

/**
 * What a change of kubelet's configuration does to the pulls of a cluster: one row for each service
 * account, registry and result.
 */
public final class SwitchPlan {
  private final Map<Result, Collection<String>> images = new LinkedHashMap<>();

  /** The number of running pods by all that their images result in. */
  private final Map<Set<Result>, Integer> pods = new HashMap<>();

  private final Set<ServiceAccount> unknown = new TreeSet<>();
  private final Set<String> assumed;

  private SwitchPlan(Set<String> assumed) {
    this.assumed = assumed;
  }

  /**
   * How a service account pulls from a registry. Kubelet tries a pod's pull secrets before its
   * plugins; {@code plan} does not read them, so that they prove nothing.
   *
   * @see <a
   *     href="https://github.com/kubernetes/kubernetes/blob/master/pkg/credentialprovider/secrets/secrets.go">
   *     MakeDockerKeyring</a>
   */
  public record Result(
      ServiceAccount account,
      String registry,
      Credential today,
      Credential after,
      boolean hasPullSecret) {
    /** Whether the pods pull with another identity than today, or no longer pull. */
    public boolean changes() {
      return fails() || !kind(today).equals(kind(after)) || isOtherIdentity();
    }

    /**
     * Whether the new configuration leaves the pods without the credential that they need, unless a
     * pull secret has it.
     */
    public boolean fails() {
      return after instanceof Credential.Failed && !today.equals(after);
    }

    /** Whether a pull secret is the only credential, if it is for the registry. */
    public boolean needsPullSecret() {
      return hasPullSecret
          && !(after instanceof Credential.OfPod || after instanceof Credential.OfNode);
    }

    private boolean isOtherIdentity() {
      return after instanceof Credential.OfPod && !after.equals(today);
    }

    /** Pulls without a credential are alike, and so are pulls as the node. */
    private static Class<?> kind(Credential credential) {
      return switch (credential) {
        case Credential.None _, Credential.Unserved _ -> Credential.None.class;
        case Credential.OfPod _, Credential.OfNode _, Credential.Elsewhere _, Credential.Failed _ ->
            credential.getClass();
      };
    }
  }

  /** A result, its images without tag and digest, and the number of running pods. */
  public record Row(Result result, Collection<String> images, int pods) {
    public Row {
      images = List.copyOf(images);
    }
  }

  public static SwitchPlan of(Cluster cluster, PluginEntries today, PluginEntries after) {
    SwitchPlan plan = new SwitchPlan(after.assumed());
    Map<PodGroup, Map<String, Result>> byImage = new HashMap<>();
    cluster
        .groups()
        .forEach((group, running) -> {
          Map<String, String> annotations = cluster.annotations(group.account());
          Map<String, Result> known =
              byImage.computeIfAbsent(group.withoutImages(), _ -> new HashMap<>());
          Set<Result> results = new HashSet<>();
          for (String image : group.images()) {
            Result result =
                known.computeIfAbsent(
                    image,
                    _ ->
                        new Result(
                            group.account(),
                            ImageReference.host(DockerHub.expand(image)),
                            today.credential(group, image, annotations),
                            after.credential(group, image, annotations),
                            group.kind() == PodKind.WITH_PULL_SECRET));
            results.add(result);
            plan.images.computeIfAbsent(result, _ -> new TreeSet<>()).add(image);
          }
          plan.pods.merge(results, running, Integer::sum);
          if (!cluster.has(group.account()) && group.kind() != PodKind.STATIC) {
            plan.unknown.add(group.account());
          }
        });
    return plan;
  }

  public List<Row> rows() {
    Map<Result, Integer> running = new HashMap<>();
    pods.forEach((results, number) ->
        results.forEach(result -> running.merge(result, number, Integer::sum)));
    List<Row> rows = new ArrayList<>();
    images.forEach(
        (result, names) -> rows.add(new Row(result, names, running.getOrDefault(result, 0))));
    rows.sort(
        Comparator.comparing((Row row) -> row.result().account())
            .thenComparing(row -> row.result().registry()));
    return rows;
  }

  /** The number of running pods with such a result; a pod with several counts once. */
  public int pods(Predicate<Result> predicate) {
    return podsByNamespace(predicate).values().stream().mapToInt(Integer::intValue).sum();
  }

  /** The same for each namespace that has pods with such a result. */
  public Map<String, Integer> podsByNamespace(Predicate<Result> predicate) {
    Map<String, Integer> counts = new TreeMap<>();
    pods.forEach((results, running) ->
        results.stream()
            .filter(predicate)
            .findFirst()
            .ifPresent(one -> counts.merge(one.account().namespace(), running, Integer::sum)));
    return counts;
  }

  public boolean has(Predicate<Result> predicate) {
    return images.keySet().stream().anyMatch(predicate);
  }

  /** The options of the new configuration whose files are on the nodes alone. */
  public Set<String> assumed() {
    return assumed;
  }

  /** The service accounts of pods that the input does not have: their annotations are not known. */
  public Set<ServiceAccount> unknown() {
    return unknown;
  }
}
