// SPDX-License-Identifier: Apache-2.0
package dev.podpass.cli.plan;

import dev.podpass.admin.plan.Credential;
import dev.podpass.admin.plan.SwitchPlan;
import dev.podpass.admin.plan.SwitchPlan.Result;
import java.util.ArrayList;
import java.util.Arrays;
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

  static String csv(SwitchPlan plan) {
    return rows(plan).map(row -> String.join(",", row) + "\n").collect(Collectors.joining());
  }

  static String markdown(SwitchPlan plan) {
    List<String> lines =
        rows(plan)
            .map(row -> "| " + String.join(" | ", row) + " |\n")
            .collect(Collectors.toCollection(ArrayList::new));
    lines.add(1, "|---|" + "---:|".repeat(ALL.size() + 1) + "\n");
    return String.join("", lines);
  }

  private static Stream<List<String>> rows(SwitchPlan plan) {
    List<String> title =
        Stream.concat(Stream.of("namespace", "pods"), ALL.keySet().stream()).toList();
    return Stream.concat(
        Stream.of(title),
        plan.byNamespace(ALL.values()).entrySet().stream()
            .map(row ->
                Stream.concat(
                        Stream.of(row.getKey()),
                        Arrays.stream(row.getValue()).mapToObj(String::valueOf))
                    .toList()));
  }
}
