// SPDX-License-Identifier: Apache-2.0
package dev.podpass.cli.plan;

import dev.podpass.admin.kubeletconfig.ConfigDocument;
import dev.podpass.admin.kubeletconfig.ConfigMerge;
import dev.podpass.admin.kubeletconfig.ConfigMerge.Placement;
import dev.podpass.admin.kubeletconfig.ImagePattern;
import dev.podpass.admin.plan.Cluster;
import dev.podpass.admin.plan.ClusterReader;
import dev.podpass.admin.plan.PlanInputs;
import dev.podpass.admin.plan.PluginEntries;
import dev.podpass.admin.plan.StockEntry;
import dev.podpass.admin.plan.SwitchPlan;
import dev.podpass.admin.text.SmallFile;
import dev.podpass.cli.command.Command;
import dev.podpass.cli.command.CommandContext;
import dev.podpass.cli.config.ConfigFromFlags;
import dev.podpass.cli.config.ConfigOptions;
import dev.podpass.cli.help.HelpText;
import dev.podpass.cli.options.Arguments;
import dev.podpass.cli.options.Usage;
import dev.podpass.core.pull.Providers;
import dev.podpass.core.settings.Flag;
import dev.podpass.spi.ProviderOption;
import dev.podpass.spi.failure.CredentialException;
import dev.podpass.spi.failure.Kind;
import dev.podpass.spi.token.ServiceAccountSubject;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import picocli.CommandLine.Model.CommandSpec;

/** The command {@code plan}: rehearses a change of kubelet's configuration for a whole cluster. */
public final class PlanCommand implements Command {
  private static final int BUFFER = 1 << 17;

  private static final Flag<StockEntry> PLATFORM =
      Flag.plain(
          ProviderOption.oneOf(
              "platform",
              "The platform, whose own entry is in kubelet's configuration today; without it there"
                  + " is none.",
              StockEntry.class));

  private static final Flag<String> NAMESPACE =
      Flag.plainList(
          ProviderOption.of(
              "namespace",
              "NAMESPACE",
              "Look at the pods of this namespace alone; may be repeated.",
              ProviderOption.matching(
                  ServiceAccountSubject.NAMESPACE_NAME, "must be a namespace's name")));

  private static final Flag<Path> BEFORE =
      Flag.plain(
          ProviderOption.of(
              "before",
              "FILE",
              "An earlier plan, as --json prints it: show which pods fail now and did not fail"
                  + " then.",
              Path::of));

  private static final Flag<Path> DOCKER_CONFIG =
      Flag.plain(
          ProviderOption.of(
              "node-docker-config",
              "FILE",
              "The docker config of the nodes (/var/lib/kubelet/config.json), which kubelet tries"
                  + " before every plugin. Only the names of its registries are read.",
              Path::of));

  /** The forms of a table with a line for each namespace. */
  private enum Table {
    MARKDOWN,
    CSV
  }

  private static final Flag<Table> BY_NAMESPACE =
      Flag.plain(
          ProviderOption.oneOf(
              "by-namespace",
              "Print only a table with a line for each namespace, for its owners.",
              Table.class));

  /** The results that end with a status. */
  private enum Threshold {
    FAILS,
    CHANGES,
    WORSE
  }

  private static final Flag<Threshold> FAIL_ON =
      Flag.plain(
          ProviderOption.oneOf(
                  "fail-on",
                  "Exit with 78 if a pod would fail to pull, also if one would pull with another"
                      + " identity, or only if one fails that did not fail in --before.",
                  Threshold.class)
              .withDefault("fails"));

  private static final Flag<Boolean> ALL =
      Flag.plain(ProviderOption.flag("all", "Print every service account, not only a summary."));

  @Override
  public CommandSpec spec(Providers providers) {
    return HelpText.of(
            this,
            "plan",
            "Show how the pods of a cluster would pull with podpass, before you"
                + " change a node.",
            "Reads what kubectl get"
                + " nodes,pods,serviceaccounts,deployments,statefulsets,daemonsets,cronjobs,jobs -A"
                + " -o json prints, from FILE or stdin. For each service account and registry it"
                + " says who pulls today and who would pull: the pod itself, the node, or nobody."
                + " Takes the options of podpass config. Nothing is sent.")
        .positionals("FILE", "Objects as JSON; stdin if no file is named.")
        .flags(
            ConfigOptions.PROVIDERS,
            ConfigOptions.NAME,
            ConfigOptions.ENV,
            ConfigOptions.FIRST,
            ConfigOptions.REPLACE,
            PLATFORM,
            NAMESPACE,
            BEFORE,
            DOCKER_CONFIG,
            FAIL_ON,
            ALL,
            BY_NAMESPACE,
            Usage.JSON)
        .pluginFlags(providers)
        .examples(
            providers,
            ClusterReader.KUBECTL + " > cluster.json",
            "podpass plan --providers=ID --first --platform=eks cluster.json",
            "podpass plan --providers=ID --json --fail-on=changes < cluster.json")
        .exits(
            "0   no pod would fail",
            "64  an option is wrong, or a file cannot be read",
            "65  the input is not what kubectl prints",
            "78  a pod would fail (pull secrets are not read), or --fail-on=changes and one would"
                + " change its identity");
  }

  @Override
  public int run(CommandContext context) {
    String stock = context.arguments().find(PLATFORM).map(StockEntry::configuration).orElse("");
    Arguments arguments = context.arguments();
    List<ImagePattern> nodes =
        arguments.find(DOCKER_CONFIG).map(PlanInputs::dockerConfig).orElse(List.of());
    PluginEntries today = PluginEntries.of(stock, context.checks()).behind(nodes);
    ConfigFromFlags flags = new ConfigFromFlags(context);
    PluginEntries after = after(context, flags, stock).behind(nodes);
    Optional<Set<String>> before = arguments.find(BEFORE).map(PlanInputs::failing);
    if (before.isEmpty() && arguments.get(FAIL_ON) == Threshold.WORSE) {
      throw new CredentialException(
          Kind.USAGE, "--fail-on=worse needs an earlier plan", "add --before=FILE");
    }
    Cluster cluster = read(context, after);
    SwitchPlan plan = SwitchPlan.of(cluster, today, after);
    PlanReport report =
        new PlanReport(
            cluster,
            plan,
            NextSteps.of(plan.rows(), new NextCommands(flags)),
            before,
            arguments.get(ALL));
    int printed =
        arguments
            .find(BY_NAMESPACE)
            .map(table ->
                context.print(
                    switch (table) {
                      case MARKDOWN -> PlanCounts.markdown(plan);
                      case CSV -> PlanCounts.csv(plan);
                    }))
            .orElseGet(() ->
                context.report(report::json, () -> report.text(context.process().coloured())));
    boolean bad =
        switch (arguments.get(FAIL_ON)) {
          case FAILS -> plan.has(SwitchPlan.Result::fails);
          case CHANGES -> plan.has(SwitchPlan.Result::changes);
          case WORSE -> plan.has(report::isWorse);
        };
    return bad ? Kind.CONFIGURATION.exitCode() : printed;
  }

  /** The entries that {@code config merge} would write; only options can be wrong here. */
  private static PluginEntries after(CommandContext context, ConfigFromFlags flags, String stock) {
    try {
      return PluginEntries.of(merged(flags, stock), context.checks());
    } catch (CredentialException e) {
      throw e.kind() == Kind.CONFIGURATION ? e.as(Kind.USAGE) : e;
    }
  }

  private static String merged(ConfigFromFlags flags, String stock) {
    ConfigDocument given = flags.document();
    Placement placement = flags.placement();
    if (!stock.isEmpty()) {
      return ConfigMerge.of(stock, flags.documentFor(stock), placement).text();
    }
    if (placement instanceof Placement.Replacing(String replaced)) {
      throw new CredentialException(
          Kind.USAGE,
          "--replace=%s is given, and no entry is there to replace".formatted(replaced),
          "add --platform=eks, gke or aks");
    }
    return given.yaml();
  }

  private static Cluster read(CommandContext context, PluginEntries after) {
    ClusterReader reader =
        new ClusterReader(
            after.annotationKeys(),
            Set.copyOf(context.arguments().all(NAMESPACE)),
            objects -> context.progress("read %,d objects".formatted(objects).replace(',', ' ')));
    List<String> files = context.arguments().positionals();
    for (String file : files.isEmpty() ? List.of("-") : files) {
      try (InputStream in = open(context, file)) {
        reader.read(file.equals("-") ? "stdin" : file, in);
      } catch (IOException e) {
        throw SmallFile.unreadable(file, e);
      }
    }
    return reader.cluster();
  }

  private static InputStream open(CommandContext context, String file) throws IOException {
    return new BufferedInputStream(
        file.equals("-") ? context.process().stdin() : Files.newInputStream(Path.of(file)), BUFFER);
  }
}
