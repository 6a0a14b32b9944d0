// SPDX-License-Identifier: Apache-2.0
package dev.podpass.cli.explain;

import dev.podpass.admin.text.RelativeTime;
import dev.podpass.cli.command.Command;
import dev.podpass.cli.command.CommandContext;
import dev.podpass.cli.help.HelpText;
import dev.podpass.cli.options.TokenOptions;
import dev.podpass.cli.report.DisplayValue;
import dev.podpass.core.cache.EntrySummary;
import dev.podpass.core.cache.NodeCache;
import dev.podpass.core.log.Log;
import dev.podpass.core.pull.Providers;
import dev.podpass.core.settings.Flag;
import dev.podpass.core.settings.PluginFlags;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Model.CommandSpec;

/** The command {@code cache list}: lists the entries of the node's cache, without secrets. */
final class CacheListCommand implements Command {
  /** The flags that locate the cache. */
  static final Flag<?>[] FLAGS = {PluginFlags.CACHE, PluginFlags.CACHE_DIR};

  @Override
  public CommandSpec spec(Providers providers) {
    return HelpText.of(
            this,
            "list",
            "List the responses in the node cache: registry, service account, identity and expiry.",
            "Passwords are not shown.")
        .flags(FLAGS)
        .flags(TokenOptions.JSON)
        .examples(providers, "podpass cache list", "podpass cache list --json")
        .exits("0   listed", "69  the directory cannot be read", "78  it may not be used");
  }

  @Override
  public int run(CommandContext context) {
    NodeCache cache = context.settings(Log.NONE).openCache();
    Map<String, Object> sections = new LinkedHashMap<>();
    sections.put("cache", cache.state());
    List<EntrySummary> entries = cache.list();
    Instant now = context.clock().instant();
    sections.put(
        "answers",
        cache.isOpen()
            ? DisplayValue.listOrNone(entries.stream().map(entry -> row(entry, now)).toList())
            : new DisplayValue(null, "not read"));
    return context.report(sections);
  }

  private static Map<String, Object> row(EntrySummary entry, Instant now) {
    Map<String, Object> row = new LinkedHashMap<>();
    row.put("provider", entry.about().provider());
    row.put("registry", entry.about().registry());
    row.put("workload", entry.about().workload());
    row.put("identity", entry.about().identity());
    row.put(
        "ends",
        new DisplayValue(
            entry.until().truncatedTo(ChronoUnit.SECONDS).toString(),
            "in " + RelativeTime.duration(Duration.between(now, entry.until()))));
    entry.failure().ifPresent(failure -> row.put("failure", failure));
    return row;
  }
}
