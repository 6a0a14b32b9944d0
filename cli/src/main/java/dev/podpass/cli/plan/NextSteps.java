// SPDX-License-Identifier: Apache-2.0
package dev.podpass.cli.plan;

import dev.podpass.admin.plan.Credential;
import dev.podpass.admin.plan.ServiceAccount;
import dev.podpass.admin.plan.SwitchPlan.Result;
import dev.podpass.admin.plan.SwitchPlan.Row;
import dev.podpass.cli.trust.TrustCommand;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * What is to be done before the switch: trust for each identity, annotations that are missing, and
 * the order of the namespaces.
 */
record NextSteps(List<String> commands, List<String> ready, List<String> others) {
  private static final int MOST = 3;

  NextSteps {
    commands = List.copyOf(commands);
    ready = List.copyOf(ready);
    others = List.copyOf(others);
  }

  static NextSteps of(List<Row> rows, String providers) {
    TreeMap<String, Set<String>> images = new TreeMap<>();
    Set<String> annotations = new TreeSet<>();
    Set<String> all = new TreeSet<>();
    Set<String> failing = new TreeSet<>();
    for (Row row : rows) {
      Result result = row.result();
      all.add(result.account().namespace());
      if (result.fails()) {
        failing.add(result.account().namespace());
      }
      if (result.after() instanceof Credential.OfPod(String provider, _, _)
          && TrustCommand.hasGuide(provider)) {
        images
            .computeIfAbsent(trust(provider, result.account()), _ -> new TreeSet<>())
            .addAll(row.images());
      }
      if (result.after() instanceof Credential.Failed failed && !failed.annotations().isEmpty()) {
        annotations.add(annotate(result.account(), failed.annotations()));
      }
    }
    List<String> commands = new ArrayList<>();
    if (rows.stream().anyMatch(row -> row.result().after() instanceof Credential.OfPod)) {
      commands.add("podpass rbac --providers=%s | kubectl apply -f -".formatted(providers));
    }
    images.forEach((command, names) ->
        commands.add(
            command
                + names.stream().map(name -> " --image=" + name).collect(Collectors.joining())));
    commands.addAll(annotations);
    Set<String> ready = new LinkedHashSet<>(all);
    ready.removeAll(failing);
    return new NextSteps(commands, List.copyOf(ready), List.copyOf(failing));
  }

  private static String annotate(ServiceAccount account, List<String> keys) {
    return "kubectl -n %s annotate serviceaccount %s%s"
        .formatted(
            account.namespace(),
            account.name(),
            keys.stream().map(key -> " " + key + "=VALUE").collect(Collectors.joining()));
  }

  private static String trust(String provider, ServiceAccount account) {
    return "podpass trust %s --issuer=ISSUER --service-account=%s".formatted(provider, account);
  }

  List<String> all() {
    List<String> lines = new ArrayList<>(commands);
    if (!others.isEmpty()) {
      lines.add("first the namespaces " + String.join(", ", ready));
      lines.add("when fixed, " + String.join(", ", others));
    }
    return lines;
  }

  List<String> shortened() {
    List<String> lines = new ArrayList<>(commands.stream().limit(MOST).toList());
    if (commands.size() > MOST) {
      lines.add("and %d more; --all prints them".formatted(commands.size() - MOST));
    }
    if (!others.isEmpty()) {
      lines.add("%d namespaces are ready, and not yet %s".formatted(ready.size(), some(others)));
    }
    return lines;
  }

  private static String some(List<String> names) {
    String named = names.stream().limit(MOST).collect(Collectors.joining(", "));
    return names.size() > MOST ? named + " and " + (names.size() - MOST) + " more" : named;
  }
}
