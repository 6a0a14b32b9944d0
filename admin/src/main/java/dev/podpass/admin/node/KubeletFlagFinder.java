// SPDX-License-Identifier: Apache-2.0
package dev.podpass.admin.node;

import dev.podpass.admin.node.KubeletFlagSources.Source;
import dev.podpass.admin.text.YamlReader;
import dev.podpass.admin.text.YamlReader.YamlSyntaxException;
import dev.podpass.admin.text.YamlValue;
import dev.podpass.admin.text.YamlValue.Mapping;
import dev.podpass.admin.text.YamlValue.Scalar;
import dev.podpass.admin.text.YamlValue.Sequence;
import dev.podpass.spi.Sourced;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Finds the values of kubelet's flags, from the strongest source that sets each. */
final class KubeletFlagFinder {
  static final Pattern TOKEN_GATE =
      Pattern.compile(ProviderTokens.GATE + "[\"']?\\s*[=:]\\s*[\"']?(true|false)");

  private static final Pattern IMAGE_GATE =
      Pattern.compile(ImageVerification.GATE + "[\"']?\\s*[=:]\\s*[\"']?(true|false)");

  private static final String K3S_FOLDER = "/var/lib/rancher/credentialprovider";
  private static final String VALUE = "[\"']?([^\\s\"',\\\\]+)";

  /** Default locations of kubeadm and AKS; EKS; GKE. */
  private static final List<String> CONFIGURATIONS =
      List.of(
          "/var/lib/kubelet/config.yaml",
          "/etc/kubernetes/kubelet/config.json",
          "/home/kubernetes/kubelet-config.yaml");

  /** Default locations of kubeadm; EKS, GKE and AKS; k3s; RKE2. */
  private static final List<String> KUBECONFIGS =
      List.of(
          "/etc/kubernetes/kubelet.conf",
          "/var/lib/kubelet/kubeconfig",
          "/var/lib/rancher/k3s/agent/kubelet.kubeconfig",
          "/var/lib/rancher/rke2/agent/kubelet.kubeconfig");

  private final NodeFiles files;
  private final List<Source> sources;

  KubeletFlagFinder(NodeFiles files, Optional<KubeletProcess> process) {
    this.files = files;
    this.sources = KubeletFlagSources.of(files, process);
  }

  /** Whether anything may set flags: a process, a unit or a file of arguments. */
  boolean hasSources() {
    return !sources.isEmpty();
  }

  KubeletFlags flags() {
    return new KubeletFlags(
        provider("config").or(() -> first(List.of(K3S_FOLDER + "/config.yaml"), "of k3s and RKE2")),
        provider("bin-dir").or(() -> first(List.of(K3S_FOLDER + "/bin"), "of k3s and RKE2")),
        flag("hostname-override").or(this::hostName),
        find(TOKEN_GATE, sources.stream()).or(() -> find(TOKEN_GATE, configuration())),
        flag("healthz-bind-address").or(() -> field("healthzBindAddress")),
        flag("healthz-port").or(() -> field("healthzPort")));
  }

  private Optional<Sourced<String>> hostName() {
    return Stream.of("/proc/sys/kernel/hostname", "/etc/hostname")
        .flatMap(file ->
            files.read(file).stream()
                .map(name -> new Sourced<>(name.strip().toLowerCase(Locale.ROOT), file)))
        .findFirst();
  }

  /** What names the API server, and kubelet's credential for it. */
  Optional<String> kubeconfig() {
    return flag("kubeconfig").or(() -> first(KUBECONFIGS, "of kubelet")).map(Sourced::value);
  }

  ImageVerification verification() {
    return new ImageVerification(
        flag("root-dir").map(Sourced::value).orElse("/var/lib/kubelet"),
        find(IMAGE_GATE, sources.stream()).or(() -> find(IMAGE_GATE, configuration())),
        field("imagePullCredentialsVerificationPolicy"),
        configuration().flatMap(KubeletFlagFinder::allowlist).toList());
  }

  private static Stream<String> allowlist(Source source) {
    return fields("preloadedImagesVerificationAllowlist", source)
        .filter(Sequence.class::isInstance)
        .flatMap(list -> ((Sequence) list).items().stream())
        .map(item -> String.valueOf(item.plain()));
  }

  private Optional<Sourced<String>> provider(String name) {
    return find(
        Pattern.compile("image-credential-provider-" + name + "[\"']?\\s*[=:\\s]\\s*" + VALUE),
        sources.stream());
  }

  private Optional<Sourced<String>> flag(String name) {
    return flag(name, sources.stream());
  }

  static Optional<Sourced<String>> flag(String name, Stream<Source> sources) {
    return find(Pattern.compile("(?<![\\w-])--" + name + "[=\\s]\\s*" + VALUE), sources);
  }

  /** A field of kubelet's configuration, in any layout that YAML and JSON allow. */
  private Optional<Sourced<String>> field(String name) {
    return configuration().flatMap(source -> field(name, source)).findFirst();
  }

  private static Stream<Sourced<String>> field(String name, Source source) {
    return fields(name, source)
        .filter(value -> value instanceof Scalar(var _, Object set) && set != null)
        .map(value -> new Sourced<>(String.valueOf(value.plain()), source.name()));
  }

  private static Stream<YamlValue> fields(String name, Source source) {
    try {
      return YamlReader.read(source.text()).stream()
          .filter(Mapping.class::isInstance)
          .flatMap(document -> Stream.ofNullable(((Mapping) document).get(name)));
    } catch (YamlSyntaxException _) {
      return Stream.empty();
    }
  }

  /** Kubelet's configuration, where feature gates are most often set. */
  private Stream<Source> configuration() {
    return configuration(
        files,
        flag("config").or(() -> first(CONFIGURATIONS, "of kubelet")).map(Sourced::value),
        flag("config-dir").map(Sourced::value));
  }

  /** The drop-ins of {@code --config-dir}, the last first, and the file of {@code --config}. */
  static Stream<Source> configuration(
      NodeFiles files, Optional<String> file, Optional<String> directory) {
    Stream<String> dropIns =
        directory.stream()
            .flatMap(path -> files.list(path).reversed().stream())
            .filter(name -> name.endsWith(".conf"));
    return Stream.concat(dropIns, file.stream()).flatMap(name -> Source.of(files, name));
  }

  private Optional<Sourced<String>> first(List<String> places, String whose) {
    return places.stream()
        .filter(files::isThere)
        .findFirst()
        .map(place -> new Sourced<>(place, "the default " + whose));
  }

  /** The value in the first source that has one; within a source the last, as on a command line. */
  static Optional<Sourced<String>> find(Pattern pattern, Stream<Source> sources) {
    return sources.flatMap(source -> last(pattern, source)).findFirst();
  }

  private static Stream<Sourced<String>> last(Pattern pattern, Source source) {
    return pattern
        .matcher(source.text())
        .results()
        .reduce((_, later) -> later)
        .map(found -> new Sourced<>(found.group(1), source.name()))
        .stream();
  }
}
