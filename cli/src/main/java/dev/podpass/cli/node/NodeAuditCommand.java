// SPDX-License-Identifier: Apache-2.0
package dev.podpass.cli.node;

import dev.podpass.admin.doctor.ImageChecks;
import dev.podpass.admin.images.ImageAudit;
import dev.podpass.admin.images.ImageAudit.Row;
import dev.podpass.admin.node.NodeFiles;
import dev.podpass.admin.text.Facts;
import dev.podpass.cli.command.Command;
import dev.podpass.cli.command.CommandContext;
import dev.podpass.cli.help.HelpText;
import dev.podpass.cli.options.Usage;
import dev.podpass.cli.report.DisplayValue;
import dev.podpass.cli.report.VerdictWord;
import dev.podpass.cli.report.VerdictWord.Tone;
import dev.podpass.core.pull.Providers;
import dev.podpass.core.settings.Flag;
import dev.podpass.spi.failure.Kind;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import picocli.CommandLine.Model.CommandSpec;

/** Shows which service accounts may start the images that are on a node. */
final class NodeAuditCommand implements Command {
  private static final Flag<Path> ROOT =
      NodeFlags.root("Audit the node whose root file system is mounted here.");

  private static final String NOT_LISTED =
      "images that kubelet has not pulled itself, such as those of the node's image, have no record"
          + " and are open to every pod: crictl images shows them";

  private static final String VERIFY =
      "use Kubernetes 1.35 or later, and do not set imagePullCredentialsVerificationPolicy to"
          + " NeverVerify; then drain and recycle the node";

  private static final String CLOSE =
      "drain and recycle the node; or drain it, stop kubelet, remove the images (crictl rmi IMAGE)"
          + " and the records that name them, and start kubelet: the record of an image that kubelet"
          + " did not remove itself stays, and opens the next pull of it";

  private static final String VERIFY_ALL =
      "those under no record that crictl images lists are open: kubelet's garbage collection deletes"
          + " the records of images that it removes, and on a full disk of those in use, too. With"
          + " imagePullCredentialsVerificationPolicy: AlwaysVerify kubelet verifies them";

  @Override
  public CommandSpec spec(Providers providers) {
    return HelpText.of(
            this,
            "audit",
            "Show who may start the images of podpass's registries that are on this node.",
            "Joins kubelet's records of pulls (KEP-2535), its verification policy, the entries of"
                + " its configuration and podpass's audit log. An image that was ever pulled with a"
                + " credential of no service account is open to every pod of the node. Images that"
                + " kubelet has not pulled have no record and are not listed. Run it as root."
                + " Nothing is changed.")
        .flags(ROOT, Usage.JSON)
        .examples(providers, "sudo podpass node audit", "podpass node audit --root=/host --json")
        .exits(
            "0   no image of podpass's registries is known to be open",
            "64  an option is wrong",
            "69  not known: kubelet's configuration or records, an entry's program or settings cannot be read",
            "78  one is open to every pod, or kubelet verifies none");
  }

  @Override
  public int run(CommandContext context) {
    ImageAudit audit =
        ImageChecks.audit(NodeFiles.below(context.arguments().get(ROOT)), context.checks());
    int printed = context.report(sections(audit));
    if (!audit.isGood()) {
      return Kind.CONFIGURATION.exitCode();
    }
    return audit.unknown().isEmpty() ? printed : Kind.UNAVAILABLE.exitCode();
  }

  private static Map<String, Object> sections(ImageAudit audit) {
    List<String> todo = new ArrayList<>();
    if (!audit.isGood()) {
      todo.add(audit.unverified().isPresent() ? VERIFY : CLOSE);
    }
    if (!audit.unrecorded().isEmpty()) {
      todo.add(VERIFY_ALL);
    }
    return Facts.of(
        "kubelet",
            Facts.of(
                "records", audit.records(),
                "verification", audit.verification(),
                "open images", audit.open(),
                "other images", audit.others()),
        "images",
            DisplayValue.listOrNone(audit.images().stream().map(NodeAuditCommand::row).toList()),
        "no record", Facts.any(audit.unrecorded()),
        "not known", Facts.any(audit.unknown()),
        "not read", Facts.any(audit.skipped()),
        "not listed", Optional.of(NOT_LISTED).filter(_ -> audit.preloaded()),
        "what to do", Facts.any(todo));
  }

  private static Map<String, Object> row(Row image) {
    return Facts.of(
        "verdict",
        image.open() ? new VerdictWord("open", Tone.BAD) : new VerdictWord("closed", Tone.GOOD),
        "image",
        image.image(),
        "may start it",
        starters(image),
        "why",
        new DisplayValue(image.why(), String.join("; ", image.why())));
  }

  private static DisplayValue starters(Row image) {
    List<Map<String, Object>> accounts =
        image.accounts().entrySet().stream()
            .map(entry ->
                Facts.of("name", entry.getKey(), "identities", List.copyOf(entry.getValue())))
            .toList();
    Stream<String> named =
        image.accounts().entrySet().stream().map(entry -> entry.getKey() + as(entry.getValue()));
    Stream<String> secrets =
        Facts.any(image.secrets()).stream().map(all -> "secrets " + String.join(", ", all));
    List<String> some = Stream.concat(named, secrets).toList();
    return new DisplayValue(
        Facts.of(
            "every pod", image.open(), "service accounts", accounts, "secrets", image.secrets()),
        image.open() ? "every pod" : some.isEmpty() ? "none" : String.join("; ", some));
  }

  private static String as(Set<String> identities) {
    return identities.isEmpty() ? "" : " as " + String.join(" or ", identities);
  }
}
