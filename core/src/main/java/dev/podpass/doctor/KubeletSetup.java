// SPDX-License-Identifier: Apache-2.0
package dev.podpass.doctor;

import dev.podpass.doctor.KubeletFlags.Setting;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Finds out how kubelet is started: from the running process, then from what k3s and RKE2 read,
 * then from systemd's units and the files of arguments that kubeadm and distributions keep.
 */
final class KubeletSetup {
  private static final Pattern COMMENT = Pattern.compile("(?m)^\\s*[#;].*$");
  private static final List<String> RANCHER = List.of("/etc/rancher/k3s", "/etc/rancher/rke2");
  private static final List<String> UNITS =
      List.of(
          "/usr/lib/systemd/system",
          "/lib/systemd/system",
          "/run/systemd/system",
          "/etc/systemd/system");
  private static final List<String> ARGUMENT_FILES =
      List.of(
          "/etc/default/kubelet",
          "/etc/sysconfig/kubelet",
          "/etc/kubernetes/kubelet.env",
          "/etc/eks/kubelet/environment",
          "/var/lib/kubelet/kubeadm-flags.env");
  private static final String K3S_FOLDER = "/var/lib/rancher/credentialprovider";

  private final NodeFiles files;
  private final Optional<KubeletProcess> process;

  /** Something that may name the flags. */
  private record Source(String name, String text) {}

  KubeletSetup(NodeFiles files, Optional<KubeletProcess> process) {
    this.files = files;
    this.process = process;
  }

  KubeletFlags flags() {
    List<Source> sources = new ArrayList<>();
    process.ifPresent(running -> sources.add(new Source(running.toString(), running.command())));
    for (String folder : RANCHER) {
      addFile(sources, folder + "/config.yaml");
      files.list(folder + "/config.yaml.d").forEach(file -> addFile(sources, file));
    }
    ARGUMENT_FILES.forEach(file -> addFile(sources, file));
    for (String folder : UNITS.reversed()) {
      files.list(folder + "/kubelet.service.d").forEach(file -> addFile(sources, file));
      addFile(sources, folder + "/kubelet.service");
    }
    return new KubeletFlags(
        find(sources, "config").or(() -> standard("/config.yaml")),
        find(sources, "bin-dir").or(() -> standard("/bin")));
  }

  private void addFile(List<Source> sources, String file) {
    files
        .read(file)
        .ifPresent(text -> sources.add(new Source(file, COMMENT.matcher(text).replaceAll(""))));
  }

  /** k3s and RKE2 use these if they are there. */
  private Optional<Setting> standard(String name) {
    return files.isThere(K3S_FOLDER + name)
        ? Optional.of(new Setting(K3S_FOLDER + name, "the default of k3s and RKE2"))
        : Optional.empty();
  }

  /** The first source that has it; within one, the last counts, as on a command line. */
  private static Optional<Setting> find(List<Source> sources, String flag) {
    Pattern pattern =
        Pattern.compile(
            "image-credential-provider-" + flag + "[\"']?\\s*[=:\\s]\\s*[\"']?([^\\s\"',\\\\]+)");
    return sources.stream().flatMap(source -> last(pattern, source)).findFirst();
  }

  private static Stream<Setting> last(Pattern pattern, Source source) {
    Matcher matcher = pattern.matcher(source.text());
    Optional<Setting> last = Optional.empty();
    while (matcher.find()) {
      last = Optional.of(new Setting(matcher.group(1), source.name()));
    }
    return last.stream();
  }
}
