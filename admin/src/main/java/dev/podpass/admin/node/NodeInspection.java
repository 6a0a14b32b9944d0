// SPDX-License-Identifier: Apache-2.0
package dev.podpass.admin.node;

import dev.podpass.admin.check.Check;
import dev.podpass.admin.check.CheckContext;
import dev.podpass.admin.kubeletconfig.FileEntry;
import dev.podpass.core.http.tls.CaBundle;
import dev.podpass.spi.Sourced;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/**
 * Checks a node's files in the order in which kubelet uses them: flags, configuration, plugin,
 * feature gate, proxies.
 */
public final class NodeInspection {
  private static final List<String> PROXY_VARIABLES =
      List.of("HTTPS_PROXY", "https_proxy", "NO_PROXY", "no_proxy");

  private final NodeFiles files;
  private final KubeletProcesses processes;
  private final Optional<KubeletProcess> process;
  private final KubeletFlagFinder finder;
  private final KubeletFlags flags;

  private final List<Check> checks = new ArrayList<>();

  public NodeInspection(NodeFiles files) {
    this(files, KubeletProcesses.of(files));
  }

  /** Creates an inspection of a node whose processes have been looked through. */
  public NodeInspection(NodeFiles files, KubeletProcesses processes) {
    this(files, processes, UnaryOperator.identity());
  }

  /** Creates one that adds flags to those that were found. */
  public NodeInspection(
      NodeFiles files, KubeletProcesses processes, UnaryOperator<KubeletFlags> completed) {
    this.files = files;
    this.processes = processes;
    this.process = processes.kubelet();
    this.finder = new KubeletFlagFinder(files, process);
    this.flags = completed.apply(finder.flags());
  }

  public KubeletProcesses processes() {
    return processes;
  }

  public KubeletFlags flags() {
    return flags;
  }

  /** Returns all checks; the configuration is empty if its file does not exist. */
  public List<Check> checks(
      Optional<Sourced<String>> version, Optional<ConfigCheck> configuration) {
    List<FileEntry> entries = configuration.map(ConfigCheck::entries).orElse(List.of());
    process();
    flag("config", flags.config());
    flag("bin-dir", flags.binDir());
    flags.config().ifPresent(setting -> config(setting, configuration));
    flags
        .config()
        .ifPresent(setting -> checks.addAll(PlatformChecks.of(files, entries, setting.value())));
    tokens(version, entries);
    flags
        .binDir()
        .ifPresent(
            directory -> checks.addAll(new PluginFiles(files, directory.value()).check(entries)));
    writeAccess(entries);
    authorities();
    proxies();
    return List.copyOf(checks);
  }

  /**
   * The programs of kubelet's plugin directory, with the variables that kubelet passes on. Where
   * they cannot be read, they are taken to be the operator's, without settings of podpass.
   */
  public EntryPrograms programs(CheckContext context) {
    Map<String, String> environment = new HashMap<>(context.environment());
    environment.keySet().removeIf(name -> name.startsWith("PODPASS_"));
    if (!kubeletEnvironment().isEmpty()) {
      environment.keySet().removeIf(name -> name.matches("(?i)(https|no)_proxy|SSL_CERT_FILE"));
      environment.putAll(kubeletEnvironment());
    }
    return new EntryPrograms(context.with(environment), files, flags.binDir().map(Sourced::value));
  }

  /** The path of kubelet's credential provider configuration, if it exists. */
  public Optional<Path> configuration() {
    return flags.config().map(Sourced::value).filter(files::isThere).map(files::resolve);
  }

  /** Why it is not known which file kubelet reads, or what is in it. */
  public Optional<String> unknownConfiguration() {
    if (configuration().isPresent() || (flags.config().isEmpty() && finder.hasSources())) {
      return Optional.empty();
    }
    return Optional.of(
        flags
            .config()
            .map(setting -> setting.value() + " does not exist")
            .orElse("no kubelet and no flags of it were found"));
  }

  public Optional<Sourced<String>> kubeletVersion() {
    return process
        .map(found -> KubeletVersionFiles.of(files, files.realFile("/proc/" + found.id() + "/exe")))
        .orElseGet(() -> KubeletVersionFiles.find(files));
  }

  /** Whether the kubelet that runs accepts {@code tokenAttributes}; empty if none is seen. */
  public Optional<ProviderTokens> tokens() {
    return process.map(found -> ProviderTokens.certain(files, found, kubeletVersion()));
  }

  /** The plugin directory of the running kubelet, if it reads that configuration. */
  public Optional<Path> pluginsFor(Path file) {
    Path read = file.toAbsolutePath().normalize();
    return process
        .flatMap(_ -> flags.config())
        .map(setting -> files.resolve(setting.value()))
        .filter(config -> read.equals(config) || config.equals(read.getParent()))
        .flatMap(_ -> flags.binDir())
        .map(setting -> files.resolve(setting.value()));
  }

  /** Kubelet's kubeconfig, as a path on the node. */
  public Optional<String> kubeconfig() {
    return finder.kubeconfig();
  }

  public ImageVerification imageVerification() {
    return finder.verification();
  }

  /** The variables that kubelet passes to plugins, if kubelet runs and they can be read. */
  public Map<String, String> kubeletEnvironment() {
    return process.map(KubeletProcess::environment).orElse(Map.of());
  }

  private void process() {
    process.ifPresent(running -> checks.add(Check.ok("kubelet", "it runs: " + running)));
    checks.addAll(processes.findings());
    if (checks.isEmpty()) {
      checks.add(
          Check.skipped("kubelet", "not running, or not visible to this user", files.access()));
    }
  }

  private void flag(String name, Optional<Sourced<String>> setting) {
    String flag = "--image-credential-provider-" + name;
    checks.add(
        setting
            .map(found -> Check.ok(flag, found.value() + ", from " + found.source()))
            .orElseGet(() ->
                finder.hasSources()
                    ? Check.failed(
                        flag,
                        "not set, so kubelet runs no credential provider",
                        "set it in kubelet's arguments; KubeletConfiguration has no such field")
                    : Check.unknown(
                        flag,
                        processes.findings().isEmpty()
                            ? "not known: no kubelet was found"
                            : "not known: see kubelet",
                        files.access())));
  }

  private void config(Sourced<String> setting, Optional<ConfigCheck> configuration) {
    if (configuration.isEmpty()) {
      checks.add(
          Check.failed(
              "configuration",
              setting.value() + " does not exist; kubelet does not start without it",
              "podpass config --providers=… > " + setting.value()));
    } else {
      checks.addAll(configuration.get().checks());
    }
  }

  private void tokens(Optional<Sourced<String>> version, List<FileEntry> entries) {
    if (entries.stream().anyMatch(entry -> entry.token().isPresent())) {
      checks.add(ProviderTokens.of(version, flags.tokenGate()).check());
    }
  }

  private void writeAccess(List<FileEntry> entries) {
    if (flags.config().isPresent() && flags.binDir().isPresent()) {
      checks.addAll(
          new WriteAccess(files)
              .check(flags.config().get().value(), flags.binDir().get().value(), entries));
    }
  }

  private void authorities() {
    Optional<String> instead =
        Optional.ofNullable(kubeletEnvironment().get("SSL_CERT_FILE")).filter(f -> !f.isEmpty());
    Stream<String> places =
        instead
            .map(Stream::of)
            .orElseGet(() -> CaBundle.defaultLocations().stream().map(Path::toString));
    String missing =
        instead
            .map(file -> "kubelet's SSL_CERT_FILE is " + file + ", which does not exist")
            .orElse("the node has no bundle where Go or podpass look for one");
    checks.add(
        places
            .filter(files::isThere)
            .findFirst()
            .map(place -> Check.ok("CA certificates", place))
            .orElseGet(() ->
                Check.warning(
                    "CA certificates", missing, "install ca-certificates, or set SSL_CERT_FILE")));
  }

  /** Checks the proxy variables that kubelet passes on; a proxy URL may contain a password. */
  private void proxies() {
    if (process.isEmpty() || kubeletEnvironment().isEmpty()) {
      checks.add(Check.skipped("proxy", "kubelet's environment cannot be read", files.access()));
      return;
    }
    List<String> set =
        PROXY_VARIABLES.stream()
            .filter(name -> !kubeletEnvironment().getOrDefault(name, "").isEmpty())
            .map(name -> name + "=" + withoutPassword(kubeletEnvironment().getOrDefault(name, "")))
            .toList();
    checks.add(
        Check.ok(
            "proxy",
            set.isEmpty()
                ? "kubelet's environment sets none"
                : "kubelet's environment sets " + String.join(" ", set)));
  }

  private static String withoutPassword(String value) {
    return value.replaceAll("//[^/@]*@", "//***@");
  }

  /**
   * What was found in a node's configuration, the entries that were read, and why some were not.
   */
  public record ConfigCheck(List<Check> checks, List<FileEntry> entries, Optional<String> unread) {
    public ConfigCheck {
      checks = List.copyOf(checks);
      entries = List.copyOf(entries);
    }
  }
}
