// SPDX-License-Identifier: Apache-2.0
package dev.podpass.admin.doctor;

import dev.podpass.admin.apiserver.TokenRequestAccess;
import dev.podpass.admin.check.Check;
import dev.podpass.admin.check.CheckContext;
import dev.podpass.admin.install.Note.Place;
import dev.podpass.admin.install.StateDirectory;
import dev.podpass.admin.kubeletconfig.FileEntry;
import dev.podpass.admin.node.EntryFault;
import dev.podpass.admin.node.EntryPrograms;
import dev.podpass.admin.node.KubeletFlags;
import dev.podpass.admin.node.KubeletProcesses;
import dev.podpass.admin.node.NodeFiles;
import dev.podpass.admin.node.NodeInspection;
import dev.podpass.admin.node.PullFiles;
import dev.podpass.spi.Sourced;
import dev.podpass.spi.failure.CredentialException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * The {@code doctor} command's checks of a node, in order: files, endpoints, permissions.
 *
 * @param annotations of the service account that is assumed for the endpoints
 * @param stateDirectory where {@code node install} keeps its state on the node
 * @param contexts the SELinux context of a file; empty if it cannot be read
 */
public record Doctor(
    NodeFiles files,
    boolean offline,
    List<String> images,
    Map<String, String> annotations,
    String stateDirectory,
    Function<Path, Optional<String>> contexts) {

  public Doctor {
    images = List.copyOf(images);
    annotations = Map.copyOf(annotations);
  }

  public List<Check> check(CheckContext context) {
    KubeletProcesses processes = KubeletProcesses.of(files);
    NodeInspection node =
        new NodeInspection(
            files,
            processes,
            found -> processes.kubelet().isPresent() ? found : withInstallation(found));
    NodeConfiguration configuration = NodeConfiguration.of(node, context);
    EntryPrograms programs = configuration.programs();
    Optional<Sourced<String>> version = node.kubeletVersion();
    List<Check> checks = new ArrayList<>(node.checks(version, configuration.file()));
    checks.addFirst(version(version));
    List<FileEntry> entries = configuration.entries();
    List<FileEntry> own = configuration.own();
    if (configuration.file().isPresent() && own.isEmpty()) {
      checks.add(
          Check.failed(
              "entries",
              "kubelet's configuration has no podpass entry",
              "podpass node install, or podpass config merge"));
    }
    own.stream()
        .flatMap(entry -> EntryFault.of(entry, programs).stream())
        .map(e -> Check.failed("options", e.text(), e.hint().orElse("correct the option")))
        .forEach(checks::add);
    own.stream()
        .flatMap(entry -> PullFiles.warnings(entry, programs).stream())
        .distinct()
        .forEach(checks::add);
    node.flags()
        .binDir()
        .flatMap(directory -> new SelinuxCheck(files, contexts).check(directory.value(), entries))
        .ifPresent(checks::add);
    ImageChecks.check(files, configuration, version).ifPresent(checks::add);
    NodeDockerConfig.check(files, node, own).ifPresent(checks::add);
    if (offline || !files.isThisMachine()) {
      checks.add(
          Check.skipped(
              "endpoints",
              "network not tested",
              files.isThisMachine() ? "run this without --offline" : "run this on the node"));
    } else {
      checks.addAll(new EndpointChecks(programs, entries).check(images, annotations));
      checks.addAll(new KeysCheck(programs).check(entries));
    }
    checks.addAll(new RbacQueries(nodeName(node), access(node, programs.context())).of(entries));
    return List.copyOf(checks);
  }

  /** Kubelet connects through its own proxies. */
  private Optional<TokenRequestAccess> access(NodeInspection node, CheckContext ofKubelet) {
    return node.kubeconfig()
        .filter(_ -> !offline && files.isThisMachine())
        .map(path ->
            new TokenRequestAccess(
                files,
                path,
                ofKubelet.settings(List.of(), ofKubelet.environment()).readConnections()));
  }

  private static Check version(Optional<Sourced<String>> version) {
    String subject = "kubelet version";
    return version
        .map(found -> Check.ok(subject, "%s, from %s".formatted(found.value(), found.source())))
        .orElseGet(() ->
            Check.skipped(
                subject, "not known; podpass needs 1.34 or later", "run kubelet --version"));
  }

  /** The name by which the API server knows the node, as far as its files say. */
  private static String nodeName(NodeInspection node) {
    return node.flags()
        .nodeName()
        .map(Sourced::value)
        .filter(name -> name.matches("[a-z0-9.-]{1,253}"))
        .orElse("NODE");
  }

  /** Where nothing else says what kubelet reads, podpass's own manifest does. */
  private KubeletFlags withInstallation(KubeletFlags found) {
    Optional<Place> installed = installed();
    String source = "where podpass node install put podpass";
    return found.or(
        installed.map(place -> new Sourced<>(place.config(), source)),
        installed.map(place -> new Sourced<>(place.binDir(), source)));
  }

  private Optional<Place> installed() {
    try {
      return new StateDirectory(files.resolve(stateDirectory)).load(_ -> {}).place();
    } catch (IOException | CredentialException _) {
      return Optional.empty(); // podpass node status reports it.
    }
  }
}
