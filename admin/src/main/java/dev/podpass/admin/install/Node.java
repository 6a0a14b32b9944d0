// SPDX-License-Identifier: Apache-2.0
package dev.podpass.admin.install;

import dev.podpass.admin.install.StateDirectory.Copy;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * What is on a node, and what changes it: the real one, and that of the exhaustive model. Each
 * change may be repeated, is one atomic replacement, and is on the disk when a method returns.
 */
interface Node {
  NodeLayout layout();

  /** Of the program. */
  String name();

  Instant now();

  /** Differs after each boot of the machine. */
  String boot();

  /** What is remembered; it is read from the disk once. */
  Note note();

  void save(Note note) throws IOException;

  /** Kubelet's file; empty if it is not there. */
  Optional<String> text() throws IOException;

  Optional<String> copy(Copy copy) throws IOException;

  /** Keeps a text with the attributes of kubelet's file. */
  void saveCopy(Copy copy, String text) throws IOException;

  /** Those of these entries that are podpass's. */
  List<String> ours(List<String> entries) throws IOException;

  /** The links of podpass's in kubelet's plugin directory. */
  List<String> links() throws IOException;

  Program program() throws IOException;

  /** What may be in the place of the program. */
  enum Program {
    ABSENT,
    /** It is the one to install, and only root can change it. */
    WANTED,
    /** It is a file, another one or one that another user can change. */
    OTHER,
    /** It is no file. */
    NO_FILE
  }

  /**
   * Why a change is put back.
   *
   * @param hint what to do about it
   * @param restarted whether kubelet was restarted, as far as its command says
   */
  record Failure(String reason, String hint, boolean restarted) {}

  boolean programRuns() throws IOException;

  /** Whether something is in kubelet's plugin directory that is not podpass's link of that name. */
  boolean isTaken(String link) throws IOException;

  /** False if it was there. */
  boolean makeDirectory(String path) throws IOException;

  /** Copies the executable, tries the copy, and gives it its name; returns why it does not run. */
  Optional<Failure> putProgram() throws IOException;

  /** Links a name to the program; false if it does already. */
  boolean putLink(String link) throws IOException;

  /**
   * Removes a file or a link of kubelet's plugin directory; false if it was not there.
   *
   * @param seen kubelet's file, which does not name it; fails if another program has changed it
   */
  boolean remove(String name, Optional<String> seen) throws IOException;

  /** Removes a directory, if it is empty; false if it was not. */
  boolean removeDirectory(String path) throws IOException;

  /**
   * Writes kubelet's file, or removes it for an empty text; fails if it is not the text that was
   * seen. It keeps its attributes; the original gets back its time, too.
   */
  void write(Optional<String> seen, Optional<String> text) throws IOException;

  /** Removes the copies, and other files that podpass wrote. */
  void forget() throws IOException;
}
