// SPDX-License-Identifier: Apache-2.0
package dev.podpass.cli.command;

import dev.podpass.admin.kubeletconfig.ConfigDocument;
import dev.podpass.admin.kubeletconfig.ConfigFileUpdate;
import dev.podpass.admin.kubeletconfig.ConfigMerge;
import dev.podpass.admin.kubeletconfig.Finding.Severity;
import dev.podpass.admin.lint.ConfigLint;
import dev.podpass.admin.lint.FileFinding;
import dev.podpass.cli.options.Arguments;
import dev.podpass.cli.options.ConfigOptions;
import dev.podpass.failure.CredentialException;
import dev.podpass.failure.Kind;
import dev.podpass.pull.Providers;
import dev.podpass.settings.Flag;
import dev.podpass.spi.ProviderOption;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Model.CommandSpec;

/** Adds podpass to a node's configuration and leaves the rest as it is. */
final class MergeCommand implements Command {
  private static final Flag<Boolean> DRY_RUN =
      Flag.plain(
          ProviderOption.flag("dry-run", "Print what FILE would become, and write nothing."));

  @Override
  public CommandSpec spec(Providers providers) {
    return HelpText.of(
            this,
            "merge",
            "Add the providers you choose to a node's CredentialProviderConfig.",
            "Other entries stay as they are, comments too. An entry of the same name is replaced."
                + " FILE is replaced atomically, and the old one is kept beside it; if there is"
                + " nothing to change, nothing is written. Kubelet must be restarted after a"
                + " change.")
        .positional("FILE", "YAML or JSON; created if it does not exist.")
        .flags(
            ConfigOptions.PROVIDERS,
            ConfigOptions.KUBERNETES,
            ConfigOptions.NAME,
            ConfigOptions.REQUIRE_SERVICE_ACCOUNT,
            ConfigOptions.ENV,
            DRY_RUN)
        .pluginFlags(providers)
        .examples(
            providers,
            "podpass config merge --providers=ID /etc/kubernetes/credential-providers.yaml",
            "podpass config merge --providers=ID --dry-run config.yaml | diff config.yaml -")
        .exits(
            "0   merged, or nothing to change",
            "64  an option is wrong, or FILE cannot be read or written",
            "78  FILE is not what kubelet takes, or would not be afterwards");
  }

  @Override
  public int run(Invocation invocation) {
    Arguments arguments = invocation.arguments();
    Path file = Path.of(arguments.positional(0).orElseThrow(() -> LintCommand.noFile("merge")));
    ConfigDocument document = new ConfigFromFlags(invocation).document();
    Optional<String> before =
        Files.exists(file) ? Optional.of(invocation.read(file.toString())) : Optional.empty();
    ConfigMerge.Result result = merge(file, before, document);
    var _ = lint(invocation, file, result.text());
    if (arguments.get(DRY_RUN)) {
      return invocation.print(result.text());
    }
    return result.changes().isEmpty()
        ? unchanged(invocation, file)
        : write(invocation, file, document);
  }

  private static int unchanged(Invocation invocation, Path file) {
    return invocation.print("nothing changed: " + file + " has it already");
  }

  private static ConfigMerge.Result merge(
      Path file, Optional<String> before, ConfigDocument document) {
    return before
        .filter(text -> !text.isBlank())
        .map(text -> ConfigMerge.of(text, document))
        .orElseGet(() -> new ConfigMerge.Result(document.yaml(), List.of("created " + file)));
  }

  /** Merges again under the lock, with what the file holds then. */
  private static int write(Invocation invocation, Path file, ConfigDocument document) {
    List<String> changes = new ArrayList<>();
    List<FileFinding> warnings = new ArrayList<>();
    Optional<Path> backup =
        ConfigFileUpdate.change(
            file,
            invocation.clock().instant(),
            before -> {
              ConfigMerge.Result result = merge(file, before, document);
              warnings.addAll(lint(invocation, file, result.text()));
              changes.addAll(result.changes());
              return changes.isEmpty() ? Optional.empty() : Optional.of(result.text());
            });
    if (changes.isEmpty()) {
      return unchanged(invocation, file);
    }
    warnings.forEach(warning -> invocation.notes().note(warning.toString()));
    return invocation.print(
        String.join("\n", changes)
            + backup.map(old -> "\nthe file as it was is " + old).orElse("")
            + "\nrestart kubelet to use it");
  }

  /** What would keep kubelet from starting is not written. */
  private static List<FileFinding> lint(Invocation invocation, Path file, String text) {
    ConfigLint lint =
        new ConfigLint(invocation.checks(), invocation.arguments().get(ConfigOptions.KUBERNETES));
    lint.add(file.toString(), text);
    if (lint.has(Severity.REJECTED)) {
      throw new CredentialException(
          Kind.CONFIGURATION,
          "kubelet would not start with it, so nothing is written: " + lint.found().getFirst(),
          "podpass config lint " + file);
    }
    return lint.found();
  }
}
