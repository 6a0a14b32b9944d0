// SPDX-License-Identifier: Apache-2.0
package dev.podpass.cli.explain;

import dev.podpass.admin.text.Facts;
import dev.podpass.admin.text.RelativeTime;
import dev.podpass.cli.command.Command;
import dev.podpass.cli.command.CommandContext;
import dev.podpass.cli.help.HelpText;
import dev.podpass.cli.options.Usage;
import dev.podpass.cli.report.DisplayValue;
import dev.podpass.core.cache.EntrySummary;
import dev.podpass.core.cache.NodeCache;
import dev.podpass.core.log.Log;
import dev.podpass.core.pull.Providers;
import dev.podpass.core.settings.PluginFlags;
import dev.podpass.spi.failure.CredentialException;
import dev.podpass.spi.failure.Kind;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine.Model.CommandSpec;

/** The command {@code cache}: lists or clears the node's cache. */
public final class CacheCommand implements Command {
  @Override
  public CommandSpec spec(Providers providers) {
    return HelpText.of(
            this,
            "cache",
            "Show or clear the node cache.",
            "Run it on the node, as kubelet's user, with the cache options of kubelet's"
                + " configuration.")
        .examples(providers, "podpass cache list", "podpass cache clear")
        .exits("64  no subcommand is given");
  }

  @Override
  public int run(CommandContext context) {
    throw new CredentialException(
        Kind.USAGE, "no subcommand is given", "podpass cache list, or clear");
  }

  @Override
  public List<Command> below(Providers providers) {
    return List.of(new ListEntries(), new Clear());
  }

  private static HelpText withFlags(HelpText help) {
    return help.flags(PluginFlags.CACHE, PluginFlags.CACHE_DIR, Usage.JSON);
  }

  private static final class ListEntries implements Command {
    @Override
    public CommandSpec spec(Providers providers) {
      return withFlags(
              HelpText.of(
                  this,
                  "list",
                  "List the responses in the node cache: registry, service account, identity and"
                      + " expiry.",
                  "Passwords are not shown."))
          .examples(providers, "podpass cache list", "podpass cache list --json")
          .exits("0   listed", "69  the directory cannot be read", "78  it may not be used");
    }

    @Override
    public int run(CommandContext context) {
      NodeCache cache = context.settings(Log.NONE).openCache();
      List<EntrySummary> entries = cache.list();
      Instant now = context.clock().instant();
      return context.report(
          Facts.of(
              "cache",
              cache.state(),
              "answers",
              cache.isOpen()
                  ? DisplayValue.listOrNone(entries.stream().map(entry -> row(entry, now)).toList())
                  : new DisplayValue(null, "not read")));
    }

    private static Map<String, Object> row(EntrySummary entry, Instant now) {
      return Facts.of(
          "provider", entry.about().provider(),
          "registry", entry.about().registry(),
          "workload", entry.about().workload(),
          "identity", entry.about().identity(),
          "ends",
              new DisplayValue(
                  entry.until().truncatedTo(ChronoUnit.SECONDS).toString(),
                  "in " + RelativeTime.duration(Duration.between(now, entry.until()))),
          "failure", entry.failure());
    }
  }

  private static final class Clear implements Command {
    @Override
    public CommandSpec spec(Providers providers) {
      return withFlags(
              HelpText.of(
                  this,
                  "clear",
                  "Delete every response in the node cache.",
                  "Kubelet has a cache of its own, whose entries last until they expire or kubelet"
                      + " restarts."))
          .examples(providers, "podpass cache clear")
          .exits("0   deleted", "69  the directory cannot be read", "78  it may not be used");
    }

    @Override
    public int run(CommandContext context) {
      NodeCache cache = context.settings(Log.NONE).openCache();
      Optional<Integer> deleted = Optional.of(cache.clear()).filter(_ -> cache.isOpen());
      return context.report(
          () -> Facts.of("cache", cache.state(), "deleted", deleted),
          () ->
              cache.state()
                  + deleted.map("; %d deleted"::formatted).orElse("; nothing was read or deleted"));
    }
  }
}
