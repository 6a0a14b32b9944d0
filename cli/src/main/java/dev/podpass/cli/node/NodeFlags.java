// SPDX-License-Identifier: Apache-2.0
package dev.podpass.cli.node;

import dev.podpass.admin.kubelet.RestartPolicy;
import dev.podpass.core.settings.Flag;
import dev.podpass.spi.ProviderOption;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.function.Function;

/** Flags of the commands that change a node. */
final class NodeFlags {
  static final Flag<Path> ROOT =
      root(
          "The node whose root file system is mounted here; podpass runs its"
              + " programs in the namespaces of its process 1.");

  static final Flag<String> STATE_DIR =
      Flag.plain(
          ProviderOption.of(
                  "state-dir",
                  "DIRECTORY",
                  "Directory on the node for podpass's state, such as kubelet's"
                      + " original configuration; its parent must exist.",
                  NodeFlags::absolute)
              .withDefault("/var/lib/podpass"));

  static final Flag<Path> EXECUTABLE =
      flag(
          "executable",
          "FILE",
          "The executable to install; by default the one that is running.",
          Path::of);

  static final Flag<Path> CA_BUNDLE_FROM =
      flag(
          "ca-bundle-from",
          "FILE",
          "Copy this file, such as one of a pod's volume, to the file of --ca-bundle on the"
              + " node whenever they differ.",
          Path::of);

  static final Flag<String> CONFIG_FILE =
      flag(
          "config-file",
          "PATH",
          "Kubelet's configuration file or directory on the node, instead of the one that"
              + " kubelet's flags name.",
          NodeFlags::absolute);

  static final Flag<String> BIN_DIR =
      flag(
          "bin-dir",
          "PATH",
          "Kubelet's plugin directory on the node, instead of the one that kubelet's flags"
              + " name.",
          NodeFlags::absolute);

  static final Flag<String> RESTART_COMMAND =
      Flag.plain(
          ProviderOption.text(
              "restart-command",
              "COMMAND",
              "Restart kubelet with this command of the node's shell instead of systemctl. It may"
                  + " take as long as --health-timeout, and at least 30 s."));

  static final Flag<Boolean> NO_RESTART =
      Flag.plain(ProviderOption.flag("no-restart", "Do not restart kubelet."));

  static final Flag<Duration> HEALTH_TIMEOUT =
      Flag.plain(
          ProviderOption.duration(
                  "health-timeout",
                  "How long kubelet may take to be healthy after a restart before podpass restores"
                      + " everything.",
                  Duration.ofSeconds(1),
                  RestartPolicy.LONGEST)
              .withDefault("1m"));

  static final Flag<Duration> SPREAD =
      Flag.plain(
          ProviderOption.duration(
                  "spread",
                  "Before kubelet is restarted on a node that has run for more than ten minutes,"
                      + " wait a random time of up to this, so that not all kubelets restart at"
                      + " once; 0s does not wait.",
                  Duration.ZERO,
                  Duration.ofHours(6))
              .withDefault("10m"));

  static final Flag<String> STARTUP_TAINT =
      flag(
          "startup-taint",
          "KEY",
          "Remove the taint with this key from this node, as the service account of this pod:"
              + " when the node is as wanted, when podpass cannot change it, and when a pass"
              + " fails on a node older than 15 minutes.",
          ProviderOption.matching(
              "([a-z0-9.-]{1,253}/)?[A-Za-z0-9._-]{1,63}", "must be a taint's key"));

  static final Flag<String> NODE_NAME =
      flag(
          "node-name",
          "NAME",
          "The name of this node in the cluster.",
          ProviderOption.matching("[a-z0-9]([a-z0-9.-]{0,251}[a-z0-9])?", "must be a node's name"));

  static final Flag<String> NODE_GRANT =
      flag(
          "node-grant",
          "ACCOUNT",
          "Add no entry while kubelet may request no tokens of NAMESPACE/NAME.",
          ProviderOption.matching("[a-z0-9-]{1,63}/[a-z0-9.-]{1,253}", "must be NAMESPACE/NAME"));

  static final Flag<Path> NODE_METRICS_FILE =
      flag(
          "node-metrics-file",
          "FILE",
          "Write metrics here, for node_exporter's textfile collector.",
          Path::of);

  static final Flag<Path> NODE_AUDIT_LOG =
      flag(
          "node-audit-log",
          "FILE",
          "Append one line of JSON for each change of the node.",
          Path::of);

  private NodeFlags() {}

  private static <T> Flag<T> flag(
      String name, String value, String description, Function<String, T> parser) {
    return Flag.plain(ProviderOption.of(name, value, description, parser));
  }

  /** The flag for the node's root directory, of a command that does that with it. */
  static Flag<Path> root(String description) {
    return Flag.plain(
        ProviderOption.of("root", "DIRECTORY", description, NodeFlags::directory).withDefault("/"));
  }

  /** An empty text would be the current directory. */
  private static Path directory(String text) {
    Path path = Path.of(text);
    if (text.isEmpty() || !Files.isDirectory(path)) {
      throw new IllegalArgumentException("is not a directory");
    }
    return path;
  }

  private static String absolute(String text) {
    Path path = Path.of(text);
    if (!path.isAbsolute() || path.getNameCount() == 0) {
      throw new IllegalArgumentException("must be an absolute path");
    }
    return path.normalize().toString();
  }
}
