// SPDX-License-Identifier: Apache-2.0
package dev.podpass.admin.node;

import dev.podpass.admin.check.Check;
import dev.podpass.admin.kubeletconfig.KubernetesVersion;
import dev.podpass.admin.node.KubeletFlagSources.Source;
import dev.podpass.spi.Sourced;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Whether a kubelet accepts {@code tokenAttributes}: since 1.34, unless the feature gate is off. It
 * does not start with an entry that it does not accept.
 */
public record ProviderTokens(boolean accepted, String reason, String todo) {
  static final String GATE = "KubeletServiceAccountTokenForCredentialProviders";

  private static final String SUBJECT = "tokens for providers";

  /** Judges a kubelet; an empty version is the latest. */
  static ProviderTokens of(Optional<Sourced<String>> version, Optional<Sourced<String>> gate) {
    if (version.isPresent() && KubernetesVersion.precedesTokens(version.get().value())) {
      return new ProviderTokens(
          false,
          "kubelet is %s, from %s, and podpass needs Kubernetes 1.34 or later"
              .formatted(version.get().value(), version.get().source()),
          "upgrade kubelet to 1.34 or later");
    }
    return gate.filter(set -> !set.value().equals("true"))
        .map(set ->
            new ProviderTokens(
                false,
                "the feature gate %s is %s, from %s".formatted(GATE, set.value(), set.source()),
                "set the feature gate " + GATE + "=true of kubelet, and restart it"))
        .orElseGet(() ->
            new ProviderTokens(
                true,
                gate.map(set -> "it is true, from " + set.source())
                    .orElse("not set; on by default since Kubernetes 1.34"),
                ""));
  }

  /**
   * Judges the kubelet that runs, and so the one that a restart makes, by what is certain of it:
   * its program, its own arguments and the files that they name. A file that may be meant for
   * another kubelet, such as one at a default path, is ignored, and one that cannot be read is
   * assumed to be valid.
   */
  static ProviderTokens certain(
      NodeFiles files, KubeletProcess kubelet, Optional<Sourced<String>> version) {
    Source arguments = new Source(kubelet.toString(), kubelet.command());
    Optional<String> file = path("config", arguments);
    Optional<String> dropIns = path("config-dir", arguments);
    // A program that embeds kubelet has arguments for it that are not its own.
    boolean all =
        kubelet.program().equals("kubelet")
            && file.stream().allMatch(path -> path.startsWith("/") && files.read(path).isPresent())
            && dropIns.stream().allMatch(path -> path.startsWith("/") && files.isDirectory(path))
            && dropIns.map(files::list).orElse(List.of()).stream().noneMatch(files::isDirectory);
    Stream<Source> configuration =
        all ? KubeletFlagFinder.configuration(files, file, dropIns) : Stream.empty();
    // Where not everything is seen, a gate that is not found may be set all the same.
    return of(
        version.filter(found -> all || KubernetesVersion.precedesTokens(found.value())),
        KubeletFlagFinder.find(
            KubeletFlagFinder.TOKEN_GATE, Stream.concat(Stream.of(arguments), configuration)));
  }

  private static Optional<String> path(String flag, Source arguments) {
    return KubeletFlagFinder.flag(flag, Stream.of(arguments)).map(Sourced::value);
  }

  Check check() {
    return accepted
        ? Check.ok(SUBJECT, reason)
        : Check.failed(SUBJECT, reason + ": kubelet refuses tokenAttributes", todo);
  }
}
