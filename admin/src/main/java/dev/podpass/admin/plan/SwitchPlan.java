// SPDX-License-Identifier: Apache-2.0
package dev.podpass.admin.plan;

import dev.podpass.admin.plan.PodGroup.PodKind;
import dev.podpass.core.protocol.DockerHub;
import dev.podpass.spi.image.ImageReference;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/**
 * What a change of kubelet's configuration does to the pulls of a cluster: one row for each service
 * account, registry and result.
 */
public final class SwitchPlan {
  private final Cluster cluster;
  private final Map<PodGroup, Integer> groups;
  private final NodeEntries today;
  private final NodeEntries after;
  private final Map<Result, Collection<String>> images = new LinkedHashMap<>();

  /** By a group without its images, and by image. */
  private final Map<PodGroup, Map<String, Result>> results = new HashMap<>();

  private final Map<Result, Result> same = new HashMap<>();

  private SwitchPlan(Cluster cluster, NodeEntries today, NodeEntries after) {
    this.cluster = cluster;
    this.groups = cluster.groups();
    this.today = today;
    this.after = after;
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

  public static SwitchPlan of(Cluster cluster, NodeEntries today, NodeEntries after) {
    SwitchPlan plan = new SwitchPlan(cluster, today, after);
    for (PodGroup group : plan.groups.keySet()) {
      group
          .images()
          .forEach(image ->
              plan.images
                  .computeIfAbsent(plan.result(group, image), _ -> new TreeSet<>())
                  .add(image));
    }
    return plan;
  }

  private Result result(PodGroup group, String image) {
    return results
        .computeIfAbsent(group.withoutImages(), _ -> new HashMap<>())
        .computeIfAbsent(
            image,
            _ -> {
              Map<String, String> annotations = cluster.annotations(group.account());
              Result result =
                  new Result(
                      group.account(),
                      ImageReference.host(DockerHub.expand(image)),
                      today.credential(group, image, annotations),
                      after.credential(group, image, annotations),
                      group.kind() == PodKind.WITH_PULL_SECRET);
              return same.computeIfAbsent(result, first -> first);
            });
  }

  private Set<Result> results(PodGroup group) {
    return group.images().stream().map(image -> result(group, image)).collect(Collectors.toSet());
  }

  public List<Row> rows() {
    Map<Result, Integer> pods = new HashMap<>();
    groups.forEach((group, running) ->
        results(group).forEach(result -> pods.merge(result, running, Integer::sum)));
    List<Row> rows = new ArrayList<>();
    images.forEach(
        (result, names) -> rows.add(new Row(result, names, pods.getOrDefault(result, 0))));
    rows.sort(
        Comparator.comparing((Row row) -> row.result().account())
            .thenComparing(row -> row.result().registry()));
    return rows;
  }

  /** The number of running pods with such a result; a pod with several counts once. */
  public int pods(Predicate<Result> predicate) {
    return groups.entrySet().stream()
        .filter(group ->
            group.getKey().images().stream()
                .anyMatch(image -> predicate.test(result(group.getKey(), image))))
        .mapToInt(Map.Entry::getValue)
        .sum();
  }

  /** The number of running pods in each namespace: of all, and of those with such results. */
  public Map<String, int[]> byNamespace(Collection<Predicate<Result>> predicates) {
    Map<String, int[]> counts = new TreeMap<>();
    groups.forEach((group, running) -> {
      int[] row =
          counts.computeIfAbsent(group.account().namespace(), _ -> new int[predicates.size() + 1]);
      Set<Result> results = results(group);
      int column = 0;
      row[column] += running;
      for (Predicate<Result> predicate : predicates) {
        row[++column] += results.stream().anyMatch(predicate) ? running : 0;
      }
    });
    return counts;
  }

  public boolean has(Predicate<Result> predicate) {
    return images.keySet().stream().anyMatch(predicate);
  }

  /** The options of the new configuration whose files are on the nodes alone. */
  public Set<String> assumed() {
    return after.assumed();
  }

  /** The service accounts of pods that the input does not have: their annotations are not known. */
  public Set<ServiceAccount> unknown() {
    Set<ServiceAccount> unknown = new TreeSet<>();
    for (PodGroup group : groups.keySet()) {
      if (!cluster.has(group.account()) && group.kind() != PodKind.STATIC) {
        unknown.add(group.account());
      }
    }
    return unknown;
  }
}
