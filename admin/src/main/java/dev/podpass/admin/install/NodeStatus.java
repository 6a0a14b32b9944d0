// SPDX-License-Identifier: Apache-2.0
package dev.podpass.admin.install;

import dev.podpass.admin.install.PassReport.Outcome;
import dev.podpass.admin.kubeletconfig.Takeover;
import dev.podpass.admin.node.KubeletProcesses;
import dev.podpass.admin.node.NodeInspection;
import dev.podpass.admin.state.Memory;
import dev.podpass.admin.state.Memory.Original;
import dev.podpass.admin.text.IoReason;
import dev.podpass.spi.failure.CredentialException;
import dev.podpass.spi.failure.Kind;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The status of a node: what is there, and how the last pass ended.
 *
 * @param replacement what became of the images of the entry that podpass's replaced
 * @param files podpass's files and kubelet's, and whether each is as it should be
 * @param unproven what is not proven of the text that was written last; empty if it is
 */
public record NodeStatus(
    Memory memory,
    Optional<LastPass> lastPass,
    List<String> entries,
    List<String> replacement,
    Map<String, Boolean> files,
    Optional<String> unproven) {
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
    boolean good =
        lastPass
            .map(last -> last.report().outcome())
            .filter(it -> it == Outcome.UNSUPPORTED || (it.isGood() && isInstalled()))
            .isPresent();
    return good
        && unproven.filter(GONE::equals).isEmpty()
        && !files.containsValue(false)
        && lastPass.filter(it -> it.isContended(now)).isEmpty();
  }

  /** Whether the last pass is not older than that; one of the future says nothing. */
  public boolean isRecent(Duration limit, Instant now) {
    return lastPass
        .map(it -> it.report().at())
        .filter(at -> at.plus(limit).isAfter(now) && !at.isAfter(now.plus(TOLERANCE)))
        .isPresent();
  }

  /** Looks at a node; nothing is changed. */
  public static NodeStatus of(NodeAccess access) {
    try {
      Memory memory = access.state().load();
      Optional<LastPass> last = LastPass.read(access.state().lastPass());
      Optional<DiskNode> found =
          DiskNode.of(access, memory.original(), () -> new NodeInspection(access.files()));
      if (found.isEmpty()) {
        return new NodeStatus(memory, last, List.of(), List.of(), Map.of(), Optional.empty());
      }
      DiskNode node = found.get();
      List<String> entries = node.ours(node.text());
      return new NodeStatus(
          memory,
          last,
          entries,
          replacement(node, memory, entries),
          entries.isEmpty() && memory.values().isEmpty() ? Map.of() : files(node, entries, memory),
          unproven(access, memory));
    } catch (IOException e) {
      throw new CredentialException(
              Kind.UNAVAILABLE,
              access.state().directory() + " cannot be read (" + IoReason.of(e) + ")",
              "run this as root")
          .causedBy(e);
    }
  }

  private static Optional<String> unproven(NodeAccess access, Memory memory) {
    if (memory.pending().isEmpty()) {
      return Optional.empty();
    }
    Optional<String> seen = memory.pending().get().seen();
    if (seen.isEmpty()) {
      return Optional.of("no kubelet has been healthy with it yet");
    }
    KubeletProcesses processes = KubeletProcesses.of(access.files());
    boolean gone =
        access.files().isRunning() && processes.kubelet().isEmpty() && processes.doubt().isEmpty();
    return Optional.of(gone ? GONE : "kubelet was healthy with it, for less than a minute");
  }

  /** Between the file as it was and the file as it is. */
  private static List<String> replacement(DiskNode node, Memory memory, List<String> entries)
      throws IOException {
    Optional<String> replaced = memory.original().flatMap(Original::replaced);
    Optional<String> before = memory.original().flatMap(Original::text);
    Optional<String> now = node.text();
    return replaced.isPresent() && before.isPresent() && now.isPresent()
        ? Takeover.effects(before.get(), now.get(), replaced.get(), entries)
        : List.of();
  }

  private static Map<String, Boolean> files(DiskNode node, List<String> entries, Memory memory)
      throws IOException {
    NodeLayout layout = node.layout();
    Map<String, Boolean> files = new LinkedHashMap<>();
    Map<String, String> links = node.links();
    List<String> programs = new ArrayList<>();
    for (String entry : entries) {
      files.put(layout.binDir() + "/" + entry, links.containsKey(entry));
      Optional.ofNullable(links.get(entry)).ifPresent(programs::add);
    }
    for (String program : programs.stream().distinct().toList()) {
      files.put(layout.binDir() + "/" + program, node.isProgramSafe(program));
    }
    boolean ours =
        memory.values().isEmpty() || memory.values().equals(Text.values(node.text(), entries));
    files.put(layout.config(), ours && node.isTextSafe());
    return files;
  }
}
