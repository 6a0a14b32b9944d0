// SPDX-License-Identifier: Apache-2.0
package dev.podpass.cli.options;

import dev.podpass.core.pull.Providers;
import dev.podpass.core.settings.Flag;
import dev.podpass.core.settings.PluginFlags;
import dev.podpass.core.settings.ProviderFlags;
import dev.podpass.spi.ProviderOption;
import java.util.List;
import java.util.Map;
import java.util.Stack;
import java.util.stream.Stream;
import picocli.CommandLine;
import picocli.CommandLine.Model.ArgGroupSpec;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/** The picocli model of the plugin's command line: common options, and those of each provider. */
public final class Usage {
  public static final String HELP_ALL = "--help-all";

  public static final Flag<Boolean> JSON =
      Flag.plain(ProviderOption.flag("json", "Print JSON, for programs."));

  private Usage() {}

  public static CommandLine of(Providers providers) {
    CommandSpec spec = own();
    spec.usageMessage()
        .customSynopsis(
            "podpass [get-credentials] [OPTION...] [@FILE...] < request.json",
            "       podpass COMMAND [OPTION...]")
        .description(
            "A kubelet image credential provider (KEP-4412): reads a CredentialProviderRequest from"
                + " stdin, exchanges the pod's service account token with the cloud of the image's"
                + " registry, and writes a CredentialProviderResponse to stdout.",
            "",
            "Every option can be set by the environment variable in parentheses, and kubelet's args"
                + " may name a file of options (@FILE); commands take no @FILE.")
        .footer(
            "",
            "Examples:",
            "  podpass < request.json",
            "  podpass --provider=%s --without-token=node < request.json"
                .formatted(providers.all().getFirst().id()),
            "  podpass explain --request=request.json",
            "",
            "Exit status:",
            "  0   answered",
            "  64  usage",
            "  65  bad request: a malformed one, or a registry that no provider serves",
            "  69  unavailable: the cloud, or the network path to it",
            "  70  internal error in podpass",
            "  75  try again: throttled, or not within the deadline",
            "  77  denied, by the cloud or by podpass itself",
            "  78  configuration: of podpass, kubelet or the node");
    addPluginFlags(spec, providers, List.of());
    return line(spec);
  }

  /** Returns the model for parsing, without groups, which are most of the cost. */
  static CommandLine options(Providers providers) {
    CommandSpec spec = own();
    ProviderFlags.withPlugin(providers.all())
        // Providers share some.
        .filter(flag -> spec.findOption(flag.name()) == null)
        .forEach(flag -> spec.addOption(option(flag)));
    return line(spec);
  }

  private static CommandLine line(CommandSpec spec) {
    // A line of a file is one option, as an item of kubelet's args is.
    return new CommandLine(spec).setOverwrittenOptionsAllowed(true).setUseSimplifiedAtFiles(true);
  }

  private static CommandSpec own() {
    CommandSpec spec = CommandSpec.create().name("podpass");
    addHelp(spec);
    spec.addOption(
        OptionSpec.builder("--version")
            .versionHelp(true)
            .description("Show the version and exit.")
            .build());
    return spec;
  }

  public static void addHelp(CommandSpec spec) {
    spec.addOption(
        OptionSpec.builder("-h", "--help")
            .usageHelp(true)
            .description("Show this and exit.")
            .build());
    spec.addOption(
        // Picocli warns of a second one that is its usageHelp.
        OptionSpec.builder(HELP_ALL)
            .type(Boolean.class)
            .arity("0")
            .description("Show all options, examples and exit statuses, and exit.")
            .build());
  }

  /**
   * Adds the options of the plugin, except those named: common ones, and those of each provider.
   */
  public static void addPluginFlags(CommandSpec spec, Providers providers, List<Flag<?>> without) {
    Stream<Flag<?>> common =
        Stream.concat(PluginFlags.all().stream(), ProviderFlags.shared(providers).stream());
    addGroup(
        spec, "Options of the plugin:", common.filter(flag -> !without.contains(flag)).toList());
    providers
        .all()
        .forEach(provider ->
            addGroup(spec, "Provider " + provider.id() + ":", ProviderFlags.own(provider)));
  }

  public static Stream<CommandSpec> commands(CommandSpec spec) {
    return spec.subcommands().values().stream().map(CommandLine::getCommandSpec);
  }

  public static void addGroup(CommandSpec spec, String heading, List<Flag<?>> flags) {
    if (!flags.isEmpty()) {
      ArgGroupSpec.Builder group =
          ArgGroupSpec.builder().heading(heading).exclusive(false).validate(false);
      flags.forEach(flag -> group.addArg(option(flag)));
      spec.addArgGroup(group.build());
    }
  }

  public static OptionSpec option(Flag<?> flag) {
    String byDefault =
        flag.isSwitch()
            ? ""
            : flag.option()
                .defaultValue()
                .filter(value -> !value.isEmpty())
                .map(value -> " Default: " + value + ".")
                .orElse("");
    String variables =
        flag.variables().isEmpty() ? "" : " (" + String.join(", ", flag.variables()) + ")";
    OptionSpec.Builder builder =
        OptionSpec.builder(flag.name())
            .type(String.class)
            .userObject(flag)
            .description((flag.option().description() + byDefault + variables).replace("%", "%%"));
    return flag.isSwitch()
        ? builder
            .arity("0..1")
            .fallbackValue("true")
            .paramLabel("true|false")
            .preprocessor(Usage::leaveWhatFollows)
            .build()
        : builder.arity("1").paramLabel(flag.option().valueName()).build();
  }

  /** A switch takes a value attached with {@code =}, and never the next argument. */
  private static boolean leaveWhatFollows(
      Stack<String> args, CommandSpec spec, ArgSpec option, Map<String, Object> info) {
    if (!"=".equals(info.get("separator"))) {
      args.push("true");
    }
    return false;
  }
}
