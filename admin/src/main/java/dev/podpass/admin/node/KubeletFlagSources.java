// SPDX-License-Identifier: Apache-2.0
package dev.podpass.admin.node;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Sources of kubelet's flags, strongest first: the running process; the configuration of k3s and
 * RKE2; environment files of kubeadm, of distributions and of systemd units; the units themselves.
 */
final class KubeletFlagSources {
  private static final Pattern COMMENT = Pattern.compile("(?m)^\\s*[#;].*$");
  private static final Pattern ENVIRONMENT_FILE =
      Pattern.compile("(?m)^\\s*EnvironmentFile\\s*=\\s*-?(/\\S+)");
  private static final List<String> RANCHER = List.of("/etc/rancher/k3s", "/etc/rancher/rke2");
  private static final List<String> UNIT_DIRECTORIES =
      List.of(
          "/etc/systemd/system",
          "/run/systemd/system",
          "/usr/local/lib/systemd/system",
          "/usr/lib/systemd/system",
          "/lib/systemd/system");
  private static final String NODEADM = "/etc/eks/nodeadm.d";
  private static final List<String> UNITS =
      List.of("kubelet", "k3s", "k3s-agent", "rke2-server", "rke2-agent");

  /**
   * Files of AKS, GKE and kubeadm on Debian; kubeadm on Fedora; Kubespray; EKS; kubeadm; MicroK8s.
   */
  private static final List<String> ARGUMENT_FILES =
      List.of(
          "/etc/default/kubelet",
          "/etc/sysconfig/kubelet",
          "/etc/kubernetes/kubelet.env",
          "/etc/eks/kubelet/environment",
          "/var/lib/kubelet/kubeadm-flags.env",
          "/var/snap/microk8s/current/args/kubelet");

  private final NodeFiles files;
  private final List<Source> sources = new ArrayList<>();

  /** A text that may contain flags, without its comments. */
  record Source(String name, String text) {}

  private KubeletFlagSources(NodeFiles files) {
    this.files = files;
  }

  static List<Source> of(NodeFiles files, Optional<KubeletProcess> process) {
    KubeletFlagSources found = new KubeletFlagSources(files);
    process.ifPresent(
        running -> found.sources.add(new Source(running.toString(), running.command())));
    found.rancher();
    // Nodeadm appends the flags of NodeConfig last, the files in their order.
    files.list(NODEADM).reversed().forEach(found::add);
    ARGUMENT_FILES.forEach(found::add);
    List<Source> units = UNITS.stream().flatMap(unit -> found.unit(unit).stream()).toList();
    units.forEach(found::environmentFiles);
    found.sources.addAll(units);
    return found.sources;
  }

  /** Reads a file in the format of systemd, YAML or a shell, without its comment lines. */
  static Source withoutComments(String file, String text) {
    return new Source(file, COMMENT.matcher(text).replaceAll(""));
  }

  /**
   * Adds k3s's files: of {@code config.yaml.d} the last takes precedence, then {@code config.yaml}.
   */
  private void rancher() {
    for (String directory : RANCHER) {
      files.list(directory + "/config.yaml.d").reversed().forEach(this::add);
      add(directory + "/config.yaml");
    }
  }

  /** Drop-ins ordered by file name across directories, the last first; then the unit. */
  private List<Source> unit(String name) {
    List<String> dropIns =
        UNIT_DIRECTORIES.stream()
            .flatMap(directory -> files.list(directory + "/" + name + ".service.d").stream())
            .sorted(Comparator.comparing(KubeletFlagSources::fileName).reversed())
            .toList();
    List<Source> unit = new ArrayList<>();
    dropIns.forEach(file -> read(file).ifPresent(unit::add));
    UNIT_DIRECTORIES.stream()
        .flatMap(directory -> read(directory + "/" + name + ".service").stream())
        .findFirst()
        .ifPresent(unit::add);
    return unit;
  }

  private void environmentFiles(Source unit) {
    Matcher matcher = ENVIRONMENT_FILE.matcher(unit.text());
    while (matcher.find()) {
      if (!ARGUMENT_FILES.contains(matcher.group(1))) {
        add(matcher.group(1));
      }
    }
  }

  private void add(String file) {
    read(file).ifPresent(sources::add);
  }

  private Optional<Source> read(String file) {
    return files.read(file).map(text -> withoutComments(file, text));
  }

  private static String fileName(String path) {
    return path.substring(path.lastIndexOf('/') + 1);
  }
}
