// SPDX-License-Identifier: Apache-2.0
package dev.podpass.cli.explain;

import dev.podpass.cli.command.Command;
import dev.podpass.cli.command.CommandContext;
import dev.podpass.cli.help.HelpText;
import dev.podpass.cli.options.TokenOptions;
import dev.podpass.core.cache.NodeCache;
import dev.podpass.core.log.Log;
import dev.podpass.core.pull.Providers;
import java.util.LinkedHashMap;
import java.util.Map;
import picocli.CommandLine.Model.CommandSpec;

/** The command {@code cache clear}: deletes the entries of the node's cache. */
final class CacheClearCommand implements Command {
  @Override
  public CommandSpec spec(Providers providers) {
    return HelpText.of(
            this,
            "clear",
            "Delete every response in the node cache.",
            "Kubelet has a cache of its own, whose entries last until they expire or kubelet"
                + " restarts.")
        .flags(CacheListCommand.FLAGS)
        .flags(TokenOptions.JSON)
        .examples(providers, "podpass cache clear")
        .exits("0   deleted", "69  the directory cannot be read", "78  it may not be used");
  }

  @Override
  public int run(CommandContext context) {
    NodeCache cache = context.settings(Log.NONE).openCache();
    int forgotten = cache.clear();
    boolean opened = cache.isOpen();
    Map<String, Object> facts = new LinkedHashMap<>();
    facts.put("cache", cache.state());
    if (opened) {
      facts.put("deleted", forgotten);
    }
    return context.arguments().get(TokenOptions.JSON)
        ? context.report(facts)
        : context.print(
            opened
                ? "%s; %d deleted".formatted(cache.state(), forgotten)
                : cache.state() + "; nothing was read or deleted");
  }
}
