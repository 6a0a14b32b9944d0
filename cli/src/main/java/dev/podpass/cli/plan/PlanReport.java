// SPDX-License-Identifier: Apache-2.0
package dev.podpass.cli.plan;

import dev.podpass.admin.plan.Cluster;
import dev.podpass.admin.plan.Credential;
import dev.podpass.admin.plan.ServiceAccount;
import dev.podpass.admin.plan.SwitchPlan;
import dev.podpass.admin.plan.SwitchPlan.Result;
import dev.podpass.admin.plan.SwitchPlan.Row;
import dev.podpass.admin.text.Facts;
import dev.podpass.cli.plan.NextCommands.TrustStep;
import dev.podpass.cli.report.DisplayValue;
import dev.podpass.cli.report.DisplayValue.TextBlock;
import dev.podpass.cli.report.ReportFormat;
import dev.podpass.cli.report.Verbatim;
import dev.podpass.cli.report.VerdictWord;
import dev.podpass.cli.report.VerdictWord.Tone;
import dev.podpass.spi.secret.Redaction;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * The report of {@code plan}: a summary, what fails, what changes, what is to be done, and on
 * request every row.
 */
final class PlanReport {
  /** So that the report of a cluster of 80 service accounts fits a screen. */
  private static final int MOST_GROUPS = 4;

  private static final int MOST_ACCOUNTS = 3;
  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9._:/-]+");
  private static final String ANY = "NAMESPACE/NAME";

  /** Kubelet tries pull secrets first. */
  private static final String UNREAD_SECRET = "unless its pull secret is for this registry";

  private final Cluster cluster;
  private final SwitchPlan plan;
  private final List<Row> rows;
  private final NextSteps next;
  private final Optional<Set<String>> before;
  private final boolean all;

  /** A report that leaves nothing out if it is to show all. */
  PlanReport(
      Cluster cluster, SwitchPlan plan, NextSteps next, Optional<Set<String>> before, boolean all) {
    this.cluster = cluster;
    this.plan = plan;
    this.rows = plan.rows();
    this.next = next;
    this.before = before;
    this.all = all;
  }

  /** Whether pods fail that did not fail in the earlier plan. */
  boolean isWorse(Result result) {
    return result.fails()
        && before
            .filter(failing -> !failing.contains(result.account() + " " + result.registry()))
            .isPresent();
  }

  String text(boolean coloured) {
    List<Object> changing = groups(result -> result.changes() && !result.fails());
    List<Map<String, Object>> every = rows.stream().map(PlanReport::row).toList();
    return ReportFormat.text(
        Facts.of(
            "summary",
            summary(),
            "worse than before",
            before.map(_ -> DisplayValue.listOrNone(groups(this::isWorse))),
            "would fail to pull",
            Facts.any(groups(Result::fails)),
            "would pull with another identity",
            Facts.any(changing),
            "next",
            Facts.any(all ? next.all() : next.shortened()),
            "images chosen by the owners of the pods: run only if the service account may pull them",
            Facts.any(next.chosen(false, all)),
            "identities chosen by owners: run only if the service account may have its identity and"
                + " pull the images",
            Facts.any(next.chosen(true, all)),
            "every service account",
            Optional.of(every).filter(_ -> all)),
        coloured);
  }

  Map<String, Object> json() {
    return Facts.of(
        "summary", summary(),
        "pulls", rows.stream().map(this::json).toList(),
        "service accounts not in the input",
            plan.unknown().stream().map(ServiceAccount::toString).map(Verbatim::new).toList(),
        "next", next.commands().stream().map(Verbatim::new).toList(),
        "images chosen by owners", next.chosen(false).stream().map(PlanReport::json).toList(),
        "identities chosen by owners", next.chosen(true).stream().map(PlanReport::json).toList(),
        "ready namespaces", next.ready(),
        "other namespaces", next.others());
  }

  private Map<String, Object> summary() {
    Optional<Integer> unknown = Optional.of(plan.unknown().size()).filter(number -> number > 0);
    Map<String, Object> facts =
        Facts.of(
            "pods", cluster.pods(),
            "service accounts", cluster.serviceAccounts(),
            "nodes", Optional.of(cluster.nodes()).filter(nodes -> nodes > 0));
    PlanCounts.ALL.forEach((what, predicate) -> facts.put(what, count(predicate)));
    facts.putAll(
        Facts.of(
            "assumed files",
                Facts.any(plan.assumed())
                    .map(options ->
                        new DisplayValue(
                            options,
                            "%s: not here, and assumed to be right on the nodes"
                                .formatted(String.join(", ", options)))),
            "without annotations",
                unknown.map(number ->
                    new DisplayValue(
                        number,
                        counted(number, "service account")
                            + " of pods not in the input: give kubectl get serviceaccounts as"
                            + " well")),
            "skipped",
                Optional.of(cluster.skipped())
                    .filter(skipped -> !skipped.isEmpty())
                    .map(skipped -> new DisplayValue(skipped, skipped()))));
    return facts;
  }

  private String skipped() {
    return cluster.skipped().entrySet().stream()
        .map(kind -> kind.getValue() + " " + kind.getKey())
        .collect(Collectors.joining(", "));
  }

  private DisplayValue count(Predicate<Result> predicate) {
    int pods = plan.pods(predicate);
    long accounts =
        rows.stream().map(Row::result).filter(predicate).map(Result::account).distinct().count();
    return new DisplayValue(
        Facts.of("pods", pods, "service accounts", accounts),
        accounts == 0
            ? "none"
            : counted(pods, "pod") + ", " + counted(accounts, "service account"));
  }

  private static String counted(long number, String noun) {
    return number + " " + noun + (number == 1 ? "" : "s");
  }

  /** Rows that differ only in the service account and its identity are one group. */
  private List<Object> groups(Predicate<Result> predicate) {
    Map<String, List<Row>> groups = new LinkedHashMap<>();
    rows.stream()
        .filter(row -> predicate.test(row.result()))
        .forEach(
            row -> groups.computeIfAbsent(similar(row.result()), _ -> new ArrayList<>()).add(row));
    List<Object> shown = new ArrayList<>();
    groups.values().stream()
        .sorted((one, other) -> pods(other) - pods(one))
        .limit(all ? Long.MAX_VALUE : MOST_GROUPS)
        .forEach(group -> shown.addAll(lines(group)));
    if (!all && groups.size() > MOST_GROUPS) {
      shown.add("and %d more; --all prints them".formatted(groups.size() - MOST_GROUPS));
    }
    return shown;
  }

  private static int pods(List<Row> group) {
    return group.stream().mapToInt(Row::pods).sum();
  }

  private static String similar(Result result) {
    return result.registry()
        + verdict(result.today())
        + generalized(result)
        + result.hasPullSecret();
  }

  private static String generalized(Result result) {
    return result.after() instanceof Credential.OfPod
        ? verdict(result.after())
        : general(words(result.after()), result);
  }

  /** Without the service account, which the line above names. */
  private static String general(String text, Result result) {
    return text.replace(" for service account " + result.account(), "")
        .replace(result.account().toString(), ANY);
  }

  /** With the service account's name, however long it is. */
  private static Verbatim masked(String text, Result result) {
    String name = result.account().toString();
    return new Verbatim(Redaction.line(text.replace(name, ANY)).replace(ANY, name));
  }

  private List<Object> lines(List<Row> group) {
    Result first = group.getFirst().result();
    List<Object> lines = new ArrayList<>();
    List<String> accounts =
        group.stream().map(row -> row.result().account().toString()).distinct().toList();
    lines.add(
        new Verbatim(
            "%s: %s of %s"
                .formatted(
                    first.registry(),
                    counted(pods(group), "pod"),
                    NextSteps.some(accounts, all ? Integer.MAX_VALUE : MOST_ACCOUNTS))));
    lines.add(
        new TextBlock(
            "",
            List.of("  today %s; then %s".formatted(verdict(first.today()), generalized(first)))));
    if (first.hasPullSecret()) {
      lines.add(new TextBlock("", List.of("  " + UNREAD_SECRET)));
    }
    if (first.after() instanceof Credential.Failed failed && !failed.fix().isEmpty()) {
      lines.add(new TextBlock("", List.of("  fix: " + general(failed.fix(), first))));
    }
    return lines;
  }

  /** What is not shaped like a name may be anything, also a secret. */
  private static Object name(String image) {
    return NAME.matcher(image).matches() ? new Verbatim(image) : image;
  }

  private static Map<String, Object> row(Row row) {
    Result result = row.result();
    return Facts.of(
        "verdict", mark(result),
        "account", new Verbatim(result.account().toString()),
        "registry", name(result.registry()),
        "pods", row.pods(),
        "today", verdict(result.today()),
        "then",
            masked(
                words(result.after()) + (result.hasPullSecret() ? ", " + UNREAD_SECRET : ""),
                result));
  }

  private static VerdictWord mark(Result result) {
    if (result.fails()) {
      return new VerdictWord("fails", Tone.BAD);
    }
    return result.changes()
        ? new VerdictWord("changes", Tone.OPEN)
        : new VerdictWord("same", Tone.GOOD);
  }

  private Map<String, Object> json(Row row) {
    Result result = row.result();
    return Facts.of(
        "service account", new Verbatim(result.account().toString()),
        "registry", name(result.registry()),
        "images", row.images().stream().map(PlanReport::name).toList(),
        "pods", row.pods(),
        "pull secret", result.hasPullSecret(),
        "today", json(result.today(), result),
        "then", json(result.after(), result),
        "fails", result.fails(),
        "changes", result.changes(),
        "worse", before.map(_ -> isWorse(result)));
  }

  private static Map<String, Object> json(TrustStep step) {
    return Facts.of(
        "service account",
        new Verbatim(step.account().toString()),
        "identity",
        step.credential().identity(),
        "source",
        step.credential().source(),
        "command",
        new Verbatim(step.command()));
  }

  private static Map<String, Object> json(Credential credential, Result result) {
    Map<String, Object> facts = Facts.of("credential", verdict(credential));
    switch (credential) {
      case Credential.OfPod pod -> {
        facts.put("provider", pod.provider());
        facts.put("identity", pod.identity());
        facts.put("source", pod.source());
      }
      case Credential.OfNode(String entry) -> facts.put("entry", entry);
      case Credential.Failed(String reason, String fix, _) -> {
        facts.put("reason", masked(reason, result));
        facts.put("fix", masked(fix, result));
      }
      case Credential.Elsewhere(String where) -> facts.put("where", where);
      case Credential.None _, Credential.Unserved _ -> {}
    }
    return facts;
  }

  private static String verdict(Credential credential) {
    return switch (credential) {
      case Credential.OfPod _ -> "itself";
      case Credential.OfNode _ -> "the node";
      case Credential.None _ -> "anonymous";
      case Credential.Unserved _ -> "anonymous, no entry matches";
      case Credential.Elsewhere _ -> "not by podpass";
      case Credential.Failed _ -> "fails";
    };
  }

  private static String words(Credential credential) {
    return switch (credential) {
      case Credential.OfPod pod -> "itself, as %s (%s)".formatted(pod.identity(), pod.source());
      case Credential.Failed(String reason, _, _) -> "fails: " + reason;
      case Credential.Elsewhere(String where) -> "not by podpass (" + where + ")";
      case Credential.OfNode _, Credential.None _, Credential.Unserved _ -> verdict(credential);
    };
  }
}
