// SPDX-License-Identifier: Apache-2.0
package dev.podpass.admin.node;

import dev.podpass.admin.check.Check;
import dev.podpass.admin.text.IoReason;
import dev.podpass.core.file.UnixAttributes;
import dev.podpass.core.file.UntrustedPathException;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Finds kubelet among the running processes. Any user may start a process of that name, so
 * arguments and environment are read only from one that runs as root, from an executable that only
 * root can change.
 *
 * @param doubt the first of them that runs as root, or a process that was not seen: either may be
 *     kubelet after all; a process of another user is not
 */
public record KubeletProcesses(
    Optional<KubeletProcess> kubelet, List<Check> findings, Optional<Check> doubt) {
  public static final KubeletProcesses NONE =
      new KubeletProcesses(Optional.empty(), List.of(), Optional.empty());

  private static final String SUBJECT = "kubelet";
  private static final int MAX_FINDINGS = 5;

  public static KubeletProcesses of(NodeFiles files) {
    List<Check> findings = new ArrayList<>();
    List<Check> doubts = new ArrayList<>();
    List<Check> unseen = new ArrayList<>();
    List<KubeletProcess> genuine = new ArrayList<>();
    for (String id : ids(files, unseen)) {
      Optional<String> claim = claim(files, id, unseen);
      if (claim.isEmpty() || isOfAPod(files, id)) {
        continue;
      }
      Optional<Check> rejection = rejection(files, id, claim.get());
      if (rejection.isEmpty()) {
        KubeletProcess.read(files, id).ifPresent(genuine::add);
      } else if (claim(files, id, new ArrayList<>()).isPresent()) {
        // Else kubelet had just made it, and it has become its own program.
        findings.add(rejection.get());
        if (runsAsRoot(files, id)) {
          doubts.add(rejection.get());
        }
      }
    }
    List<KubeletProcess> started =
        genuine.stream().filter(process -> !isStartedByOneOf(files, genuine, process)).toList();
    // Where kubelet runs as its own process, that process has the flags.
    List<KubeletProcess> alone =
        started.stream().filter(process -> process.program().equals("kubelet")).toList();
    List<KubeletProcess> candidates = alone.isEmpty() ? started : alone;
    if (candidates.size() > 1) {
      findings.addFirst(
          Check.warning(
              SUBJECT,
              candidates.stream().map(KubeletProcess::toString).collect(Collectors.joining(" and "))
                  + " run, so the arguments of none are used",
              "stop those that should not run"));
      doubts.addFirst(findings.getFirst());
    }
    return new KubeletProcesses(
        candidates.size() == 1 ? Optional.of(candidates.getFirst()) : Optional.empty(),
        findings.stream().limit(MAX_FINDINGS).toList(),
        Stream.concat(doubts.stream(), unseen.stream()).findFirst());
  }

  private static List<String> ids(NodeFiles files, List<Check> unseen) {
    try {
      return files.names("/proc").stream().filter(id -> id.matches("[0-9]+")).toList();
    } catch (IOException e) {
      unseen.add(unseen("/proc cannot be read: " + IoReason.of(e)));
      return List.of();
    }
  }

  /** What is not seen, or is gone in this moment, may be kubelet. */
  private static Optional<String> claim(NodeFiles files, String id, List<Check> unseen) {
    try {
      return KubeletProcess.claim(files, id);
    } catch (IOException e) {
      unseen.add(
          unseen(
              files.isThere("/proc/" + id)
                  ? "process " + id + " cannot be read: " + IoReason.of(e)
                  : "process " + id + " has just ended"));
      return Optional.empty();
    }
  }

  private static Check unseen(String what) {
    return Check.skipped(SUBJECT, what, "run this again, as root on the node");
  }

  /** Whether a process belongs to a pod: the pod's owner may name a program kubelet. */
  private static boolean isOfAPod(NodeFiles files, String id) {
    return files.read("/proc/" + id + "/cgroup").orElse("").contains("kubepods");
  }

  /**
   * Whether a process is kubelet's child: until it becomes another program it looks like kubelet.
   */
  private static boolean isStartedByOneOf(
      NodeFiles files, List<KubeletProcess> kubelets, KubeletProcess process) {
    List<String> parent = status(files, "/proc/" + process.id(), "PPid:");
    return kubelets.stream().anyMatch(kubelet -> parent.equals(List.of(kubelet.id())));
  }

  private static Optional<Check> rejection(NodeFiles files, String id, String claim) {
    try {
      return reason(files, "/proc/" + id)
          .map(reason ->
              Check.warning(
                  SUBJECT,
                  "process %s calls itself %s, but %s: its arguments are not used"
                      .formatted(id, claim, reason),
                  "look at it: ps -fp " + id));
    } catch (AccessDeniedException _) {
      return Optional.of(
          Check.skipped(
              SUBJECT,
              "process " + id + " may be " + claim + ", but cannot be inspected",
              "run this as root"));
    } catch (IOException _) {
      return Optional.of(
          Check.warning(
              SUBJECT,
              "process %s calls itself %s, but its program is no longer there".formatted(id, claim),
              "restart kubelet after its program was replaced"));
    }
  }

  private static Optional<String> reason(NodeFiles files, String process) throws IOException {
    List<String> users = users(files, process);
    for (String user : users) {
      if (!isTrusted(user)) {
        return Optional.of("runs as user " + user);
      }
    }
    try {
      Path program = files.trusted(process + "/exe");
      if (!KubeletProcess.isProgram(program)) {
        return Optional.of("is " + program);
      }
      return users.isEmpty() || !files.leadsTo(process + "/exe", program)
          ? Optional.of("is not the " + program + " of this node")
          : Optional.empty();
    } catch (UntrustedPathException e) {
      return Optional.of(String.valueOf(e.getMessage()));
    }
  }

  private static boolean runsAsRoot(NodeFiles files, String id) {
    return users(files, "/proc/" + id).stream().allMatch(KubeletProcesses::isTrusted);
  }

  private static boolean isTrusted(String user) {
    try {
      return UnixAttributes.isTrusted(Integer.parseUnsignedInt(user));
    } catch (NumberFormatException | IOException _) {
      return false;
    }
  }

  /** The real, effective, saved and file system user ids; they differ for a setuid program. */
  private static List<String> users(NodeFiles files, String process) {
    return status(files, process, "Uid:");
  }

  private static List<String> status(NodeFiles files, String process, String field) {
    return files
        .read(process + "/status")
        .orElse("")
        .lines()
        .filter(line -> line.startsWith(field))
        .flatMap(line -> Stream.of(line.substring(field.length()).strip().split("\\s+")))
        .toList();
  }
}
