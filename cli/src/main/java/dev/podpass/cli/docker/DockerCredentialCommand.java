// SPDX-License-Identifier: Apache-2.0
package dev.podpass.cli.docker;

import dev.podpass.cli.command.Command;
import dev.podpass.cli.command.CommandContext;
import dev.podpass.cli.help.HelpText;
import dev.podpass.cli.options.DockerOptions;
import dev.podpass.core.pull.Providers;
import dev.podpass.core.settings.Flag;
import dev.podpass.core.settings.PluginFlags;
import dev.podpass.spi.failure.CredentialException;
import dev.podpass.spi.failure.Kind;
import picocli.CommandLine.Model.CommandSpec;

/** The command {@code docker-credential}: a Docker credential helper for clients in pods. */
public final class DockerCredentialCommand implements Command {
  @Override
  public CommandSpec spec(Providers providers) {
    return HelpText.of(
            this,
            DockerHelper.COMMAND,
            "Act as a Docker credential helper for clients in pods, such as builders.",
            "Under the name "
                + DockerHelper.FILE_NAME
                + " podpass is a helper without this argument, as clients run it. It exchanges the"
                + " pod's projected token, and keeps nothing. Clients give no options: set the"
                + " variables.")
        .positional("ACTION", "get, list, store, erase or version; get reads a server from stdin.")
        .flags(DockerOptions.all().toArray(Flag<?>[]::new))
        .flags(PluginFlags.PROVIDER)
        .pluginFlags(providers)
        .examples(
            providers,
            "echo quay.io | docker-credential-podpass get",
            "echo quay.io | podpass docker-credential get --token-file=token.jwt")
        .exits(
            "0   answered",
            "1   no provider serves the registry: the client goes on without a credential",
            "64  an option or the action is wrong",
            "65  the server is not a registry host, or the token is malformed",
            "69, 75  the cloud cannot be reached, or not in time",
            "77, 78  it is refused, and the line on stdout says why");
  }

  @Override
  public int run(CommandContext context) {
    String action =
        context
            .arguments()
            .positional()
            .orElseThrow(() ->
                new CredentialException(
                    Kind.USAGE,
                    "no action is named",
                    "the actions are get, list, store, erase and version"));
    return new DockerHelper(context).run(action);
  }
}
