// SPDX-License-Identifier: Apache-2.0
package dev.podpass.cli.plan;

import dev.podpass.admin.plan.Credential;
import dev.podpass.admin.plan.ServiceAccount;
import dev.podpass.admin.plan.SwitchPlan.Result;
import dev.podpass.admin.plan.SwitchPlan.Row;
import dev.podpass.cli.plan.NextCommands.TrustStep;
import dev.podpass.cli.report.Verbatim;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * What is to be done before the switch: trust for each identity, annotations that are missing, and
 * the order of the namespaces.
 */
record NextSteps(
    List<String> commands, List<TrustStep> trust, List<String> ready, List<String> others) {
  private static final int MOST = 3;

  NextSteps {
    commands = List.copyOf(commands);
    trust = List.copyOf(trust);
    ready = List.copyOf(ready);
    others = List.copyOf(others);
  }

  static NextSteps of(List<Row> rows, NextCommands commands) {
    Set<String> annotations = new TreeSet<>();
    Set<String> all = new TreeSet<>();
    Set<String> failing = new TreeSet<>();
    boolean tokens = false;
    for (Row row : rows) {
      Result result = row.result();
      all.add(result.account().namespace());
      if (result.fails()) {
        failing.add(result.account().namespace());
      }
      tokens |= result.after() instanceof Credential.OfPod;
      if (result.after() instanceof Credential.Failed failed && !failed.annotations().isEmpty()) {
        tokens = true;
        annotations.add(annotate(result.account(), failed.annotations()));
      }
    }
    List<String> lines = new ArrayList<>();
    if (tokens) {
      lines.add(commands.rbac());
    }
    lines.addAll(annotations);
    Set<String> ready = new LinkedHashSet<>(all);
    ready.removeAll(failing);
    return new NextSteps(lines, commands.trust(rows), List.copyOf(ready), List.copyOf(failing));
  }

  private static String annotate(ServiceAccount account, List<String> annotations) {
    return "kubectl -n %s annotate serviceaccount %s %s"
        .formatted(account.namespace(), account.name(), String.join(" ", annotations));
  }

  List<Object> all() {
    List<Object> lines = named(commands, Integer.MAX_VALUE);
    if (!others.isEmpty()) {
      if (!ready.isEmpty()) {
        lines.add("first the %s %s".formatted(noun(ready), String.join(", ", ready)));
      }
      lines.add("when its pods are fixed: %s".formatted(String.join(", ", others)));
    }
    return lines;
  }

  /**
   * Trust, whose images the pods' owners chose.
   *
   * @param identities those whose identity an owner chose, too, or those whose identity is of the
   *     options
   */
  List<TrustStep> chosen(boolean identities) {
    return trust.stream().filter(step -> step.byOwner() == identities).toList();
  }

  /** Their commands, all or a few. */
  List<Object> chosen(boolean identities, boolean all) {
    return named(
        chosen(identities).stream().map(TrustStep::command).toList(),
        all ? Integer.MAX_VALUE : MOST);
  }

  private static List<Object> named(List<String> commands, int most) {
    List<Object> lines = new ArrayList<>();
    commands.stream().limit(most).map(Verbatim::new).forEach(lines::add);
    if (commands.size() > most) {
      lines.add("and %d more; --all prints them".formatted(commands.size() - most));
    }
    return lines;
  }

  List<Object> shortened() {
    List<Object> lines = named(commands, MOST);
    if (!others.isEmpty()) {
      String not = "not yet ready: the %s %s".formatted(noun(others), some(others, MOST));
      lines.add(
          ready.isEmpty()
              ? not
              : "%s; ready: %d other %s".formatted(not, ready.size(), noun(ready)));
    }
    return lines;
  }

  private static String noun(List<String> names) {
    return names.size() == 1 ? "namespace" : "namespaces";
  }

  /** The first of these names, and how many there are beside them. */
  static String some(List<String> names, int most) {
    String named = names.stream().limit(most).collect(Collectors.joining(", "));
    return names.size() > most ? named + " and " + (names.size() - most) + " more" : named;
  }
}
