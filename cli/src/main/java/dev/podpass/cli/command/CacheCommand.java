// SPDX-License-Identifier: Apache-2.0
package dev.podpass.cli.command;

import dev.podpass.failure.CredentialException;
import dev.podpass.failure.Kind;
import dev.podpass.pull.Providers;
import java.util.List;
import picocli.CommandLine.Model.CommandSpec;

/** Shows the node's cache, or empties it. */
final class CacheCommand implements Command {
  @Override
  public CommandSpec spec(Providers providers) {
    return HelpText.of(
            this,
            "cache",
            "Show the answers that the pulls of this node share, or forget them.",
            "Run it on the node, as kubelet's user, with the cache options of kubelet's"
                + " configuration.")
        .examples(providers, "podpass cache list", "podpass cache clear")
        .exits("64  neither list nor clear is said");
  }

  @Override
  public int run(Invocation invocation) {
    throw new CredentialException(
        Kind.USAGE, "nothing is said to be done with the cache", "podpass cache list, or clear");
  }

  @Override
  public List<Command> below(Providers providers) {
    return List.of(new CacheListCommand(), new CacheClearCommand());
  }
}
