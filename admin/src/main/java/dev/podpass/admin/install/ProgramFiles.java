// SPDX-License-Identifier: Apache-2.0
package dev.podpass.admin.install;

import dev.podpass.admin.install.Node.Failure;
import dev.podpass.admin.install.Node.Program;
import dev.podpass.admin.install.Note.Place;
import dev.podpass.spi.failure.CredentialException;
import dev.podpass.spi.failure.Kind;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The program, its links and the directories that podpass makes, as a pass finds them. */
final class ProgramFiles {
  private final Node node;
  private final List<String> changes;
  private final List<String> links;

  /** Whether podpass has put something there before. */
  private final boolean ours;

  private final Program program;

  ProgramFiles(Node node, ConfigSnapshot first, List<String> changes) throws IOException {
    this.node = node;
    this.changes = changes;
    this.links = node.links();
    this.ours = node.note().place().isPresent() || !links.isEmpty() || !first.ours().isEmpty();
    this.program = node.program();
  }

  boolean isWanted() {
    return program == Program.WANTED;
  }

  /** Whether there is no sign of podpass on the node. */
  boolean areNone() {
    return !ours;
  }

  boolean areAbsent() {
    return links.isEmpty() && program == Program.ABSENT;
  }

  boolean areAsBefore() throws IOException {
    return node.program() == program && node.links().equals(links);
  }

  /** Whether another program than the wanted one is there, and runs. */
  boolean runOtherwise() throws IOException {
    return program == Program.OTHER && node.programRuns();
  }

  /** A file of another program is never replaced. */
  void requireFree(List<String> names) throws IOException {
    if (program == Program.NO_FILE || (program == Program.OTHER && !ours)) {
      throw taken(node.name());
    }
    for (String link : names) {
      if (node.isTaken(link)) {
        throw taken(link);
      }
    }
  }

  private CredentialException taken(String name) {
    return new CredentialException(
        Kind.CONFIGURATION,
        path(name) + " exists, and podpass did not put it there",
        "remove it, or set another --name");
  }

  private String path(String name) {
    return node.layout().binDir() + "/" + name;
  }

  /**
   * Puts them there, before any text names them; why the program does not run.
   *
   * @param stays whether another program stays, if it runs
   */
  Optional<Failure> put(List<String> names, boolean stays) throws IOException {
    for (String directory : node.layout().missing()) {
      if (node.makeDirectory(directory)) {
        changes.add("added " + directory);
      }
    }
    if (!isWanted() && !(stays && runOtherwise())) {
      Optional<Failure> unfit = node.putProgram();
      if (unfit.isPresent()) {
        return unfit;
      }
      changes.add((program == Program.ABSENT ? "added " : "replaced ") + path(node.name()));
    }
    for (String link : names) {
      if (node.putLink(link)) {
        changes.add((links.contains(link) ? "replaced " : "added ") + path(link));
      }
    }
    return Optional.empty();
  }

  /** Removes links that nothing needs any more. */
  void removeOthers(List<String> names) throws IOException {
    remove(node.links().stream().filter(link -> !names.contains(link)).toList(), names);
  }

  void removeAll() throws IOException {
    List<String> all = new ArrayList<>(node.links());
    if (node.note().place().isPresent() || !links.isEmpty()) {
      all.add(node.name());
    }
    remove(all, List.of());
    for (String directory : node.note().place().map(Place::made).orElse(List.of()).reversed()) {
      if (node.removeDirectory(directory)) {
        changes.add("removed " + directory);
      }
    }
  }

  /** Another program may have put podpass's entries back since a kubelet lived without them. */
  private void remove(List<String> names, List<String> stay) throws IOException {
    if (names.isEmpty()) {
      return;
    }
    ConfigSnapshot now = ConfigSnapshot.of(node);
    if (!stay.containsAll(now.ours())) {
      throw node.layout().busy();
    }
    for (String name : names) {
      if (node.remove(name, now.now())) {
        changes.add("removed " + path(name));
      }
    }
  }
}
