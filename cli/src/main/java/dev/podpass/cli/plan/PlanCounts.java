// SPDX-License-Identifier: Apache-2.0
package dev.podpass.cli.plan;

import dev.podpass.admin.plan.Credential;
import dev.podpass.admin.plan.SwitchPlan;
import dev.podpass.admin.plan.SwitchPlan.Result;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What a plan counts, and the counts of each namespace as a table for its owners. */
final class PlanCounts {
  /** By what is counted. */
  static final Map<String, Predicate<Result>> ALL = new LinkedHashMap<>();

  static {
    ALL.put("as themselves", result -> result.after() instanceof Credential.OfPod);
    ALL.put("as the node", result -> result.after() instanceof Credential.OfNode);
    ALL.put("by unread secrets", Result::needsPullSecret);
    ALL.put(
        "without a credential",
        result ->
            !result.hasPullSecret()
                && (result.after() instanceof Credential.None
                    || result.after() instanceof Credential.Unserved));
    ALL.put("not by podpass", result -> result.after() instanceof Credential.Elsewhere);
    ALL.put("failing", result -> result.after() instanceof Credential.Failed);
    ALL.put("changed", Result::changes);
  }

  private PlanCounts() {}

  /** A table with a line for each namespace: its name and the numbers of its pods. */
  static List<List<String>> byNamespace(SwitchPlan plan) {
    List<List<String>> table = new ArrayList<>();
    table.add(Stream.concat(Stream.of("namespace", "pods"), ALL.keySet().stream()).toList());
    Map<String, Integer> all = plan.podsByNamespace(_ -> true);
    List<Map<String, Integer>> columns =
        Stream.concat(Stream.of(all), ALL.values().stream().map(plan::podsByNamespace)).toList();
    for (String namespace : all.keySet()) {
      Stream<String> numbers =
          columns.stream().map(column -> "" + column.getOrDefault(namespace, 0));
      table.add(Stream.concat(Stream.of(namespace), numbers).toList());
    }
    return table;
  }

  static String csv(SwitchPlan plan) {
    return lines(byNamespace(plan), "", ",", "\n");
  }

  static String markdown(SwitchPlan plan) {
    List<List<String>> table = byNamespace(plan);
    table.add(
        1,
        Stream.concat(Stream.of("---", "---:"), ALL.keySet().stream().map(_ -> "---:")).toList());
    return lines(table, "| ", " | ", " |\n");
  }

  private static String lines(List<List<String>> table, String start, String between, String end) {
    return table.stream()
        .map(line -> line.stream().collect(Collectors.joining(between, start, end)))
        .collect(Collectors.joining());
  }
}
