// SPDX-License-Identifier: Apache-2.0
package dev.podpass.cli;

import dev.podpass.cli.command.Command;
import dev.podpass.cli.command.CommandContext;
import dev.podpass.cli.config.ConfigCommand;
import dev.podpass.cli.config.RbacCommand;
import dev.podpass.cli.docker.DockerConfigCommand;
import dev.podpass.cli.docker.DockerCredentialCommand;
import dev.podpass.cli.docker.PullSecretCommand;
import dev.podpass.cli.explain.ExplainCommand;
import dev.podpass.cli.explain.TokenCommand;
import dev.podpass.cli.help.HelpCommand;
import dev.podpass.cli.help.HelpScreen;
import dev.podpass.cli.help.VersionCommand;
import dev.podpass.cli.node.CacheCommand;
import dev.podpass.cli.node.DoctorCommand;
import dev.podpass.cli.node.NodeCommand;
import dev.podpass.cli.options.Arguments;
import dev.podpass.cli.options.Usage;
import dev.podpass.cli.options.UsageFailure;
import dev.podpass.cli.plan.PlanCommand;
import dev.podpass.cli.process.ProcessContext;
import dev.podpass.cli.trust.TrustCommand;
import dev.podpass.core.pull.Providers;
import java.time.Clock;
import java.util.List;
import picocli.CommandLine;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;

/** The tree of commands for operators, with the plugin's own options at its root. */
public final class Commands {
  private static final List<Command> ALL =
      List.of(
          new ExplainCommand(),
          new TokenCommand(),
          new ConfigCommand(),
          new RbacCommand(),
          new PlanCommand(),
          new TrustCommand(),
          new DoctorCommand(),
          new NodeCommand(),
          new CacheCommand(),
          new DockerCredentialCommand(),
          new DockerConfigCommand(),
          new PullSecretCommand(),
          new VersionCommand(),
          new HelpCommand());

  private Commands() {}

  /** Returns the whole command line, for parsing, help and completion. */
  public static CommandLine tree(Providers providers) {
    CommandLine root = Usage.of(providers);
    // --without-token=node is not the command of that name.
    root.setAllowSubcommandsAsOptionParameters(true);
    ALL.forEach(command -> root.addSubcommand(line(command, providers)));
    // An image that is named @FILE is not a file: its lines would become options, or a message.
    root.setExpandAtFiles(false);
    return root;
  }

  private static CommandLine line(Command command, Providers providers) {
    CommandLine line = new CommandLine(command.spec(providers));
    command.below(providers).forEach(below -> line.addSubcommand(line(below, providers)));
    return line.setOverwrittenOptionsAllowed(true);
  }

  /** Runs the command that the first argument names. */
  static int run(Providers providers, ProcessContext process, Clock clock, String... args) {
    ParseResult parsed = parse(tree(providers), args);
    while (parsed.hasSubcommand()) {
      parsed = parsed.subcommand();
    }
    Arguments arguments = Arguments.of(parsed, process.environment());
    if (arguments.wantsHelp()) {
      return HelpScreen.print(
          parsed.commandSpec().commandLine(), arguments.wantsAllHelp(), process);
    }
    arguments.requireValid();
    Command command = (Command) parsed.commandSpec().userObject();
    return command.run(new CommandContext(arguments, providers, process, clock));
  }

  private static ParseResult parse(CommandLine tree, String[] args) {
    if (!tree.getSubcommands().containsKey(args[0])) {
      throw UsageFailure.noCommand(args[0], tree);
    }
    UsageFailure.requireNoFile(args);
    try {
      return tree.parseArgs(args);
    } catch (ParameterException e) {
      throw UsageFailure.ofCommand(e);
    }
  }
}
