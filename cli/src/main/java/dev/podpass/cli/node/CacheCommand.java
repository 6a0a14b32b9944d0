// SPDX-License-Identifier: Apache-2.0
package dev.podpass.cli.node;

import dev.podpass.admin.doctor.NodeConfiguration;
import dev.podpass.admin.node.NodeFiles;
import dev.podpass.admin.node.NodeInspection;
import dev.podpass.admin.text.Facts;
import dev.podpass.admin.text.RelativeTime;
import dev.podpass.cli.command.Command;
import dev.podpass.cli.command.CommandContext;
import dev.podpass.cli.help.HelpText;
import dev.podpass.cli.options.Usage;
import dev.podpass.cli.report.DisplayValue;
import dev.podpass.core.cache.CacheSettings;
import dev.podpass.core.cache.EntrySummary;
import dev.podpass.core.cache.NodeCache;
import dev.podpass.core.pull.Providers;
import dev.podpass.core.settings.PluginFlags;
import dev.podpass.spi.failure.CredentialException;
import dev.podpass.spi.failure.Kind;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine.Model.CommandSpec;

/** The command {@code cache}: lists or clears the node's cache. */
public final class CacheCommand implements Command {
  private static final String WHERE =
      "The directories are those of podpass's entries in kubelet's configuration, unless"
          + " --cache-dir is set.";

  @Override
  public CommandSpec spec(Providers providers) {
    return HelpText.of(
            this, "cache", "Show or clear the node cache.", "Run it on the node as root.")
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

  private static CommandSpec spec(HelpText help, Providers providers, String... examples) {
    return help.flags(NodeFlags.ROOT, PluginFlags.CACHE_DIR, Usage.JSON)
        .examples(providers, examples)
        .exits(
            "0   done, or no directory is there",
            "69  a directory cannot be read or written",
            "78  a directory may not be used, or kubelet's configuration cannot be read");
  }

  /** Where the cache of the node may be, as this process finds it. */
  private static List<Path> directories(CommandContext context) {
    NodeFiles files = NodeFiles.below(context.arguments().get(NodeFlags.ROOT));
    Path chosen = context.arguments().get(PluginFlags.CACHE_DIR);
    List<String> found =
        context.arguments().text(PluginFlags.CACHE_DIR).isPresent()
            ? List.of()
            : NodeConfiguration.of(new NodeInspection(files), context.checks()).caches();
    return (found.isEmpty() ? List.of(chosen.toString()) : found)
        .stream().map(files::unresolved).toList();
  }

  private static DisplayValue state(Path directory, Optional<NodeCache> cache) {
    return new DisplayValue(
        directory.toString(), directory + (cache.isEmpty() ? " does not exist" : ""));
  }

  private static final class ListEntries implements Command {
    @Override
    public CommandSpec spec(Providers providers) {
      return CacheCommand.spec(
          HelpText.of(
              this,
              "list",
              "List the responses in the node cache: registry, service account, identity and"
                  + " expiry.",
              WHERE + " Passwords are not shown."),
          providers,
          "sudo podpass cache list",
          "podpass cache list --root=/host --json");
    }

    @Override
    public int run(CommandContext context) {
      Instant now = context.clock().instant();
      List<Object> states = new ArrayList<>();
      List<Map<String, Object>> answers = new ArrayList<>();
      for (Path directory : directories(context)) {
        Optional<NodeCache> cache = CacheSettings.existing(directory, context.clock());
        states.add(state(directory, cache));
        cache.map(NodeCache::list).orElse(List.of()).forEach(entry -> answers.add(row(entry, now)));
      }
      return context.report(
          Facts.of("directories", states, "answers", DisplayValue.listOrNone(answers)));
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
      return CacheCommand.spec(
          HelpText.of(
              this,
              "clear",
              "Delete every response in the node cache.",
              WHERE
                  + " Kubelet has a cache of its own, whose entries last until they expire or"
                  + " kubelet restarts."),
          providers,
          "sudo podpass cache clear",
          "podpass cache clear --root=/host");
    }

    /** A directory that cannot be cleared does not keep the others from being cleared. */
    @Override
    public int run(CommandContext context) {
      List<Map<String, Object>> cleared = new ArrayList<>();
      Optional<CredentialException> failure = Optional.empty();
      for (Path directory : directories(context)) {
        try {
          Optional<NodeCache> cache = CacheSettings.existing(directory, context.clock());
          cleared.add(
              Facts.of(
                  "directory", state(directory, cache),
                  "deleted",
                      cache
                          .map(NodeCache::clear)
                          .map(number -> new DisplayValue(number, number + " deleted"))));
        } catch (CredentialException e) {
          failure = failure.or(() -> Optional.of(e));
        }
      }
      if (failure.isPresent()) {
        throw failure.get();
      }
      return context.report(Facts.of("cleared", cleared));
    }
  }
}
