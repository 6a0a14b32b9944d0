// SPDX-License-Identifier: Apache-2.0
package dev.podpass.admin.install;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.podpass.admin.file.DurableEntry;
import dev.podpass.admin.file.DurableFile;
import dev.podpass.admin.install.Note.Place;
import dev.podpass.admin.install.StateDirectory.Copy;
import dev.podpass.core.file.LockedFile;
import dev.podpass.core.file.SafeFile;
import dev.podpass.core.file.UnixAttributes;
import dev.podpass.spi.failure.CredentialException;
import dev.podpass.spi.failure.Kind;
import java.io.IOException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** The real node. */
final class DiskNode implements Node {
  /** The usual name of the program. */
  static final String NAME = "podpass";

  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final int EXECUTABLE = 0111;
  private static final Set<PosixFilePermission> PROGRAM =
      PosixFilePermissions.fromString("rwxr-xr-x");

  private final NodeAccess access;
  private final NodeLayout layout;
  private final String name;
  private final Path executable;
  private Note note;

  /** For one pass. */
  DiskNode(NodeAccess access, NodeLayout layout, String name, Path executable, Note note) {
    this.access = access;
    this.layout = layout;
    this.name = name;
    this.executable = executable;
    this.note = note;
  }

  /** The node as it is remembered; nothing is installed on it. */
  DiskNode(NodeAccess access, NodeLayout layout, Note note) {
    this(access, layout, note.place().map(Place::name).orElse(NAME), Path.of("/dev/null"), note);
  }

  @Override
  public NodeLayout layout() {
    return layout;
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public Instant now() {
    return access.clock().instant();
  }

  @Override
  public String boot() {
    return access.files().read("/proc/sys/kernel/random/boot_id").orElse("").strip();
  }

  @Override
  public Note note() {
    return note;
  }

  @Override
  public void save(Note next) throws IOException {
    if (!next.equals(note)) {
      access.state().save(next);
      note = next;
    }
  }

  @Override
  public Optional<String> text() throws IOException {
    return access.configText(layout.config());
  }

  @Override
  public Optional<String> copy(Copy copy) throws IOException {
    return access.state().read(copy);
  }

  @Override
  public void saveCopy(Copy copy, String text) throws IOException {
    access.state().saveCopy(copy, text, access.files().trustedPlace(layout.config()));
  }

  /** Whether only root can change it, and it has the rights that it needs. */
  static boolean isSafe(Path file, int needed) throws IOException {
    try {
      UnixAttributes attributes = UnixAttributes.of(file);
      return !attributes.changeableByOthers() && (attributes.mode() & needed) == needed;
    } catch (NoSuchFileException _) {
      return true;
    }
  }

  /** By their names, and by what kubelet would run for them: a link to the program, or nothing. */
  @Override
  public List<String> ours(List<String> entries) throws IOException {
    List<String> links = entries.isEmpty() ? List.of() : links();
    return entries.stream()
        .filter(name -> links.contains(name) || (names().contains(name) && isFree(name)))
        .toList();
  }

  private List<String> names() {
    return access.providers().stream().map(id -> name + "-" + id).toList();
  }

  private boolean isFree(String file) {
    try {
      return plugin(file).isEmpty();
    } catch (IOException _) {
      return true;
    }
  }

  /** What is in kubelet's plugin directory by that name. */
  private Optional<Path> plugin(String file) throws IOException {
    return access
        .existing(layout.binDir() + "/" + file)
        .filter(path -> Files.exists(path, LinkOption.NOFOLLOW_LINKS));
  }

  private Path place(String file) throws IOException {
    return access.files().trustedPlace(layout.binDir() + "/" + file);
  }

  @Override
  public List<String> links() throws IOException {
    Optional<Path> any = access.existing(layout.binDir() + "/any");
    if (any.isEmpty()) {
      return List.of();
    }
    return SafeFile.list(any.get().resolveSibling(".")).stream()
        .filter(this::isLink)
        .map(link -> String.valueOf(link.getFileName()))
        .sorted()
        .toList();
  }

  boolean isTextSafe() throws IOException {
    Optional<Path> place = access.existing(layout.config());
    return place.isEmpty() || isSafe(place.get(), 0);
  }

  private boolean isLink(Path file) {
    try {
      return String.valueOf(file.getFileName()).startsWith(name + "-")
          && Files.isSymbolicLink(file)
          && Files.readSymbolicLink(file).equals(Path.of(name));
    } catch (IOException _) {
      return false;
    }
  }

  @Override
  public Program program() throws IOException {
    Optional<Path> place = plugin(name);
    if (place.isEmpty()) {
      return Program.ABSENT;
    }
    if (!UnixAttributes.of(place.get()).regularFile()) {
      return Program.NO_FILE;
    }
    boolean same = isSafe(place.get(), EXECUTABLE) && Files.mismatch(executable, place.get()) < 0;
    return same ? Program.WANTED : Program.OTHER;
  }

  /** What must be there for these entries, and whether root alone can change it. */
  boolean isProgramSafe() throws IOException {
    Optional<Path> place = plugin(name);
    return place.isPresent()
        && UnixAttributes.of(place.get()).regularFile()
        && isSafe(place.get(), EXECUTABLE);
  }

  @Override
  public boolean programRuns() throws IOException {
    return isProgramSafe() && trial(place(name)).isEmpty();
  }

  @Override
  public boolean isTaken(String link) throws IOException {
    return !isFree(link) && !links().contains(link);
  }

  @Override
  public boolean makeDirectory(String path) throws IOException {
    Path directory = access.files().trustedPlace(path);
    if (Files.isDirectory(directory, LinkOption.NOFOLLOW_LINKS)) {
      return false;
    }
    DurableEntry.directory(directory);
    return true;
  }

  @Override
  public Optional<Failure> putProgram() throws IOException {
    return DurableEntry.install(executable, place(name), PROGRAM, this::trial);
  }

  private Optional<Failure> trial(Path program) {
    return ProgramTrial.of(access, program, layout.binDir() + "/" + name);
  }

  @Override
  public boolean putLink(String link) throws IOException {
    Path place = place(link);
    if (isLink(place)) {
      return false;
    }
    DurableEntry.link(place, Path.of(name));
    return true;
  }

  @Override
  public boolean remove(String file, Optional<String> seen) throws IOException {
    Optional<Path> place = plugin(file);
    if (place.isPresent()) {
      if (!text().equals(seen)) {
        throw layout.busy();
      }
      DurableEntry.remove(place.get());
    }
    return place.isPresent();
  }

  @Override
  public boolean removeDirectory(String path) throws IOException {
    Optional<Path> place = access.existing(path);
    try {
      if (place.isEmpty() || !Files.isDirectory(place.get(), LinkOption.NOFOLLOW_LINKS)) {
        return false;
      }
      DurableEntry.remove(place.get());
      return true;
    } catch (DirectoryNotEmptyException _) {
      return false; // It has become useful to others.
    }
  }

  /** Under the lock of {@code config merge}, which an operator may run at the same time. */
  @Override
  public void write(Optional<String> seen, Optional<String> text) throws IOException {
    Optional<byte[]> expected = seen.map(old -> old.getBytes(UTF_8));
    Optional<FileTime> time = timeOf(text);
    LockedFile.whileLockedOnce(
        access.files().trustedPlace(layout.config()),
        PATIENCE,
        held -> {
          if (text.isEmpty()) {
            DurableFile.remove(held, expected);
          } else {
            byte[] content = text.get().getBytes(UTF_8);
            var _ = DurableFile.replace(held, expected, content, Optional.empty(), time);
          }
          return true;
        });
  }

  /** When a text that was kept was last changed. */
  private Optional<FileTime> timeOf(Optional<String> text) throws IOException {
    for (Copy copy : Copy.values()) {
      if (text.isPresent() && text.equals(copy(copy))) {
        return Optional.of(Files.getLastModifiedTime(access.state().file(copy)));
      }
    }
    return Optional.empty();
  }

  @Override
  public void forget() throws IOException {
    save(note.bare());
    access.state().drop();
  }

  /** What another user can write would decide what root runs. */
  void requireSafe() throws IOException {
    if (!isTextSafe()) {
      throw new CredentialException(
          Kind.CONFIGURATION,
          layout.config() + " can be changed by other users than root; nothing was changed",
          "chown root:root %1$s; chmod go-w %1$s".formatted(layout.config()));
    }
  }

  /** Removes what a killed process left. */
  void sweep(String file) throws IOException {
    Optional<Path> config = access.existing(file);
    if (config.isPresent()) {
      DurableEntry.sweep(config.get());
      if (LockedFile.hasLock(config.get())) {
        LockedFile.whileLockedOnce(config.get(), PATIENCE, _ -> true);
      }
    }
    for (String each : Stream.concat(Stream.of(name), names().stream()).toList()) {
      Optional<Path> place = access.existing(layout.binDir() + "/" + each);
      if (place.isPresent()) {
        DurableEntry.sweep(place.get());
      }
    }
    access.state().sweep();
  }
}
