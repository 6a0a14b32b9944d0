// SPDX-License-Identifier: Apache-2.0
package dev.podpass.cli.config;

import dev.podpass.admin.kubeletconfig.ConfigDocument;
import dev.podpass.admin.kubeletconfig.ConfigMerge.Placement;
import dev.podpass.admin.kubeletconfig.ProviderEntry;
import dev.podpass.cli.command.CommandContext;
import dev.podpass.cli.options.Arguments;
import dev.podpass.core.log.Log;
import dev.podpass.core.pull.ConfiguredProviders;
import dev.podpass.core.pull.Mirror;
import dev.podpass.core.pull.Mirrors;
import dev.podpass.core.pull.Providers;
import dev.podpass.core.pull.WhenUnavailable;
import dev.podpass.core.settings.Flag;
import dev.podpass.core.settings.PluginFlags;
import dev.podpass.core.settings.ProviderFlags;
import dev.podpass.core.settings.SettingsReader;
import dev.podpass.spi.Entry;
import dev.podpass.spi.RegistryCredentialProvider;
import dev.podpass.spi.RegistryCredentialProvider.ReplacedPlugin;
import dev.podpass.spi.Sourced;
import dev.podpass.spi.failure.CredentialException;
import dev.podpass.spi.failure.Kind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Builds kubelet's credential provider configuration from the flags of {@code config}. */
public final class ConfigFromFlags {
  private final CommandContext context;
  private final Arguments arguments;
  private final List<EntryVariable> variables;
  private final Map<String, String> environment;

  /** What the entries' pulls read: the options, and the variables of the entries. */
  private final Arguments given;

  /** The options of the command line alone. */
  private final Arguments written;

  public ConfigFromFlags(CommandContext context) {
    this(context, context.arguments());
  }

  private ConfigFromFlags(CommandContext context, Arguments arguments) {
    this.context = context;
    this.arguments = arguments;
    this.variables = arguments.all(ConfigOptions.ENV);
    this.environment = new LinkedHashMap<>();
    variables.forEach(variable -> environment.put(variable.name(), variable.value()));
    this.given = arguments.withEnvironment(environment);
    this.written = arguments.withEnvironment(Map.of());
  }

  /** The same with values for options that are not given, of entries and of chosen providers. */
  private ConfigFromFlags adding(Map<String, String> values) {
    Map<String, String> missing = new LinkedHashMap<>(values);
    Set<String> open =
        ProviderFlags.withPlugin(chosen().all())
            .filter(flag -> given.text(flag).isEmpty())
            .map(Flag::name)
            .collect(Collectors.toSet());
    missing.keySet().retainAll(open);
    return new ConfigFromFlags(context, arguments.adding(missing));
  }

  /** Returns one entry for each provider. */
  public ConfigDocument document() {
    return new ConfigDocument(answeringFirst().entries());
  }

  /**
   * With {@code --first} another entry is there for pods without an identity: they are no failure.
   * Pulls cannot see the order of entries, so the arguments say it.
   */
  private ConfigFromFlags answeringFirst() {
    boolean placeholders =
        given.get(PluginFlags.WHEN_UNAVAILABLE) == WhenUnavailable.PRESENT_IMAGES;
    return arguments.get(ConfigOptions.FIRST) && !placeholders
        ? adding(ConfigOptions.OF_FIRST)
        : this;
  }

  /** The place of the entries among the others of a file. */
  public Placement placement() {
    arguments.requireAtMostOne(ConfigOptions.FIRST, ConfigOptions.REPLACE);
    if (arguments.get(ConfigOptions.FIRST)) {
      return new Placement.First();
    }
    return arguments
        .find(ConfigOptions.REPLACE)
        .<Placement>map(Placement.Replacing::new)
        .orElseGet(Placement.Last::new);
  }

  /**
   * The document for a file with that text, with the options that an entry takes over from the one
   * that it replaces there.
   */
  public ConfigDocument documentFor(String text) {
    Optional<String> replaced = arguments.find(ConfigOptions.REPLACE);
    for (RegistryCredentialProvider provider : chosen().all()) {
      Optional<ReplacedPlugin> plugin =
          provider.replacedPlugin().filter(other -> replaced.equals(Optional.of(other.name())));
      if (plugin.isPresent()) {
        return adding(new TakenOverOptions(provider, plugin.get(), name(provider)).in(text))
            .document();
      }
    }
    return document();
  }

  private String name(RegistryCredentialProvider provider) {
    return arguments.get(ConfigOptions.NAME) + "-" + provider.id();
  }

  /** Whether the environment of the entries has a password in a URL. */
  public boolean hasPassword() {
    return variables.stream().anyMatch(EntryVariable::hasPassword);
  }

  /**
   * Warns if every user can read a file whose entries have a password in their environment.
   *
   * @param name of the file, as its node has it
   */
  public Optional<String> exposure(Path file, String name) {
    return hasPassword() && isReadByOthers(file)
        ? Optional.of(
            "warning: %1$s has a password in it, and every user can read it; hint: chmod 600 %1$s"
                .formatted(name))
        : Optional.empty();
  }

  private static boolean isReadByOthers(Path file) {
    try {
      return Files.getPosixFilePermissions(file).contains(PosixFilePermission.OTHERS_READ);
    } catch (IOException _) {
      return true;
    }
  }

  /** One line for each password that stands on this command line. */
  public List<String> warnings() {
    return variables.stream()
        .filter(variable -> variable.isPublic() && variable.hasPassword())
        .map(variable ->
            "warning: --env=%1$s has a password, and every user of this machine can read command lines; hint: write the value into a file, and give --env=%1$s=@FILE"
                .formatted(variable.name()))
        .toList();
  }

  /** The providers that {@code --providers} names, in its order. */
  public Providers chosen() {
    Providers chosen =
        context
            .providers()
            .only(arguments.find(ConfigOptions.PROVIDERS).orElseThrow(this::noneChosen));
    requireNoOther(chosen.all());
    return chosen;
  }

  /** An option of another provider would be dropped without a word. */
  private void requireNoOther(List<RegistryCredentialProvider> chosen) {
    requireOneEach(chosen);
    Set<String> known =
        chosen.stream()
            .flatMap(provider -> ProviderFlags.of(provider).stream())
            .map(Flag::name)
            .collect(Collectors.toSet());
    for (RegistryCredentialProvider other : context.providers().all()) {
      for (Flag<?> flag : ProviderFlags.of(other)) {
        if (!known.contains(flag.name()) && written.text(flag).isPresent()) {
          throw new CredentialException(
              Kind.USAGE,
              "%s is an option of the provider %s, which --providers does not name"
                  .formatted(flag.name(), other.id()));
        }
      }
    }
  }

  /** An option of an entry is for one of the providers. */
  private void requireOneEach(List<RegistryCredentialProvider> chosen) {
    for (Flag<?> flag : ProviderFlags.shared(Providers.of(chosen))) {
      List<String> takers =
          chosen.stream()
              .filter(provider ->
                  ProviderFlags.of(provider).stream()
                      .anyMatch(known -> known.name().equals(flag.name())))
              .map(RegistryCredentialProvider::id)
              .toList();
      Optional<Sourced<String>> set = given.text(flag);
      if (takers.size() > 1 && set.isPresent()) {
        throw new CredentialException(
            Kind.USAGE,
            "%s is for one entry, and %s each have one"
                .formatted(set.get().source(), String.join(" and ", takers)),
            "choose one of them at a time, each with a --name of its own");
      }
    }
  }

  private CredentialException noneChosen() {
    List<String> ids =
        context.providers().all().stream().map(RegistryCredentialProvider::id).toList();
    return new CredentialException(
        Kind.USAGE, "no provider is chosen", "--providers=" + String.join(",", ids));
  }

  /** The chosen providers with the settings of their entries. */
  public ConfiguredProviders configured() {
    SettingsReader settings = new SettingsReader(given, environment, Log.NONE, context.clock());
    settings.requireValid();
    return settings.readProviders(chosen());
  }

  /** The options that are set, of these: for a command that takes the same. */
  public Map<String, String> set(Stream<Flag<?>> flags) {
    Map<String, String> set = new LinkedHashMap<>();
    flags.forEach(
        flag -> given.text(flag).ifPresent(text -> set.putIfAbsent(flag.name(), text.value())));
    return set;
  }

  private List<ProviderEntry> entries() {
    ConfiguredProviders configured = configured();
    return configured.providers().all().stream()
        .map(provider -> entry(provider, configured))
        .toList();
  }

  private ProviderEntry entry(RegistryCredentialProvider provider, ConfiguredProviders configured) {
    Mirrors mirrors = configured.mirrors(provider);
    List<String> args = args(provider, mirrors);
    if (PluginFlags.MIRROR.variables().stream().anyMatch(environment::containsKey)) {
      // A variable of all entries may name a mirror that this one refuses.
      context.checks().settings(args, environment).readProviders(Providers.of(List.of(provider)));
    }
    Entry profile = configured.kubelet(provider);
    mirrors.all().forEach(mirror -> requireAudience(mirror, provider, configured, profile));
    return new ProviderEntry(
        name(provider),
        provider.replacedPlugin().map(ReplacedPlugin::name),
        profile,
        mirrors.matchImages(),
        provider.replacedPlugin().map(ReplacedPlugin::unserved).orElse(List.of()),
        args,
        environment);
  }

  /** Another cloud of the provider may take other tokens than those that this entry asks for. */
  private static void requireAudience(
      Mirror mirror,
      RegistryCredentialProvider provider,
      ConfiguredProviders configured,
      Entry profile) {
    String needed =
        configured.kubelet(mirror.target().registry(), Optional.empty(), provider).audience();
    if (!needed.equals(profile.audience())) {
      throw new CredentialException(
          Kind.USAGE,
          "the target of the mirror %s needs tokens for %s, and this entry asks for %s"
              .formatted(mirror, needed, profile.audience()),
          "make another entry for that cloud, with a --name of its own");
    }
  }

  /** The plugin options given here, which become the entry's args, with its own mirrors alone. */
  private List<String> args(RegistryCredentialProvider provider, Mirrors mirrors) {
    List<String> args = new ArrayList<>();
    args.add(PluginFlags.PROVIDER.name() + "=" + provider.id());
    ProviderFlags.withPlugin(List.of(provider))
        .filter(flag -> !flag.equals(PluginFlags.PROVIDER))
        .forEach(flag ->
            written
                .text(flag)
                .map(text -> flag.equals(PluginFlags.MIRROR) ? mirrors.toString() : text.value())
                .filter(text -> !flag.equals(PluginFlags.MIRROR) || !text.isEmpty())
                .ifPresent(text -> args.add(flag.name() + "=" + text)));
    return args;
  }
}
