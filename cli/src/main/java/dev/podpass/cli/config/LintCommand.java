// SPDX-License-Identifier: Apache-2.0
package dev.podpass.cli.config;

import dev.podpass.admin.kubeletconfig.ConfigFiles;
import dev.podpass.admin.kubeletconfig.Finding.Severity;
import dev.podpass.admin.lint.ConfigLint;
import dev.podpass.admin.lint.ConfigLint.FileFinding;
import dev.podpass.admin.text.Facts;
import dev.podpass.cli.command.Command;
import dev.podpass.cli.command.CommandContext;
import dev.podpass.cli.help.HelpText;
import dev.podpass.cli.options.Arguments;
import dev.podpass.cli.options.Usage;
import dev.podpass.cli.report.VerdictWord;
import dev.podpass.cli.report.VerdictWord.Tone;
import dev.podpass.core.pull.Providers;
import dev.podpass.core.settings.Flag;
import dev.podpass.spi.ProviderOption;
import dev.podpass.spi.failure.CredentialException;
import dev.podpass.spi.failure.Kind;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Collectors;
import picocli.CommandLine.Model.CommandSpec;

/** The command {@code config lint}: validates kubelet's configuration before kubelet reads it. */
final class LintCommand implements Command {
  private static final Flag<Boolean> STRICT =
      Flag.plain(ProviderOption.flag("strict", "Count warnings as problems."));

  static final Flag<Path> BIN_DIR =
      Flag.plain(
          ProviderOption.of(
              "bin-dir",
              "DIRECTORY",
              "Kubelet's plugin directory: kubelet does not start if an entry's"
                  + " program is missing or cannot run.",
              Path::of));

  @Override
  public CommandSpec spec(Providers providers) {
    return HelpText.of(
            this,
            "lint",
            "Check a CredentialProviderConfig: what kubelet rejects, and what never matches.",
            "FILE may be a directory, as for kubelet. Each finding has its line: rejected (kubelet"
                + " does not start), ineffective (it starts, and this does nothing, or not what it"
                + " should), warning.")
        .positional("FILE", "YAML or JSON; - is stdin.")
        .flags(BIN_DIR, STRICT, Usage.JSON)
        .examples(
            providers,
            "podpass config lint /etc/kubernetes/credential-providers.yaml",
            "podpass config lint --strict --json config.yaml")
        .exits(
            "0   nothing rejected or ineffective", "64  it cannot be read", "78  problems found");
  }

  @Override
  public int run(CommandContext context) {
    Arguments arguments = context.arguments();
    String path = file(arguments, "lint");
    ConfigLint lint = lint(context);
    if (path.equals("-")) {
      lint.add("stdin", context.read("-"));
    } else {
      ConfigFiles.read(Path.of(path), lint::add);
    }
    boolean bad = lint.has(arguments.get(STRICT) ? Severity.WARNING : Severity.INEFFECTIVE);
    int printed =
        context.report(
            () -> facts(lint),
            () ->
                text(lint, context.process().coloured())
                    + (arguments.find(BIN_DIR).isPresent() || lint.has(Severity.REJECTED)
                        ? ""
                        : "\nplugin programs were not checked; add --bin-dir=DIRECTORY"));
    return bad ? Kind.CONFIGURATION.exitCode() : printed;
  }

  private static ConfigLint lint(CommandContext context) {
    ConfigLint lint = new ConfigLint(context.checks());
    return context.arguments().find(BIN_DIR).map(lint::withPrograms).orElse(lint);
  }

  private static String verdict(ConfigLint lint) {
    return lint.has(Severity.REJECTED)
        ? "kubelet does not start with this"
        : lint.has(Severity.INEFFECTIVE)
            ? "kubelet starts with this, and not all of it does what it should"
            : lint.has(Severity.WARNING)
                ? "kubelet starts with this; see the warnings"
                : "kubelet starts with this, and nothing is wrong";
  }

  private static Map<String, Object> facts(ConfigLint lint) {
    return Facts.of(
        "verdict", verdict(lint),
        "findings", lint.found().stream().map(LintCommand::facts).toList());
  }

  private static String text(ConfigLint lint, boolean coloured) {
    return lint.found().stream()
            .map(found -> found.text(mark(found).painted(found.severity(), coloured)))
            .collect(Collectors.joining("\n", "", "\n"))
            .stripLeading()
        + verdict(lint);
  }

  private static VerdictWord mark(FileFinding found) {
    return new VerdictWord(
        found.severity(),
        switch (found.finding().severity()) {
          case REJECTED, INEFFECTIVE -> Tone.BAD;
          case WARNING -> Tone.OPEN;
        });
  }

  private static Map<String, Object> facts(FileFinding found) {
    return Facts.of(
        "file", found.file(),
        "line", found.finding().line(),
        "severity", found.severity(),
        "message", found.finding().message());
  }

  /** The file that a command of {@code config} is given. */
  static String file(Arguments arguments, String command) {
    return arguments
        .positional()
        .filter(path -> !path.isEmpty())
        .orElseThrow(() ->
            new CredentialException(
                Kind.USAGE, "no file is named", "podpass config " + command + " FILE"));
  }
}
