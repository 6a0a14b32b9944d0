// SPDX-License-Identifier: Apache-2.0
package dev.podpass.admin.install;

import dev.podpass.admin.install.PassReport.Outcome;
import dev.podpass.admin.kubelet.KubeletService;
import dev.podpass.admin.kubelet.ProcessIdentity;
import dev.podpass.admin.kubelet.RestartPolicy;
import dev.podpass.admin.node.NodeInspection;
import dev.podpass.admin.state.Memory;
import dev.podpass.admin.state.Memory.File;
import dev.podpass.admin.state.Memory.Original;
import dev.podpass.admin.text.IoReason;
import dev.podpass.core.file.LockedFile;
import dev.podpass.spi.failure.CredentialException;
import dev.podpass.spi.failure.Kind;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Consumer;
import java.util.stream.Stream;

/** Podpass on a node: installed, kept as it should be, removed. One pass at a time on a node. */
public final class NodeInstallation {
  /** No pods have run for long on a node that has not run for longer. */
  private static final Duration NEW = Duration.ofMinutes(10);

  private final NodeAccess access;
  private final List<String> changes = new ArrayList<>();

  public NodeInstallation(NodeAccess access) {
    this.access = access;
  }

  /**
   * Brings the node to what is wanted.
   *
   * @param spread up to how long a node in service waits before its kubelet is restarted
   * @param waits is given how long to wait then
   */
  public PassReport install(InstallRequest request, Duration spread, Consumer<Duration> waits) {
    boolean mayWait =
        spread.isPositive()
            && ProcessIdentity.uptime(access.files())
                .filter(it -> it.compareTo(NEW) > 0)
                .isPresent();
    Optional<PassReport> report = locked(_ -> reported(request, mayWait));
    if (report.isPresent()) {
      return report.get();
    }
    // Not under the lock: an operator's command would have to wait, too.
    waits.accept(Duration.ofMillis(ThreadLocalRandom.current().nextLong(spread.toMillis())));
    return locked(_ -> reported(request, false)).orElseThrow();
  }

  private Optional<PassReport> reported(InstallRequest request, boolean mayWait) {
    try {
      Optional<PassReport> made = pass(request, mayWait);
      if (made.isEmpty()) {
        // A rollout must not take the report of the former options for one of these.
        var _ = remember(report(Outcome.WAITING, "waiting to restart kubelet"), false);
      }
      return made.map(it -> remember(it, request.insists() && it.outcome().isGood()));
    } catch (IOException e) {
      throw refused(unavailable(e));
    } catch (CredentialException e) {
      throw refused(e);
    }
  }

  private CredentialException refused(CredentialException e) {
    var _ = remember(report(Outcome.REFUSED, e.line()), false);
    return e;
  }

  private PassReport report(Outcome outcome, String message) {
    return PassReport.of(access.clock().instant(), outcome, message);
  }

  /** Remembers that podpass does not change the platform; unchanged if the last pass found so. */
  public PassReport leave(Platform platform) {
    String message = platform.refusal().line();
    boolean known =
        LastPass.read(access.state().lastPass())
            .map(LastPass::report)
            .filter(last -> last.outcome() == Outcome.UNSUPPORTED)
            .filter(last -> last.message().equals(message))
            .isPresent();
    return locked(_ -> {
      PassReport left = remember(report(Outcome.UNSUPPORTED, message), false);
      return known ? report(Outcome.UNCHANGED, message) : left;
    });
  }

  /** What readiness is judged by; a pass is not undone because it cannot be written. */
  private PassReport remember(PassReport report, boolean settles) {
    try {
      LastPass.write(access.state(), report, settles);
    } catch (IOException e) {
      access.notes().accept("the report of this pass cannot be written: " + IoReason.withFile(e));
    }
    return report;
  }

  private Optional<PassReport> pass(InstallRequest request, boolean mayWait) throws IOException {
    request.requireExecutable();
    KubeletService kubelet = kubelet(request.restart());
    NodeInspection inspection = inspection(kubelet);
    ConfigValidation.requireTokens(inspection);
    Optional<Original> original = original();
    NodeLayout layout = NodeLayout.of(access.files(), inspection, request, original);
    layout.requireSameLife(access.files());
    List<String> former = original.map(Original::names).orElse(List.of());
    DiskNode node =
        new DiskNode(
            access,
            layout,
            Stream.concat(Stream.of(request.name()), former.stream()).distinct().toList(),
            request.executable());
    ConfigValidation validation = new ConfigValidation(request, layout, access);
    if (original.filter(it -> !it.config().equals(layout.config())).isPresent()) {
      // It leaves the former file only for one that can have its entries.
      validation.require(Text.of(node, Memory.NONE).with(request), original.get().config());
      leave(original.get(), layout);
    }
    node.sweep();
    return new InstallPass(
            new Pass(node, kubelet, changes), request, wanted -> validation.require(wanted, ""))
        .run(mayWait)
        .map(report -> report.with(NodeLayout.unset(inspection.flags(), request)));
  }

  private KubeletService kubelet(RestartPolicy policy) {
    KubeletService kubelet =
        new KubeletService(access.files(), access.commands(), policy, access.progress());
    var _ = kubelet.look();
    return kubelet;
  }

  private NodeInspection inspection(KubeletService kubelet) {
    return new NodeInspection(access.files(), kubelet.processes());
  }

  private Optional<Original> original() throws IOException {
    Memory memory = access.state().load();
    memory
        .losses()
        .forEach(
            loss -> access.notes().accept(loss + "; podpass goes on from what is on the node"));
    return memory.original();
  }

  /** Kubelet's file is another one now: podpass's entries leave the former first. */
  private void leave(Original original, NodeLayout layout) throws IOException {
    NodeLayout former = NodeLayout.of(access.files(), original);
    DiskNode node = new DiskNode(access, former, original.names(), Path.of("/"));
    Text text = Text.of(node, node.memory());
    if (!text.ours().isEmpty()) {
      node.write(text.now(), text.without());
      changes.add("took podpass's entries out of " + former.config());
    }
    if (!former.binDir().equals(layout.binDir())) {
      new Pass(node, kubelet(RestartPolicy.NEVER), changes).removeFiles(node.memory(), Set.of());
    }
    node.drop(File.GOOD, File.PENDING, File.ORIGINAL);
  }

  /** Takes away all that was put there. */
  public PassReport uninstall(RestartPolicy restart) {
    return locked(_ -> {
      KubeletService kubelet = kubelet(restart);
      Optional<DiskNode> node = DiskNode.of(access, original(), () -> inspection(kubelet));
      if (node.isEmpty()) {
        new MadeFiles(access).remove();
        access.state().remove();
        return report(Outcome.UNCHANGED, "podpass has put nothing on this node");
      }
      node.get().sweep();
      return new UninstallPass(new Pass(node.get(), kubelet, changes)).run();
    });
  }

  /** By the kernel's own error text. */
  private static String hint(String reason) {
    return switch (reason.substring(reason.lastIndexOf(": ") + 1).strip()) {
      case "Device or resource busy" -> "it is mounted by itself: mount its directory instead";
      case "Operation not permitted" -> "it or its directory may be immutable: see lsattr";
      case "No space left on device", "Disk quota exceeded" -> "make room on that file system";
      case "another program changed it at the same time" ->
          "run this again; find the program that changes it, if this happens often";
      default -> "run podpass as root, on a file system that is writable";
    };
  }

  private <T> T locked(LockedFile.Work<T> work) {
    try {
      return access.state().whileLocked(work);
    } catch (IOException e) {
      throw unavailable(e);
    }
  }

  /** What is said of a fault of the disk is true: whether anything was changed before it. */
  private CredentialException unavailable(IOException e) {
    String reason = IoReason.withFile(e);
    String left = changes.isEmpty() ? "they are as they were" : "the next pass goes on from here";
    return new CredentialException(
            Kind.UNAVAILABLE,
            "this node's files cannot be changed (%s); %s".formatted(reason, left),
            hint(reason))
        .causedBy(e);
  }
}
