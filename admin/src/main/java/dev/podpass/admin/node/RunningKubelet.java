// SPDX-License-Identifier: Apache-2.0
package dev.podpass.admin.node;

import dev.podpass.admin.kubeletconfig.KubernetesVersion;
import dev.podpass.admin.node.KubeletFlagSources.Source;
import dev.podpass.spi.Sourced;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What is certain of the kubelet that runs, and so of the one that a restart makes: its program,
 * its own arguments and the files that they name. A file that may be meant for another kubelet,
 * such as one at a default place, counts for nothing.
 */
public record RunningKubelet(
    NodeFiles files, KubeletProcess process, Optional<Sourced<String>> version) {

  static RunningKubelet of(NodeFiles files, KubeletProcess process) {
    return new RunningKubelet(
        files,
        process,
        KubeletVersionFiles.of(files, files.realFile("/proc/" + process.id() + "/exe")));
  }

  /** Whether it accepts {@code tokenAttributes}; assumed where that is not certain. */
  public ProviderTokens tokens() {
    Source arguments = new Source(process.toString(), process.command());
    Optional<String> file = path("config", arguments);
    Optional<String> dropIns = path("config-dir", arguments);
    boolean all = isAllSeen(file, dropIns);
    Stream<Source> sources =
        all
            ? Stream.concat(
                Stream.of(arguments), KubeletFlagFinder.configuration(files, file, dropIns))
            : Stream.of(arguments);
    // Where not everything is seen, a gate that is not found may be set all the same.
    Optional<Sourced<String>> certain =
        version.filter(it -> all || KubernetesVersion.precedesTokens(it.value()));
    return ProviderTokens.of(
        certain, KubeletFlagFinder.find(KubeletFlagFinder.TOKEN_GATE, sources));
  }

  private static Optional<String> path(String flag, Source arguments) {
    return KubeletFlagFinder.flag(flag, Stream.of(arguments)).map(Sourced::value);
  }

  /** A program that embeds kubelet has arguments for it that are not its own. */
  private boolean isAllSeen(Optional<String> file, Optional<String> dropIns) {
    List<String> inside = dropIns.map(files::list).orElse(List.of());
    return process.program().equals("kubelet")
        && file.stream().allMatch(it -> it.startsWith("/") && files.read(it).isPresent())
        && dropIns.stream().allMatch(it -> it.startsWith("/") && files.isDirectory(it))
        && inside.stream().noneMatch(files::isDirectory);
  }
}
