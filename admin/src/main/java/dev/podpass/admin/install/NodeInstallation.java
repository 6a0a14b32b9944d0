// SPDX-License-Identifier: Apache-2.0
package dev.podpass.admin.install;

import dev.podpass.admin.check.CheckContext;
import dev.podpass.admin.install.Note.LastPass;
import dev.podpass.admin.install.Note.Place;
import dev.podpass.admin.kubelet.KubeletService;
import dev.podpass.admin.kubelet.ProcessIdentity;
import dev.podpass.admin.kubelet.RestartPolicy;
import dev.podpass.admin.node.NodeInspection;
import dev.podpass.admin.text.IoReason;
import dev.podpass.core.file.LockedFile;
import dev.podpass.spi.failure.CredentialException;
import dev.podpass.spi.failure.Kind;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Consumer;

/** Podpass on a node: installed, kept as it should be, removed. One pass at a time on a node. */
public final class NodeInstallation {
  /** A node that is up for less has no pods that have run for long. */
  private static final Duration NEW = Duration.ofMinutes(10);

  private final NodeAccess access;
  private final List<String> changes = new ArrayList<>();
  private Note note = Note.NONE;
  private Optional<DiskNode> node = Optional.empty();

  public NodeInstallation(NodeAccess access) {
    this.access = access;
  }

  /**
   * Brings the node to what is wanted.
   *
   * @param denied audiences for which kubelet may not request tokens, as the API server has said
   * @param spread up to how long a node in service waits before its kubelet is restarted
   * @param waits is given how long to wait then
   */
  public PassReport install(
      InstallRequest request, List<String> denied, Duration spread, Consumer<Duration> waits) {
    boolean mayWait =
        spread.isPositive()
            && ProcessIdentity.uptime(access.files())
                .filter(uptime -> uptime.compareTo(NEW) > 0)
                .isPresent();
    Optional<PassReport> report = locked(_ -> reported(request, denied, mayWait));
    if (report.isPresent()) {
      return report.get();
    }
    // Not under the lock: an operator's command would have to wait, too.
    waits.accept(Duration.ofMillis(ThreadLocalRandom.current().nextLong(spread.toMillis())));
    return locked(_ -> reported(request, denied, false)).orElseThrow();
  }

  private Optional<PassReport> reported(
      InstallRequest request, List<String> denied, boolean mayWait) {
    try {
      Optional<PassReport> made = pass(request, denied, mayWait);
      if (made.isEmpty()) {
        // A rollout must not take the report of the former options for one of these.
        var _ = remember(report(Outcome.WAITING, "waiting to restart kubelet"), false);
      }
      return made.map(report -> remember(report, request.insists() && report.outcome().isGood()));
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
  public PassReport unsupported(Platform platform) {
    String message = platform.refusal().line();
    return locked(_ -> {
      boolean known =
          note.last()
              .filter(old -> old.outcome() == Outcome.UNSUPPORTED && old.message().equals(message))
              .isPresent();
      PassReport left = remember(report(Outcome.UNSUPPORTED, message), false);
      return known ? report(Outcome.UNCHANGED, message) : left;
    });
  }

  /** Saves what readiness is judged by; a report that cannot be written undoes no pass. */
  private PassReport remember(PassReport report, boolean settles) {
    Note now = node.map(DiskNode::note).orElse(note);
    LastPass last = report.after(now.last(), settles);
    try {
      access.state().save(now.with(last));
    } catch (IOException e) {
      access.notes().accept("the report of this pass cannot be written: " + IoReason.withFile(e));
    }
    return report;
  }

  private Optional<PassReport> pass(InstallRequest request, List<String> denied, boolean mayWait)
      throws IOException {
    request.requireExecutable();
    KubeletService kubelet = kubelet(request.restart());
    NodeInspection inspection = inspection(kubelet);
    ConfigValidation.requireTokens(inspection);
    NodeLayout layout = NodeLayout.of(access.files(), inspection, request, note.place());
    layout.requireSameLife(access.files());
    Optional<String> former =
        note.place().map(Place::config).filter(path -> !path.equals(layout.config()));
    DiskNode there =
        node(
            new DiskNode(
                access,
                layout,
                request.name(),
                request.executable(),
                former.isPresent() ? note.bare() : note));
    if (former.isPresent()) {
      there.sweep(former.get());
      changes.add("left podpass's entries in " + former.get() + ", which kubelet does not read");
    }
    ConfigValidation validation =
        new ConfigValidation(request.checks(), Optional.of(request), layout, access);
    return new Pass(there, kubelet, validation::require, changes)
        .install(request, denied, mayWait)
        .map(report -> report.with(NodeLayout.unset(inspection.flags(), request)));
  }

  private KubeletService kubelet(RestartPolicy policy) {
    KubeletService kubelet =
        new KubeletService(access.files(), access.commands(), policy, access.progress());
    var _ = kubelet.findProcess();
    return kubelet;
  }

  private NodeInspection inspection(KubeletService kubelet) {
    return new NodeInspection(access.files(), kubelet.processes());
  }

  private DiskNode node(DiskNode there) throws IOException {
    there.requireSafe();
    there.sweep(there.layout().config());
    node = Optional.of(there);
    return there;
  }

  /** Takes away all that was put there. */
  public PassReport uninstall(RestartPolicy restart, CheckContext checks) {
    return locked(_ -> {
      KubeletService kubelet = kubelet(restart);
      Optional<NodeLayout> layout =
          NodeLayout.known(access.files(), note, () -> inspection(kubelet));
      PassReport report;
      try {
        report =
            layout.isEmpty()
                ? report(Outcome.UNCHANGED, Pass.NOTHING)
                : uninstall(node(new DiskNode(access, layout.get(), note)), kubelet, checks);
      } catch (CredentialException e) {
        throw note.place().isEmpty() ? e : refused(e);
      } catch (IOException e) {
        throw note.place().isEmpty() ? unavailable(e) : refused(unavailable(e));
      }
      if (!report.outcome().isGood()) {
        return remember(report, false);
      }
      if (node.map(DiskNode::note).flatMap(Note::place).isEmpty()) {
        new MadeFiles(access).remove(note);
        access.state().remove();
      }
      return report;
    });
  }

  private PassReport uninstall(DiskNode there, KubeletService kubelet, CheckContext checks)
      throws IOException {
    boolean remembered = note.written().isPresent();
    ConfigValidation validation =
        new ConfigValidation(checks, Optional.empty(), there.layout(), access);
    PassReport report = new Pass(there, kubelet, validation::require, changes).uninstall();
    return remembered || report.outcome() != Outcome.CHANGED
        ? report
        : report.saying(
            "what %s was before podpass is not known: add the entry that podpass replaced, if it replaced one; %s"
                .formatted(there.layout().config(), report.message()));
  }

  /** By the reason's text, podpass's own or the kernel's. */
  private static String hint(String reason) {
    return switch (reason.substring(reason.lastIndexOf(": ") + 1).strip()) {
      case "it is not a regular file",
          "it is a hard link, and its other name would keep the old content" ->
          "make it a regular file with one name";
      case "Device or resource busy" -> "it is mounted by itself: mount its directory instead";
      case "Operation not permitted" -> "it or its directory may be immutable: see lsattr";
      case "No space left on device", "Disk quota exceeded" -> "make room on that file system";
      default -> "run podpass as root, on a file system that is writable";
    };
  }

  private <T> T locked(LockedFile.Work<T> work) {
    try {
      return access
          .state()
          .whileLocked(
              access.notes(),
              lock -> {
                access.busy().run();
                note = access.state().load(access.notes());
                node = Optional.empty();
                return work.with(lock);
              });
    } catch (IOException e) {
      throw unavailable(e);
    }
  }

  /** The message says whether files were changed before the fault of the disk. */
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
