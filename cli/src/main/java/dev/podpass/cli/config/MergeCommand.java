// SPDX-License-Identifier: Apache-2.0
package dev.podpass.cli.config;

import dev.podpass.admin.kubeletconfig.ConfigDocument;
import dev.podpass.admin.kubeletconfig.ConfigFileUpdate;
import dev.podpass.admin.kubeletconfig.ConfigMerge;
import dev.podpass.admin.kubeletconfig.ConfigMerge.Placement;
import dev.podpass.admin.kubeletconfig.ProviderEntry;
import dev.podpass.admin.lint.ConfigLint;
import dev.podpass.admin.lint.ConfigLint.FileFinding;
import dev.podpass.admin.node.ManagedFile;
import dev.podpass.admin.node.NodeFiles;
import dev.podpass.admin.node.NodeInspection;
import dev.podpass.admin.text.Facts;
import dev.podpass.admin.text.UnifiedDiff;
import dev.podpass.cli.command.Command;
import dev.podpass.cli.command.CommandContext;
import dev.podpass.cli.help.HelpText;
import dev.podpass.cli.options.Arguments;
import dev.podpass.cli.options.Usage;
import dev.podpass.cli.report.DisplayValue.TextBlock;
import dev.podpass.core.pull.Providers;
import dev.podpass.core.settings.Flag;
import dev.podpass.spi.ProviderOption;
import dev.podpass.spi.failure.CredentialException;
import dev.podpass.spi.failure.Kind;
import dev.podpass.spi.secret.Redaction;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import picocli.CommandLine.Model.CommandSpec;

/** The command {@code config merge}: merges podpass's entries into a node's configuration. */
final class MergeCommand implements Command {
  private static final Flag<Boolean> DRY_RUN =
      Flag.plain(
          ProviderOption.flag("dry-run", "Print the change as a unified diff, and write nothing."));

  @Override
  public CommandSpec spec(Providers providers) {
    return HelpText.of(
            this,
            "merge",
            "Add the providers you choose to a node's CredentialProviderConfig.",
            "Other entries stay as they are, comments too. An entry of the same name is replaced."
                + " If another entry serves the same images, choose --first or --replace: kubelet"
                + " tries the credential of the earlier entry first. FILE is replaced atomically,"
                + " and the old one is kept beside it; if there is nothing to change, nothing is"
                + " written. Kubelet must be restarted after a change. If FILE is the running kubelet's, the"
                + " programs of all entries must be in its plugin directory.")
        .positional("FILE", "YAML or JSON; created with mode 0600 if it does not exist.")
        .flags(
            ConfigOptions.PROVIDERS,
            ConfigOptions.NAME,
            ConfigOptions.ENV,
            ConfigOptions.FIRST,
            ConfigOptions.REPLACE,
            LintCommand.BIN_DIR,
            DRY_RUN,
            Usage.JSON)
        .pluginFlags(providers)
        .examples(
            providers,
            "podpass config merge --providers=ID /etc/kubernetes/credential-providers.yaml",
            "podpass config merge --providers=ID --first --dry-run config.yaml",
            "podpass config merge --providers=ID --replace=NAME --without-token=node config.yaml")
        .exits(
            "0   merged, or nothing to change",
            "64  an option is wrong, or FILE cannot be read or written",
            "78  FILE is not what kubelet takes, or would not be afterwards, or another entry in it"
                + " serves the same images");
  }

  @Override
  public int run(CommandContext context) {
    Arguments arguments = context.arguments();
    Path file = Path.of(LintCommand.file(arguments, "merge"));
    if (file.equals(Path.of("-"))) {
      throw new CredentialException(
          Kind.USAGE, "merge changes a file, not stdin", "podpass config merge FILE");
    }
    ConfigFromFlags flags = new ConfigFromFlags(context);
    ConfigDocument given = flags.document();
    flags.warnings().forEach(context::note);
    Placement placement = flags.placement();
    Optional<String> before =
        Files.exists(file) ? Optional.of(context.read(file.toString())) : Optional.empty();
    ConfigDocument document = before.map(flags::documentFor).orElse(given);
    ConfigMerge.Result result = merge(file, before, document, placement);
    List<FileFinding> warnings = lint(context, file, result.text(), first(document, placement));
    if (arguments.get(DRY_RUN)) {
      warnings.forEach(warning -> context.note(warning.toString()));
      result.remarks().forEach(context::note);
      String diff =
          Redaction.withoutPasswords(
              UnifiedDiff.of(
                  before.isPresent() ? file.toString() : "/dev/null",
                  before.orElse(""),
                  file.toString(),
                  result.text()));
      return print(
          context, file, result.changes(), Map.of("diff", new TextBlock(diff, List.of())), diff);
    }
    int status =
        result.changes().isEmpty()
            ? unchanged(context, file)
            : write(context, file, document, placement);
    flags.exposure(file, file.toString()).ifPresent(context::note);
    return status;
  }

  private static int unchanged(CommandContext context, Path file) {
    String text = "no change: " + file + " already has this entry";
    return print(context, file, List.of(), Map.of(), text);
  }

  /** Prints a text, or the facts in it as JSON. */
  private static int print(
      CommandContext context, Path file, List<String> changes, Map<String, ?> more, String text) {
    Map<String, Object> facts = Facts.of("file", file.toString(), "changes", changes);
    facts.putAll(more);
    return context.report(() -> facts, () -> text);
  }

  private static ConfigMerge.Result merge(
      Path file, Optional<String> before, ConfigDocument document, Placement placement) {
    Optional<String> content = before.filter(text -> !text.isBlank());
    if (content.isEmpty() && placement instanceof Placement.Replacing(String replaced)) {
      throw new CredentialException(
          Kind.CONFIGURATION,
          "%s has no entry %s to replace; nothing was changed".formatted(file, replaced),
          "name the file that kubelet reads, or leave out --replace");
    }
    return content
        .map(text -> ConfigMerge.of(text, document, placement))
        .orElseGet(() ->
            new ConfigMerge.Result(
                document.yaml(),
                List.of(),
                List.of("created " + file),
                List.of(
                    "kubelet uses it only if --image-credential-provider-config points to it; podpass"
                        + " doctor shows what that flag names"),
                List.of()));
  }

  /** Merges again under the lock, with the file's content at that time. */
  private static int write(
      CommandContext context, Path file, ConfigDocument document, Placement placement) {
    List<String> lines = new ArrayList<>();
    List<FileFinding> warnings = new ArrayList<>();
    Optional<Path> backup =
        ConfigFileUpdate.change(
            file,
            context.clock().instant(),
            before -> {
              ConfigMerge.Result result = merge(file, before, document, placement);
              warnings.addAll(lint(context, file, result.text(), first(document, placement)));
              lines.addAll(result.changes());
              boolean same = lines.isEmpty();
              lines.addAll(result.remarks());
              return same ? Optional.empty() : Optional.of(result.text());
            });
    if (lines.isEmpty()) {
      return unchanged(context, file);
    }
    warnings.forEach(warning -> context.note(warning.toString()));
    return print(
        context,
        file,
        lines,
        backup.map(old -> Map.of("backup", old.toString())).orElse(Map.of()),
        String.join("\n", lines)
            + backup.map(old -> "\nbackup: " + old).orElse("")
            + ManagedFile.at(file.toAbsolutePath().toString())
                .map(managed -> "\n" + managed.written() + ": " + managed.instead())
                .orElse("")
            + "\nrestart kubelet to use it");
  }

  /** The entries that are tried before others because the operator wants it. */
  private static Set<String> first(ConfigDocument document, Placement placement) {
    return placement instanceof Placement.First
        ? document.entries().stream().map(ProviderEntry::name).collect(Collectors.toSet())
        : Set.of();
  }

  /** Rejects a result that kubelet would not start with. */
  private static List<FileFinding> lint(
      CommandContext context, Path file, String text, Set<String> first) {
    ConfigLint lint = new ConfigLint(context.checks()).withFirst(first);
    // Kubelet does not start if a program is missing.
    context
        .arguments()
        .find(LintCommand.BIN_DIR)
        .or(() -> new NodeInspection(NodeFiles.below(Path.of("/"))).pluginsFor(file))
        .ifPresent(lint::withPrograms);
    lint.add(file.toString(), text);
    lint.requireAccepted(file.toString());
    return lint.found();
  }
}
