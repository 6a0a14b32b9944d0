// SPDX-License-Identifier: Apache-2.0
package dev.podpass.admin.plan;

import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;

/**
 * The pods and service accounts of a cluster, as far as they decide about pulls: pods that pull
 * alike are counted, not kept.
 */
public final class Cluster {
  private final Map<PodGroup, Integer> groups = new LinkedHashMap<>();
  private final Map<ServiceAccount, Map<String, String>> annotations = new HashMap<>();
  private final Map<String, Integer> skipped = new TreeMap<>();
  private int pods;
  private int templates;

  void add(PodTemplate pod) {
    pods++;
    groups.merge(pod.group(), 1, Integer::sum);
  }

  /** Adds a template, or a pod that has ended: it may pull, and no pod does now. */
  void addTemplate(PodTemplate template) {
    templates++;
    groups.merge(template.group(), 0, Integer::sum);
  }

  void add(ServiceAccount account, Map<String, String> its) {
    annotations.put(account, Map.copyOf(its));
  }

  void skip(String kind) {
    skipped.merge(kind, 1, Integer::sum);
  }

  /** Each group with the number of its running pods. */
  Map<PodGroup, Integer> groups() {
    return groups;
  }

  /** The annotations of a service account; none if the input does not have it. */
  Map<String, String> annotations(ServiceAccount account) {
    return annotations.getOrDefault(account, Map.of());
  }

  /** Whether the input has a service account. */
  boolean has(ServiceAccount account) {
    return annotations.containsKey(account);
  }

  /** The number of running pods. */
  public int pods() {
    return pods;
  }

  /** The number of templates, and of pods that have ended. */
  public int templates() {
    return templates;
  }

  /** The number of service accounts. */
  public int serviceAccounts() {
    return annotations.size();
  }

  /** The number of objects of kinds that do not pull, by kind, in the order of their names. */
  public Map<String, Integer> skipped() {
    return Collections.unmodifiableMap(skipped);
  }
}
