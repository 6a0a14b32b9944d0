// SPDX-License-Identifier: Apache-2.0
package dev.podpass.cli.node;

import dev.podpass.admin.check.Check;
import dev.podpass.admin.doctor.Doctor;
import dev.podpass.admin.kubelet.HostCommands.Output;
import dev.podpass.admin.node.NodeFiles;
import dev.podpass.cli.command.ChildProcess;
import dev.podpass.cli.command.Command;
import dev.podpass.cli.command.CommandContext;
import dev.podpass.cli.explain.ExplainOptions;
import dev.podpass.cli.explain.ExplainRequest;
import dev.podpass.cli.help.HelpText;
import dev.podpass.cli.options.Arguments;
import dev.podpass.cli.options.Usage;
import dev.podpass.core.protocol.DockerHub;
import dev.podpass.core.pull.Providers;
import dev.podpass.core.settings.Flag;
import dev.podpass.core.settings.PluginFlags;
import dev.podpass.spi.ProviderOption;
import dev.podpass.spi.failure.CredentialException;
import dev.podpass.spi.failure.Kind;
import dev.podpass.spi.image.ImageReference;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Model.CommandSpec;

/** The command {@code doctor}: checks why images cannot be pulled on a node. */
public final class DoctorCommand implements Command {
  private static final Flag<Path> ROOT =
      NodeFlags.root(
          "Check the node whose root file system is mounted here; its network is not tested.");

  private static final Flag<String> IMAGE =
      Flag.plainList(
          ProviderOption.of(
              "image",
              "IMAGE",
              "Test the endpoints for this image, instead of those for patterns without a *; may be"
                  + " repeated.",
              DoctorCommand::image));

  private static final Duration STAT = Duration.ofSeconds(5);

  /** As kubelet passes it on. */
  private static String image(String text) {
    String image = DockerHub.expand(text);
    try {
      var _ = ImageReference.parse(image);
      return image;
    } catch (CredentialException e) {
      throw new IllegalArgumentException(e.getMessage(), e);
    }
  }

  private static final Flag<Boolean> OFFLINE =
      Flag.plain(ProviderOption.flag("offline", "Do not test the network."));

  @Override
  public CommandSpec spec(Providers providers) {
    return HelpText.of(
            this,
            "doctor",
            "Check this node, and report what keeps kubelet from pulling with podpass.",
            "Finds kubelet's flags (its process, systemd, kubeadm, k3s, RKE2), checks the"
                + " configuration they name, the plugins and whether they are executable, and whether"
                + " pulls can write the node cache, audit log and metrics file, tests the"
                + " endpoints through kubelet's own proxies, and asks the API server, as kubelet,"
                + " whether it may request tokens. Best run as root. Nothing is changed.")
        .flags(
            ROOT,
            NodeFlags.STATE_DIR,
            IMAGE,
            ExplainOptions.ANNOTATION,
            OFFLINE,
            PluginFlags.DEADLINE,
            Usage.JSON)
        .examples(
            providers,
            "sudo podpass doctor",
            "sudo podpass doctor --image=quay.io/team-a/app",
            "podpass doctor --root=/mnt/node-image --json")
        .exits(
            "0   nothing failed",
            "64  an option is wrong",
            "69  kubelet was not found, or is not one process: its flags are not known",
            "78  something failed: see the hint below it");
  }

  @Override
  public int run(CommandContext context) {
    Arguments arguments = context.arguments();
    Doctor doctor =
        new Doctor(
            NodeFiles.below(arguments.get(ROOT)),
            arguments.get(OFFLINE),
            arguments.all(IMAGE),
            ExplainRequest.annotations(arguments),
            arguments.get(NodeFlags.STATE_DIR),
            DoctorCommand::context);
    return report(context, doctor.check(context.checks()));
  }

  /** Java reads no extended attributes but those of users. */
  private static Optional<String> context(Path file) {
    try {
      Output stat = ChildProcess.run(List.of("stat", "-c", "%C", file.toString()), STAT);
      return Optional.of(stat.text()).filter(_ -> stat.status() == 0);
    } catch (IOException _) {
      return Optional.empty();
    }
  }

  private static int report(CommandContext context, List<Check> checks) {
    DoctorReport report = new DoctorReport(checks);
    int printed = context.report(report::facts, () -> report.text(context.process().coloured()));
    return switch (report.verdict()) {
      case FAILED -> Kind.CONFIGURATION.exitCode();
      case SKIPPED -> Kind.UNAVAILABLE.exitCode();
      case OK, WARNING -> printed;
    };
  }
}
