// SPDX-License-Identifier: Apache-2.0
package dev.podpass.dist.text;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.stream.Collectors.joining;

import dev.podpass.cli.Commands;
import dev.podpass.core.pull.Providers;
import dev.podpass.core.settings.Flag;
import dev.podpass.core.settings.PluginFlags;
import dev.podpass.core.settings.ProviderFlags;
import dev.podpass.spi.RegistryCredentialProvider;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/** The page of all options, written from what the program declares. */
final class OptionsPage {
  private static final int COLUMNS = 120;

  private static final String HEAD =
      """
      # Options

      <!-- Written by docs/transcripts/update.sh: change the options in the code, not here. -->

      Set an option of the plugin as a flag in `args` of kubelet's entry, as a variable in its `env`, or as a line of a file
      that `args` names with `@FILE`. `podpass config` writes the options that you give it into `args`. The variable of
      `--ecr-role-arn` is `PODPASS_ECR_ROLE_ARN`; the others follow the same rule. A flag overrides a variable, and an empty
      variable counts as unset. Write durations as `45s`, `15m` or `1h30m`.

      `HTTPS_PROXY`, `NO_PROXY` (also in lower case) and `SSL_CERT_FILE` mean what they mean to kubelet. If
      `AWS_EC2_METADATA_SERVICE_ENDPOINT`, `GCE_METADATA_HOST` or `AZURE_POD_IDENTITY_AUTHORITY_HOST` is set to a loopback or
      link-local address, podpass uses it for the node's metadata service. podpass reads no other variable and no file of a
      cloud's SDK or command-line tool.
      """;

  private final Providers providers;
  private final StringBuilder page = new StringBuilder(HEAD);
  private final OptionReasons reasons = OptionReasons.read();

  OptionsPage(Providers providers) {
    this.providers = providers;
  }

  /** Names in the file of reasons that no option has. */
  Set<String> unusedReasons() {
    return reasons.unused();
  }

  String text() {
    heading("Every registry");
    table("option");
    PluginFlags.all().forEach(this::plugin);
    heading("Several providers");
    table("option");
    ProviderFlags.shared(providers).forEach(this::plugin);
    for (RegistryCredentialProvider provider : providers.all()) {
      List<Flag<?>> own = ProviderFlags.own(provider);
      if (!own.isEmpty()) {
        heading("Provider " + provider.id());
        table("option");
        own.forEach(this::plugin);
      }
    }
    commands();
    return page.toString().stripTrailing() + "\n";
  }

  private void heading(String title) {
    page.append("\n## ").append(title).append("\n\n");
  }

  private void plugin(Flag<?> flag) {
    String value = flag.isSwitch() ? "" : "=" + flag.option().valueName();
    String byDefault =
        flag.isSwitch()
            ? ""
            : flag.option()
                .defaultValue()
                .filter(text -> !text.isEmpty())
                .map(text -> " Default: `" + text + "`.")
                .orElse("");
    item(
        flag.name() + value,
        reasons.appendTo(flag.option().description() + byDefault, "", flag.name()));
  }

  /** What several commands take in the same sense stands once, before the commands. */
  private void commands() {
    List<CommandOption> all = new ArrayList<>();
    List<CommandSpec> commands = visible(Commands.tree(providers));
    commands.forEach(command -> all.addAll(own(command)));
    List<CommandOption> shared = new ArrayList<>(new LinkedHashSet<>(all));
    shared.removeIf(option -> Collections.frequency(all, option) == 1);
    heading("Several commands");
    page.append("Commands also take the options of the plugin above.\n\n");
    table("option");
    shared.forEach(option -> item(option.usage(), option.description() + users(option, shared)));
    heading("Commands");
    table("command");
    Map<String, List<CommandSpec>> bySummary = new LinkedHashMap<>();
    commands.stream()
        .filter(command -> shared.containsAll(own(command)))
        .filter(command -> command.subcommands().isEmpty() || !own(command).isEmpty())
        .forEach(command ->
            bySummary
                .computeIfAbsent(summary(command, shared), text -> new ArrayList<>())
                .add(command));
    bySummary.forEach((text, same) -> item(names(same), text));
    commands.stream()
        .filter(command -> !shared.containsAll(own(command)))
        .forEach(command -> command(command, shared));
  }

  /**
   * Siblings whose summary is the same: the whole name of the first, and the last word of the
   * others.
   */
  private static String names(List<CommandSpec> same) {
    return same.stream()
        .skip(1)
        .map(CommandSpec::name)
        .reduce(same.getFirst().qualifiedName(), (before, name) -> before + "`, `" + name);
  }

  private void command(CommandSpec command, List<CommandOption> shared) {
    page.append("\n### `").append(command.qualifiedName()).append("`\n\n");
    paragraph(summary(command, shared));
    page.append('\n');
    table("option");
    own(command).stream()
        .filter(option -> !shared.contains(option))
        .forEach(option -> item(option.usage(), option.description()));
  }

  private String summary(CommandSpec command, List<CommandOption> shared) {
    String others =
        own(command).stream()
            .filter(shared::contains)
            .map(option -> "`" + option.name() + "`")
            .collect(joining(", "));
    return String.join(" ", command.usageMessage().header())
            .replace(" of " + command.name() + " ", " of the provider ")
        + (others.isEmpty() ? "" : " Shared: " + others + ".");
  }

  /** The commands that an option is of, if the same name has another sense elsewhere. */
  private String users(CommandOption option, List<CommandOption> shared) {
    if (shared.stream().filter(other -> other.name().equals(option.name())).count() == 1) {
      return "";
    }
    return visible(Commands.tree(providers)).stream()
        .filter(command -> own(command).contains(option))
        .map(command -> "`" + command.qualifiedName().replace("podpass ", "") + "`")
        .collect(joining(", ", " (", ")"));
  }

  private static List<CommandSpec> visible(CommandLine above) {
    List<CommandSpec> commands = new ArrayList<>();
    for (CommandLine command : above.getSubcommands().values()) {
      commands.add(command.getCommandSpec());
      commands.addAll(visible(command));
    }
    return commands;
  }

  private List<CommandOption> own(CommandSpec command) {
    Set<String> plugin = pluginNames();
    return command.options().stream()
        .filter(option -> !option.hidden() && !plugin.contains(option.longestName()))
        .map(option -> described(command, option))
        .toList();
  }

  private CommandOption described(CommandSpec command, OptionSpec option) {
    boolean isSwitch = option.arity().min() == 0;
    String usage = option.longestName() + (isSwitch ? "" : "=" + option.paramLabel());
    String description = String.join(" ", option.description());
    return new CommandOption(
        option.longestName(),
        usage,
        reasons.appendTo(description, command.qualifiedName(), option.longestName()));
  }

  private Set<String> pluginNames() {
    Set<String> names = new HashSet<>();
    PluginFlags.all().forEach(flag -> names.add(flag.name()));
    for (RegistryCredentialProvider provider : providers.all()) {
      ProviderFlags.of(provider).forEach(flag -> names.add(flag.name()));
    }
    names.addAll(List.of("--help", "--help-all"));
    return names;
  }

  private void table(String what) {
    page.append("| ").append(what).append(" | |\n|---|---|\n");
  }

  private void item(String option, String description) {
    page.append("| `%s` | %s |\n".formatted(cell(option), cell(description.strip())));
  }

  private static String cell(String text) {
    return text.replace("|", "\\|");
  }

  private void paragraph(String text) {
    StringBuilder line = new StringBuilder();
    for (String word : text.strip().split(" ", -1)) {
      if (line.length() + 1 + word.length() > COLUMNS) {
        page.append(line).append('\n');
        line = new StringBuilder();
      }
      line.append(line.isEmpty() ? "" : " ").append(word);
    }
    page.append(line).append('\n');
  }

  private record CommandOption(String name, String usage, String description) {}

  /** Who needs an option, in {@code option-reasons.txt}. */
  private static final class OptionReasons {
    private static final Path FILE =
        Page.ROOT.resolve("dist/src/test/resources").resolve("option-reasons.txt");

    private final Map<String, String> reasons = new HashMap<>();
    private final Set<String> used = new HashSet<>();

    static OptionReasons read() {
      OptionReasons read = new OptionReasons();
      try {
        for (String line : Files.readAllLines(FILE, UTF_8)) {
          String[] parts = line.split(" = ", 2);
          if (!line.startsWith("#") && read.reasons.put(parts[0], parts[1]) != null) {
            throw new AssertionError("two reasons for " + parts[0]);
          }
        }
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
      return read;
    }

    /**
     * The description of an option, and who needs it, if the file says so.
     *
     * @param command with the names of those above it; empty for the plugin
     */
    String appendTo(String description, String command, String option) {
      List<String> words = List.of(command.split(" ", -1));
      return Stream.concat(
              words.reversed().stream().map(word -> word + " " + option), Stream.of(option))
          .filter(reasons::containsKey)
          .findFirst()
          .map(name -> {
            used.add(name);
            return description + " *" + reasons.get(name) + ".*";
          })
          .orElse(description);
    }

    /** The names that have not been asked for. */
    Set<String> unused() {
      Set<String> unused = new HashSet<>(reasons.keySet());
      unused.removeAll(used);
      return unused;
    }
  }
}
