// SPDX-License-Identifier: Apache-2.0
package dev.podpass.admin.install;

import dev.podpass.admin.install.Note.Place;
import dev.podpass.admin.kubeletconfig.ConfigMerge.Placement;
import dev.podpass.admin.node.KubeletFlags;
import dev.podpass.admin.node.Mount;
import dev.podpass.admin.node.NodeFiles;
import dev.podpass.admin.node.NodeInspection;
import dev.podpass.admin.text.IoReason;
import dev.podpass.core.file.UntrustedPathException;
import dev.podpass.spi.Sourced;
import dev.podpass.spi.failure.CredentialException;
import dev.podpass.spi.failure.Kind;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * Where kubelet looks, by real paths of the node: no link is on the way.
 *
 * @param config the file that podpass's entries are put into
 * @param directory what kubelet reads all files of, if it reads a directory
 * @param binDir where kubelet runs plugins
 * @param missing directories that kubelet looks for and that do not exist yet, the outer first
 */
record NodeLayout(String config, Optional<String> directory, String binDir, List<String> missing) {
  private static final String OWN_FILE = "podpass.yaml";
  private static final String FIRST_FILE = "00-podpass.yaml";
  private static final String PAGE = "; see docs/install.md";

  /** K3s and RKE2 set kubelet's flags if they find these. */
  private static final String RANCHER = "/var/lib/rancher";

  private static final String RANCHER_PROVIDERS = RANCHER + "/credentialprovider";

  NodeLayout {
    missing = List.copyOf(missing);
  }

  CredentialException busy() {
    return new CredentialException(
        Kind.TRY_AGAIN,
        "another program changed " + config + " at the same time",
        "the next pass tries again; find the program that changes it, if this happens often");
  }

  /**
   * From what kubelet runs with.
   *
   * @param first whether kubelet is to read podpass's file of a directory before the others
   */
  private static NodeLayout of(NodeFiles files, Paths paths, boolean first) {
    if (paths.config().isEmpty() && paths.binDir().isEmpty() && paths.rancher()) {
      return new NodeLayout(
          RANCHER_PROVIDERS + "/config.yaml",
          Optional.empty(),
          RANCHER_PROVIDERS + "/bin",
          List.of(RANCHER_PROVIDERS, RANCHER_PROVIDERS + "/bin"));
    }
    String config = required(paths.config(), "config");
    String binDir = real(files, required(paths.binDir(), "bin-dir"));
    requireUsable(files, binDir);
    boolean several = files.isDirectory(config);
    Path named =
        several ? Path.of(config, first ? FIRST_FILE : OWN_FILE) : Path.of(files.realFile(config));
    String directory = real(files, String.valueOf(named.getParent()));
    return new NodeLayout(
        Path.of(directory).resolve(named.getFileName()).toString(),
        Optional.of(directory).filter(_ -> several),
        binDir,
        List.of());
  }

  /**
   * Where kubelet looks: the operator's word first, then the flags of the running kubelet, then
   * where podpass was put before kubelet stopped, maybe because of the fault to repair.
   */
  static NodeLayout of(
      NodeFiles files, NodeInspection inspection, InstallRequest request, Optional<Place> place) {
    KubeletFlags flags = inspection.flags();
    boolean stopped = inspection.processes().kubelet().isEmpty();
    boolean remembered =
        stopped && flags.config().isEmpty() && request.config().isEmpty() && place.isPresent();
    NodeLayout layout =
        remembered
            ? of(place.get())
            : of(
                files,
                Paths.of(inspection, request.config(), request.binDir()),
                request.placement() instanceof Placement.First);
    if (layout.directory().isPresent()
        && request.placement() instanceof Placement.Replacing(String replaced)) {
      throw new CredentialException(
          Kind.CONFIGURATION,
          "kubelet reads a directory, %s, where podpass changes no file of another program, so it"
                  .formatted(layout.directory().get())
              + " cannot replace "
              + replaced
              + "; nothing was changed",
          "use --first, so that kubelet tries podpass before " + replaced);
    }
    place.ifPresent(former -> layout.requirePlace(former, request.name()));
    return layout;
  }

  /** Its own file of a directory has another name where it is to be the first of them. */
  private void requirePlace(Place place, String name) {
    boolean otherName = !place.name().equals(name);
    boolean otherFile =
        own()
            && place.own()
            && !place.config().equals(config)
            && place.config().startsWith(directory.orElseThrow() + "/");
    if (otherName || otherFile) {
      throw new CredentialException(
          Kind.CONFIGURATION,
          otherName
              ? "podpass is on this node with --name=" + place.name()
              : "podpass's entries are in %s, and these options put them into %s"
                  .formatted(place.config(), config),
          "run podpass node uninstall first");
    }
  }

  /** Whether the configuration is a file of podpass's own, one of several of a directory. */
  boolean own() {
    return directory.isPresent();
  }

  /** To be remembered, with the directories that were made before. */
  Place place(String name, Optional<Place> before) {
    Stream<String> made = before.stream().flatMap(former -> former.made().stream());
    return new Place(
        config, own(), binDir, name, Stream.concat(made, missing.stream()).distinct().toList());
  }

  /** Where podpass was put. */
  static NodeLayout of(Place place) {
    String config = place.config();
    return new NodeLayout(
        config,
        Optional.of(config.substring(0, config.lastIndexOf('/'))).filter(_ -> place.own()),
        place.binDir(),
        List.of());
  }

  /** Where podpass was put, or may have put something, if kubelet reads a configuration at all. */
  static Optional<NodeLayout> known(
      NodeFiles files, Note note, Supplier<NodeInspection> inspection) {
    return note.place().map(NodeLayout::of).or(() -> unknown(files, inspection.get()));
  }

  private static Optional<NodeLayout> unknown(NodeFiles files, NodeInspection inspection) {
    try {
      Paths paths = Paths.of(inspection, Optional.empty(), Optional.empty());
      NodeLayout first = of(files, paths, true);
      return Optional.of(files.isThere(first.config()) ? first : of(files, paths, false));
    } catch (CredentialException _) {
      return Optional.empty();
    }
  }

  /** What the operator says, and kubelet's flags otherwise. */
  private record Paths(Optional<String> config, Optional<String> binDir, boolean rancher) {
    static Paths of(NodeInspection inspection, Optional<String> config, Optional<String> binDir) {
      return new Paths(
          config.or(() -> inspection.flags().config().map(Sourced::value)),
          binDir.or(() -> inspection.flags().binDir().map(Sourced::value)),
          inspection
              .processes()
              .kubelet()
              .filter(process -> process.program().matches("k3s.*|rke2.*"))
              .isPresent());
    }
  }

  /**
   * Kubelet's flags that the operator must set: those paths that the request has, and that kubelet
   * does not have.
   */
  static List<String> unset(KubeletFlags flags, InstallRequest request) {
    return Stream.of(
            unset("config", request.config(), flags.config()),
            unset("bin-dir", request.binDir(), flags.binDir()))
        .flatMap(Optional::stream)
        .toList();
  }

  private static Optional<String> unset(
      String name, Optional<String> given, Optional<Sourced<String>> has) {
    return given
        .filter(path -> has.filter(flag -> flag.value().equals(path)).isEmpty())
        .map(path -> "--image-credential-provider-" + name + "=" + path);
  }

  private static String required(Optional<String> path, String name) {
    return path.orElseThrow(() ->
        new CredentialException(
            Kind.CONFIGURATION,
            "no --image-credential-provider-" + name + " of kubelet was found",
            "set --image-credential-provider-config and --image-credential-provider-bin-dir in"
                + " kubelet's arguments and restart it"
                + PAGE));
  }

  private static String real(NodeFiles files, String directory) {
    try {
      return files.onNode(files.trustedDirectory(directory));
    } catch (UntrustedPathException e) {
      throw new CredentialException(
          Kind.CONFIGURATION,
          directory + " may not be used: " + e.getMessage(),
          "let only root write to it and to the directories above it");
    } catch (IOException e) {
      throw new CredentialException(
              Kind.CONFIGURATION,
              directory + ", which kubelet's flags name, cannot be opened (" + IoReason.of(e) + ")",
              "create it, and mount it into the installer's container")
          .causedBy(e);
    }
  }

  /** What the mount alone says; whether a program runs there is tried later. */
  private static void requireUsable(NodeFiles files, String binDir) {
    Optional<Mount> mount = Mount.of(files, binDir);
    for (String option : List.of("noexec", "ro")) {
      if (mount.isPresent() && mount.get().options().contains(option)) {
        throw new CredentialException(
            Kind.CONFIGURATION,
            "podpass cannot be installed into %s: the mount %s is %s"
                .formatted(
                    binDir,
                    mount.get().point(),
                    option.equals("ro") ? "read-only" : "noexec: nothing there can be run"),
            "point --image-credential-provider-bin-dir at a directory on another mount" + PAGE);
      }
    }
  }

  /**
   * A reboot would leave a configuration that names plugins which are gone, and kubelet would not
   * start.
   */
  void requireSameLife(NodeFiles files) {
    boolean lost = Mount.of(files, binDir).filter(Mount::inMemory).isPresent();
    boolean kept = Mount.of(files, config).filter(mount -> !mount.inMemory()).isPresent();
    if (lost && kept) {
      throw new CredentialException(
          Kind.CONFIGURATION,
          "%s is in memory and %s is on a disk: after a reboot kubelet would miss its plugins and"
                  .formatted(binDir, config)
              + " not start",
          "point --image-credential-provider-bin-dir at a directory on a disk" + PAGE);
    }
  }
}
