// SPDX-License-Identifier: Apache-2.0
package dev.podpass.cli;

import dev.podpass.dispatch.Providers;
import dev.podpass.doctor.Check;
import dev.podpass.doctor.Check.Verdict;
import dev.podpass.doctor.ConfigCheck;
import dev.podpass.doctor.NodeFiles;
import dev.podpass.doctor.NodeInspection;
import dev.podpass.failure.CredentialException;
import dev.podpass.failure.Kind;
import dev.podpass.kubelet.ConfigFile;
import dev.podpass.kubelet.Documents;
import dev.podpass.kubelet.FileEntry;
import dev.podpass.kubelet.Finding.Severity;
import dev.podpass.spi.ProviderOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import picocli.CommandLine.Model.CommandSpec;

/** Looks at a node and says what keeps images from being pulled. */
final class DoctorCommand implements Command {
  private static final Flag<Path> ROOT =
      Flag.plain(
          ProviderOption.of(
                  "root",
                  "FOLDER",
                  "Look at the node whose files lie here; its network is not tried.",
                  Path::of)
              .orElse("/"));

  private static final Flag<String> IMAGE =
      Flag.plain(
          ProviderOption.text(
              "image",
              "IMAGE",
              "Try the endpoints for this image too; may be repeated. Those of patterns without a *"
                  + " are tried anyway."));

  private static final Flag<Boolean> OFFLINE =
      Flag.plain(ProviderOption.flag("offline", "Do not try the network."));

  @Override
  public CommandSpec spec(Providers providers) {
    return HelpText.of(
            this,
            "doctor",
            "Look at this node and say what keeps kubelet from pulling with podpass.",
            "Finds kubelet's flags (its process, systemd, kubeadm, k3s, RKE2), judges the configuration"
                + " they name, looks for the programs and whether they can be run, and tries the"
                + " endpoints with kubelet's own proxies. Best run as root. Nothing is changed.")
        .flags(
            ROOT,
            IMAGE,
            ExplainOptions.ANNOTATION_FLAG,
            OFFLINE,
            ConfigOptions.KUBERNETES,
            GlobalOptions.CA_BUNDLE,
            GlobalOptions.DEADLINE,
            TokenOptions.JSON)
        .examples(
            providers,
            "sudo podpass doctor --image=registry.example.com/team-a/app",
            "podpass doctor --root=/mnt/node-image --json")
        .exits(
            "0   nothing failed", "64  an option is wrong", "78  something failed: see what to do");
  }

  @Override
  public int run(Invocation invocation) {
    Arguments arguments = invocation.arguments();
    NodeFiles files = NodeFiles.below(arguments.get(ROOT));
    NodeInspection inspection = new NodeInspection(files, path -> judge(invocation, path));
    List<Check> checks = new ArrayList<>(inspection.checks());
    if (files.isThisMachine() && !arguments.get(OFFLINE)) {
      checks.addAll(new EndpointChecks(invocation, inspection).check(arguments.all(IMAGE)));
    }
    inspection.entries().stream()
        .flatMap(entry -> entry.token().stream())
        .flatMap(token -> token.audience().stream())
        .map(FileEntry.Text::text)
        .distinct()
        .forEach(audience -> checks.add(authorization(audience)));
    int printed =
        invocation.print(
            arguments.get(TokenOptions.JSON)
                ? Documents.json(checks.stream().map(DoctorCommand::facts).toList())
                : text(checks));
    boolean failed = checks.stream().anyMatch(check -> check.verdict() == Verdict.FAILED);
    return failed ? Kind.CONFIGURATION.exitCode() : printed;
  }

  /** Only the API server knows, and kubelet's credentials for it are not ours to use. */
  private static Check authorization(String audience) {
    return Check.skipped(
        "RBAC for " + audience,
        "the API server is not asked",
        "kubectl auth can-i request-serviceaccounts-token-audience '%s' --as=system:node:$(hostname) --as-group=system:nodes"
            .formatted(audience));
  }

  private static ConfigCheck judge(Invocation invocation, Path path) {
    List<FileEntry> entries = new ArrayList<>();
    List<Check> checks = new ArrayList<>();
    Linting linting =
        new Linting(
            new OwnEntries(invocation.providers(), invocation.clock()),
            invocation.arguments().get(ConfigOptions.KUBERNETES));
    try {
      for (Path file : ConfigFiles.of(path)) {
        String text = invocation.read(file.toString());
        linting.add(file.toString(), text);
        entries.addAll(
            ConfigFile.read(text, invocation.arguments().get(ConfigOptions.KUBERNETES)).entries());
      }
    } catch (CredentialException e) {
      return new ConfigCheck(
          List.of(Check.failed("configuration", e.line(), "podpass config lint " + path)), entries);
    }
    linting.found().forEach(found -> checks.add(check(found)));
    if (checks.isEmpty()) {
      checks.add(
          Check.ok("configuration", path + " has " + entries.size() + " providers, none wrong"));
    }
    return new ConfigCheck(checks, entries);
  }

  private static Check check(Linting.Located found) {
    String todo = "podpass config lint " + found.file();
    return found.finding().severity() == Severity.WARNING
        ? Check.warning("configuration", found.toString(), todo)
        : Check.failed("configuration", found.toString(), todo);
  }

  private static Map<String, Object> facts(Check check) {
    Map<String, Object> facts = new LinkedHashMap<>();
    facts.put("verdict", check.verdict().name().toLowerCase(Locale.ROOT));
    facts.put("check", check.subject());
    facts.put("finding", check.finding());
    check.todo().ifPresent(todo -> facts.put("todo", todo));
    return facts;
  }

  private static String text(List<Check> checks) {
    List<Map<String, Object>> rows =
        checks.stream()
            .map(check -> {
              Map<String, Object> row = facts(check);
              row.remove("todo");
              return row;
            })
            .toList();
    List<String> todos =
        checks.stream()
            .filter(check -> check.verdict() != Verdict.OK)
            .flatMap(check -> check.todo().map(todo -> check.subject() + ": " + todo).stream())
            .distinct()
            .toList();
    Map<String, Object> sections = new LinkedHashMap<>();
    sections.put("checks", rows);
    if (!todos.isEmpty()) {
      sections.put("what to do", todos);
    }
    return Outline.text(sections);
  }
}
