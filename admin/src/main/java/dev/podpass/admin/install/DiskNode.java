// SPDX-License-Identifier: Apache-2.0
package dev.podpass.admin.install;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.podpass.admin.file.DurableEntry;
import dev.podpass.admin.file.DurableFile;
import dev.podpass.admin.kubeletconfig.ConfigRemoval;
import dev.podpass.admin.node.NodeInspection;
import dev.podpass.admin.state.Memory;
import dev.podpass.admin.state.Memory.File;
import dev.podpass.admin.state.Memory.Original;
import dev.podpass.admin.state.Memory.Part;
import dev.podpass.core.file.LockedFile;
import dev.podpass.core.file.SafeFile;
import dev.podpass.core.file.UnixAttributes;
import java.io.IOException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Stream;

/** The real node. */
final class DiskNode implements Node {
  private static final String NAME = "podpass";
  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final int EXECUTABLE = 0111;
  private static final Set<PosixFilePermission> PROGRAM =
      PosixFilePermissions.fromString("rwxr-xr-x");
  private static final Set<PosixFilePermission> OF_OTHERS =
      PosixFilePermissions.fromString("----w--w-");

  private final NodeAccess access;
  private final NodeLayout layout;
  private final List<String> names;
  private final Path executable;

  /** For one pass; the present name of the program is the first. */
  DiskNode(NodeAccess access, NodeLayout layout, List<String> names, Path executable) {
    this.access = access;
    this.layout = layout;
    this.names = List.copyOf(names);
    this.executable = executable;
  }

  /** The node with what podpass may have put there; empty if kubelet reads no configuration. */
  static Optional<DiskNode> of(
      NodeAccess access, Optional<Original> original, Supplier<NodeInspection> inspection) {
    List<String> names = original.map(Original::names).orElse(List.of(NAME));
    return original
        .map(it -> NodeLayout.of(access.files(), it))
        .or(() -> NodeLayout.unknown(access.files(), inspection.get()))
        .map(it -> new DiskNode(access, it, names, Path.of("/")));
  }

  @Override
  public NodeLayout layout() {
    return layout;
  }

  @Override
  public Instant now() {
    return access.clock().instant();
  }

  @Override
  public Memory memory() throws IOException {
    return access.state().load();
  }

  @Override
  public Optional<String> text() throws IOException {
    return access.configText(layout.config());
  }

  @Override
  public boolean isTextSafe() throws IOException {
    Optional<Path> place = access.existing(layout.config());
    return place.isEmpty() || isSafe(place.get(), 0);
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

  /** By its name, and by what kubelet would run for it: a link to the program, or nothing. */
  @Override
  public List<String> ours(Optional<String> text) throws IOException {
    SequencedMap<String, String> links = links();
    return text.filter(it -> !it.isBlank()).map(ConfigRemoval::names).orElse(List.of()).stream()
        .filter(entry -> links.containsKey(entry) || (isNamed(entry) && isFree(entry)))
        .toList();
  }

  private boolean isNamed(String entry) {
    return names.stream()
        .anyMatch(
            name -> access.providers().stream().anyMatch(id -> entry.equals(name + "-" + id)));
  }

  private boolean isFree(String name) {
    try {
      return plugin(name).isEmpty();
    } catch (IOException _) {
      return true;
    }
  }

  /** What is in kubelet's plugin directory by that name. */
  private Optional<Path> plugin(String name) throws IOException {
    return access
        .existing(layout.binDir() + "/" + name)
        .filter(it -> Files.exists(it, LinkOption.NOFOLLOW_LINKS));
  }

  private Path place(String name) throws IOException {
    return access.files().trustedPlace(layout.binDir() + "/" + name);
  }

  @Override
  public SequencedMap<String, String> links() throws IOException {
    SequencedMap<String, String> links = new LinkedHashMap<>();
    Optional<Path> any = access.existing(layout.binDir() + "/any");
    if (any.isEmpty()) {
      return links;
    }
    for (Path file : SafeFile.list(any.get().resolveSibling("."))) {
      String link = file.getFileName().toString();
      Optional<String> program = names.stream().filter(it -> isLink(file, link, it)).findFirst();
      program.ifPresent(it -> links.put(link, it));
    }
    return links;
  }

  private static boolean isLink(Path file, String link, String program) {
    try {
      return link.startsWith(program + "-")
          && Files.isSymbolicLink(file)
          && Files.readSymbolicLink(file).equals(Path.of(program));
    } catch (IOException _) {
      return false;
    }
  }

  @Override
  public Program program() throws IOException {
    Optional<Path> place = plugin(names.getFirst());
    if (place.isEmpty()) {
      return Program.ABSENT;
    }
    if (!UnixAttributes.of(place.get()).regularFile()) {
      return Program.NO_FILE;
    }
    boolean same = isSafe(place.get(), EXECUTABLE) && Files.mismatch(executable, place.get()) < 0;
    return same ? Program.WANTED : Program.OTHER;
  }

  /** Whether a file is there that root alone can change, and that can be run. */
  boolean isProgramSafe(String name) throws IOException {
    Optional<Path> place = plugin(name);
    return place.isPresent()
        && Files.isRegularFile(place.get(), LinkOption.NOFOLLOW_LINKS)
        && isSafe(place.get(), EXECUTABLE);
  }

  @Override
  public boolean programRuns() throws IOException {
    Path place = place(names.getFirst());
    return isSafe(place, EXECUTABLE) && trial(place).isEmpty();
  }

  @Override
  public boolean isTaken(String link) throws IOException {
    return !isFree(link) && !links().containsKey(link);
  }

  @Override
  public void save(Part part) throws IOException {
    access.state().save(part);
  }

  @Override
  public void drop(File... parts) throws IOException {
    access.state().drop(parts);
  }

  @Override
  public void forget() throws IOException {
    new MadeFiles(access).remove();
    access.state().remove();
  }

  @Override
  public void keep(Original original, boolean present) throws IOException {
    Optional<Path> attributes =
        original.text().isEmpty() || !original.trusted()
            ? Optional.empty()
            : Optional.of(
                present ? access.files().trustedPlace(layout.config()) : access.state().original());
    access.state().save(original, attributes);
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
  public Optional<Trouble> putProgram() throws IOException {
    return DurableEntry.install(executable, place(names.getFirst()), PROGRAM, this::trial);
  }

  private Optional<Trouble> trial(Path program) {
    return ProgramTrial.of(access, program, layout.binDir() + "/" + names.getFirst());
  }

  @Override
  public boolean putLink(String link) throws IOException {
    String program =
        names.stream()
            .filter(it -> link.startsWith(it + "-"))
            .max(Comparator.comparingInt(String::length))
            .orElseThrow();
    Path place = place(link);
    if (isLink(place, link, program)) {
      return false;
    }
    DurableEntry.link(place, Path.of(program));
    return true;
  }

  @Override
  public boolean remove(String name) throws IOException {
    Optional<Path> place = plugin(name);
    if (place.isPresent()) {
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
    Optional<byte[]> expected = seen.map(it -> it.getBytes(UTF_8));
    Path file = access.files().trustedPlace(layout.config());
    Optional<byte[]> content = text.map(it -> it.getBytes(UTF_8));
    LockedFile.whileLockedOnce(
        file,
        PATIENCE,
        held -> {
          if (content.isEmpty()) {
            DurableFile.remove(held, expected);
          } else if (memory().original().filter(it -> it.isRestoredBy(text)).isPresent()) {
            DurableFile.replaceAs(held, expected, content.get(), access.state().original());
          } else if (!isSafe(file, 0)) {
            Set<PosixFilePermission> mode =
                Files.getPosixFilePermissions(file, LinkOption.NOFOLLOW_LINKS);
            mode.removeAll(OF_OTHERS);
            DurableFile.replaceOwned(held, expected, content.get(), mode);
          } else {
            DurableFile.replace(held, expected, content.get(), Optional.empty());
          }
          return Optional.empty();
        });
  }

  /** Removes what a killed process left. */
  void sweep() throws IOException {
    Optional<Path> config = access.existing(layout.config());
    if (config.isPresent()) {
      DurableEntry.sweep(config.get());
      if (LockedFile.hasLock(config.get())) {
        LockedFile.whileLockedOnce(config.get(), PATIENCE, _ -> Optional.empty());
      }
    }
    for (String name : names) {
      for (String file :
          Stream.concat(Stream.of(""), access.providers().stream().map("-"::concat)).toList()) {
        Optional<Path> place = access.existing(layout.binDir() + "/" + name + file);
        if (place.isPresent()) {
          DurableEntry.sweep(place.get());
        }
      }
    }
    access.state().sweep();
  }
}
