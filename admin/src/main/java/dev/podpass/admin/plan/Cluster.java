// SPDX-License-Identifier: Apache-2.0
package dev.podpass.admin.plan;

import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * The pods and service accounts of a cluster, as far as they decide about pulls: pods that pull
 * alike are counted, not kept.
 */
public final class Cluster {
  private final Map<OnNode, Integer> groups = new LinkedHashMap<>();
  private final Set<PodGroup> groupsOfTemplates = new LinkedHashSet<>();
  private final Map<ServiceAccount, Map<String, String>> annotations = new HashMap<>();
  private final Set<ServiceAccount> withPullSecret = new HashSet<>();
  private final Map<String, String> closedNodes = new HashMap<>();
  private final Map<String, Integer> skipped = new TreeMap<>();
  private final Map<Object, Object> shared = new HashMap<>();
  private int pods;
  private int templates;

  /** Pods on a node that was not read before them, or on any that was. */
  private record OnNode(PodGroup group, String node) {}

  void add(PodTemplate pod) {
    pods++;
    String closed = closedNodes.get(pod.node());
    OnNode group =
        closed == null
            ? new OnNode(share(pod.group()), shared(pod.node()))
            : new OnNode(share(pod.group().at(closed)), "");
    groups.merge(group, 1, Integer::sum);
  }

  /** Adds a template, or a pod that has ended: it may pull, and no pod does now. */
  void addTemplate(PodTemplate template) {
    templates++;
    groupsOfTemplates.add(share(template.group()));
  }

  void add(ServiceAccount account, Map<String, String> values, boolean pullSecret) {
    annotations.put(account, Map.copyOf(values));
    if (pullSecret) {
      withPullSecret.add(account);
    }
  }

  /** Adds a node, and why podpass cannot be there; empty if it can. */
  void addNode(String name, String closed) {
    closedNodes.put(name, closed);
  }

  void skip(String kind) {
    skipped.merge(kind, 1, Integer::sum);
  }

  /** The same of equal parts: a cluster names each image and each service account many times. */
  private PodGroup share(PodGroup group) {
    return new PodGroup(
        shared(group.account()),
        group.kind(),
        group.elsewhere(),
        shared(Set.copyOf(group.images().stream().map(this::<String>shared).toList())));
  }

  @SuppressWarnings("unchecked") // An equal value has the same type.
  private <T> T shared(T value) {
    return (T) shared.computeIfAbsent(value, same -> same);
  }

  /**
   * Each group with the number of its running pods. The API server gives a pod that is made of a
   * template the pull secrets of its service account.
   */
  Map<PodGroup, Integer> groups() {
    Map<PodGroup, Integer> all = new LinkedHashMap<>();
    groups.forEach((on, number) ->
        all.merge(on.group().at(closedNodes.getOrDefault(on.node(), "")), number, Integer::sum));
    for (PodGroup template : groupsOfTemplates) {
      boolean secret = withPullSecret.contains(template.account());
      all.putIfAbsent(secret ? template.withPullSecret() : template, 0);
    }
    return all;
  }

  /** The annotations of a service account; none if the input does not have it. */
  Map<String, String> annotations(ServiceAccount account) {
    return annotations.getOrDefault(account, Map.of());
  }

  boolean has(ServiceAccount account) {
    return annotations.containsKey(account);
  }

  public int pods() {
    return pods;
  }

  /** The number of templates, and of pods that have ended. */
  public int templates() {
    return templates;
  }

  public int serviceAccounts() {
    return annotations.size();
  }

  /** The number of nodes. */
  public int nodes() {
    return closedNodes.size();
  }

  /** The number of objects of kinds that do not pull, by kind, in the order of their names. */
  public Map<String, Integer> skipped() {
    return Collections.unmodifiableMap(skipped);
  }
}
