// SPDX-License-Identifier: Apache-2.0
package dev.podpass.admin.install;

import dev.podpass.admin.install.Note.LastPass;
import dev.podpass.admin.install.Note.WrittenText;
import dev.podpass.admin.kubeletconfig.ConfigRemoval;
import dev.podpass.admin.kubeletconfig.FileEntry;
import dev.podpass.admin.kubeletconfig.Takeover;
import dev.podpass.admin.node.KubeletProcesses;
import dev.podpass.admin.node.NodeInspection;
import dev.podpass.admin.text.IoReason;
import dev.podpass.spi.failure.CredentialException;
import dev.podpass.spi.failure.Kind;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The status of a node: what is there, and how the last pass ended.
 *
 * @param entries podpass's, which serve registries
 * @param replacement what became of the images of the entry that podpass's replaced
 * @param files podpass's files and kubelet's, and whether each is as it should be
 * @param unproven what is not proven of the text that was written last; empty if it is
 * @param loss what of the memory was lost
 */
public record NodeStatus(
    Note note,
    List<String> entries,
    List<String> replacement,
    Map<String, Boolean> files,
    Optional<String> unproven,
    Optional<String> loss) {
  /** Clocks of a node and of its last pass differ by less. */
  private static final Duration TOLERANCE = Duration.ofMinutes(1);

  private static final String GONE = "the kubelet that was healthy with it is gone";

  public NodeStatus {
    entries = List.copyOf(entries);
    replacement = List.copyOf(replacement);
  }

  public boolean isInstalled() {
    return !entries.isEmpty();
  }

  /** Whether the node is as wanted, or one that podpass does not change, as far as it knows. */
  public boolean isGood(Instant now) {
    return note.last()
            .filter(pass -> !pass.isContended(now))
            .map(LastPass::outcome)
            .filter(result -> result == Outcome.UNSUPPORTED || (result.isGood() && isInstalled()))
            .isPresent()
        && unproven.filter(GONE::equals).isEmpty()
        && !files.containsValue(false);
  }

  /** Whether the last pass is not older than that; one of the future says nothing. */
  public boolean isRecent(Duration limit, Instant now) {
    return note.last()
        .map(LastPass::at)
        .filter(at -> at.plus(limit).isAfter(now) && !at.isAfter(now.plus(TOLERANCE)))
        .isPresent();
  }

  /** Looks at a node; nothing is changed. */
  public static NodeStatus of(NodeAccess access) {
    try {
      String[] loss = new String[1];
      Note note = access.state().load(reason -> loss[0] = reason);
      Optional<NodeLayout> layout =
          NodeLayout.known(access.files(), note, () -> new NodeInspection(access.files()));
      if (layout.isEmpty()) {
        return new NodeStatus(
            note, List.of(), List.of(), Map.of(), Optional.empty(), Optional.ofNullable(loss[0]));
      }
      DiskNode node = new DiskNode(access, layout.get(), note);
      ConfigSnapshot text = ConfigSnapshot.of(node);
      List<FileEntry> all = text.now().map(ConfigSnapshot::entries).orElse(List.of());
      List<String> serving =
          all.stream()
              .filter(entry -> text.ours().contains(entry.label()) && !ConfigSnapshot.isOff(entry))
              .map(FileEntry::label)
              .toList();
      return new NodeStatus(
          note,
          serving,
          replacement(text, all, note),
          text.ours().isEmpty() && note.entries().isEmpty()
              ? Map.of()
              : files(node, text, note.entries()),
          unproven(access, note),
          Optional.ofNullable(loss[0])
              .or(() ->
                  text.lost(note)
                      .map("the copy of the entry %s, which podpass replaced"::formatted)));
    } catch (IOException e) {
      throw new CredentialException(
              Kind.UNAVAILABLE,
              access.state().directory() + " cannot be read (" + IoReason.of(e) + ")",
              "run this as root")
          .causedBy(e);
    }
  }

  private static Optional<String> unproven(NodeAccess access, Note note) {
    if (note.entries().isEmpty() || note.written().filter(WrittenText::isSettled).isPresent()) {
      return Optional.empty();
    }
    if (note.written().filter(WrittenText::isProven).isEmpty()) {
      return Optional.of("no kubelet has been healthy with it yet");
    }
    KubeletProcesses processes = KubeletProcesses.of(access.files());
    boolean gone =
        access.files().isRunning() && processes.kubelet().isEmpty() && processes.doubt().isEmpty();
    return Optional.of(gone ? GONE : "kubelet was healthy with it, for less than a minute");
  }

  /** Between the file as it was and the file as it is. */
  private static List<String> replacement(ConfigSnapshot text, List<FileEntry> now, Note note) {
    Optional<String> replaced = note.written().flatMap(WrittenText::replaced);
    return replaced.isPresent() && text.original().isPresent()
        ? Takeover.effects(
            ConfigRemoval.entries(text.original().get()), now, replaced.get(), text.ours())
        : List.of();
  }

  private static Map<String, Boolean> files(DiskNode node, ConfigSnapshot text, String written)
      throws IOException {
    NodeLayout layout = node.layout();
    Map<String, Boolean> files = new LinkedHashMap<>();
    List<String> links = node.links();
    text.ours().forEach(name -> files.put(layout.binDir() + "/" + name, links.contains(name)));
    if (!text.ours().isEmpty()) {
      files.put(layout.binDir() + "/" + node.name(), node.isProgramSafe());
    }
    boolean ours = written.isEmpty() || written.equals(text.values());
    files.put(layout.config(), ours && node.isTextSafe());
    return files;
  }
}
