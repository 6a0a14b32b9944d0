// SPDX-License-Identifier: Apache-2.0
package dev.podpass.admin.node;

import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

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

  private KubeletFlagSources() {}

  /** A text that may contain flags. */
  record Source(String name, String text) {
    /** A file in the format of systemd, YAML or a shell, without its comment lines. */
    static Stream<Source> of(NodeFiles files, String file) {
      return files.read(file).stream()
          .map(text -> new Source(file, COMMENT.matcher(text).replaceAll("")));
    }
  }

  static List<Source> of(NodeFiles files, Optional<KubeletProcess> process) {
    List<Source> units = UNITS.stream().flatMap(name -> unit(files, name)).toList();
    Stream<String> named =
        Stream.of(
                RANCHER.stream().flatMap(directory -> rancher(files, directory)),
                // Nodeadm appends the flags of NodeConfig last, the files in their order.
                files.list(NODEADM).reversed().stream(),
                ARGUMENT_FILES.stream(),
                units.stream().flatMap(KubeletFlagSources::environmentFiles))
            .flatMap(each -> each);
    return Stream.of(
            process.stream().map(running -> new Source(running.toString(), running.command())),
            named.flatMap(file -> Source.of(files, file)),
            units.stream())
        .flatMap(each -> each)
        .toList();
  }

  /** Of {@code config.yaml.d} the last takes precedence, then {@code config.yaml}. */
  private static Stream<String> rancher(NodeFiles files, String directory) {
    return Stream.concat(
        files.list(directory + "/config.yaml.d").reversed().stream(),
        Stream.of(directory + "/config.yaml"));
  }

  /** Drop-ins ordered by file name across directories, the last first; then the unit. */
  private static Stream<Source> unit(NodeFiles files, String name) {
    Stream<String> dropIns =
        UNIT_DIRECTORIES.stream()
            .flatMap(directory -> files.list(directory + "/" + name + ".service.d").stream())
            .sorted(Comparator.comparing(KubeletFlagSources::fileName).reversed());
    Stream<Source> unit =
        UNIT_DIRECTORIES.stream()
            .flatMap(directory -> Source.of(files, directory + "/" + name + ".service"))
            .limit(1);
    return Stream.concat(dropIns.flatMap(file -> Source.of(files, file)), unit);
  }

  private static Stream<String> environmentFiles(Source unit) {
    return ENVIRONMENT_FILE
        .matcher(unit.text())
        .results()
        .map(found -> found.group(1))
        .filter(file -> !ARGUMENT_FILES.contains(file));
  }

  private static String fileName(String path) {
    return path.substring(path.lastIndexOf('/') + 1);
  }
}
