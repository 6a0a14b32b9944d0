// SPDX-License-Identifier: Apache-2.0
package dev.podpass.cli.command;

import dev.podpass.admin.kubeletconfig.Documents;
import dev.podpass.admin.kubeletconfig.Finding.Severity;
import dev.podpass.cli.options.Arguments;
import dev.podpass.cli.options.ConfigOptions;
import dev.podpass.cli.options.TokenOptions;
import dev.podpass.failure.CredentialException;
import dev.podpass.failure.Kind;
import dev.podpass.pull.Providers;
import dev.podpass.settings.Flag;
import dev.podpass.spi.ProviderOption;
import java.nio.file.Path;
import java.util.stream.Collectors;
import picocli.CommandLine.Model.CommandSpec;

/** Tells what kubelet makes of a configuration before kubelet does. */
final class LintCommand implements Command {
  private static final Flag<Boolean> STRICT =
      Flag.plain(ProviderOption.flag("strict", "Let warnings count as well."));

  @Override
  public CommandSpec spec(Providers providers) {
    return HelpText.of(
            this,
            "lint",
            "Tell what kubelet would refuse or never match in its CredentialProviderConfig.",
            "FILE may be a folder, as for kubelet. Each finding has its line: refused (kubelet does not"
                + " start), useless (it starts, and this does nothing, or not what it should), warning.")
        .positional("FILE", "YAML or JSON; - is stdin.")
        .flags(ConfigOptions.KUBERNETES, STRICT, TokenOptions.JSON)
        .examples(
            providers,
            "podpass config lint /etc/kubernetes/credential-providers.yaml",
            "podpass config lint --kubernetes=1.33 --strict --json config.yaml")
        .exits("0   nothing refused or useless", "64  it cannot be read", "78  there is");
  }

  @Override
  public int run(Invocation invocation) {
    Arguments arguments = invocation.arguments();
    String path = arguments.positional(0).orElseThrow(() -> noFile("lint"));
    Linting linting =
        new Linting(
            new OwnEntries(invocation.providers(), invocation.clock()),
            arguments.get(ConfigOptions.KUBERNETES));
    if (path.equals("-")) {
      linting.add("stdin", invocation.read("-"));
    } else {
      for (Path file : ConfigFiles.of(Path.of(path))) {
        linting.add(file.toString(), invocation.read(file.toString()));
      }
    }
    boolean bad = linting.has(arguments.get(STRICT) ? Severity.WARNING : Severity.USELESS);
    int printed =
        invocation.print(
            arguments.get(TokenOptions.JSON)
                ? Documents.json(linting.found().stream().map(Linting.Located::facts).toList())
                : text(linting, invocation.surroundings().coloured()));
    return bad ? Kind.CONFIGURATION.exitCode() : printed;
  }

  private static String text(Linting linting, boolean coloured) {
    String verdict =
        linting.has(Severity.REFUSED)
            ? "kubelet does not start with this"
            : linting.has(Severity.USELESS)
                ? "kubelet starts with this, and not all of it does what it should"
                : linting.has(Severity.WARNING)
                    ? "kubelet starts with this; see the warnings"
                    : "kubelet starts with this, and nothing is wrong";
    return linting.found().stream()
            .map(found -> found.text(coloured))
            .collect(Collectors.joining("\n", "", "\n"))
            .stripLeading()
        + verdict;
  }

  static CredentialException noFile(String command) {
    return new CredentialException(
        Kind.USAGE, "no file is named", "podpass config " + command + " FILE");
  }
}
