// SPDX-License-Identifier: Apache-2.0
package dev.podpass.admin.node;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import dev.podpass.admin.check.CheckContext;
import dev.podpass.admin.kubeletconfig.FileEntry;
import dev.podpass.admin.kubeletconfig.FileEntry.EntryProgram;
import dev.podpass.admin.kubeletconfig.FileEntry.EntryProgram.Owner;
import dev.podpass.admin.kubeletconfig.FileEntry.Text;
import dev.podpass.core.log.Log;
import dev.podpass.core.pull.ConfiguredProviders;
import dev.podpass.core.pull.PullSettings;
import dev.podpass.core.settings.Flag;
import dev.podpass.core.settings.FlagTexts;
import dev.podpass.core.settings.PluginFlags;
import dev.podpass.core.settings.ProviderFlags;
import dev.podpass.core.settings.SettingsReader;
import dev.podpass.spi.RegistryCredentialProvider.ReplacedPlugin;
import dev.podpass.spi.Sourced;
import dev.podpass.spi.failure.CredentialException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Decides which entries of a configuration run podpass, and reads their settings as a pull does:
 * from the arguments, the files that they name, the entry's variables and kubelet's.
 *
 * @param context parses command lines; its environment is kubelet's
 * @param files of the node
 * @param directory kubelet's plugin directory; empty if programs cannot be looked up
 */
public record EntryPrograms(CheckContext context, NodeFiles files, Optional<String> directory) {
  private static final String NAME = "podpass";

  /** Podpass's executable and every script that runs it contain its name. */
  private static final int CHUNK = 1 << 20;

  /** For a configuration without a node: no program is looked up, and no variable is known. */
  public static EntryPrograms notLookedUp(CheckContext context) {
    return new EntryPrograms(
        context.with(Map.of()), NodeFiles.below(Path.of("/")), Optional.empty());
  }

  /** The same for the programs of a directory of this machine. */
  public EntryPrograms in(Path directory) {
    String absolute = directory.toAbsolutePath().normalize().toString();
    return new EntryPrograms(context, files, Optional.of(absolute));
  }

  /** The entries, with what is known of their programs. */
  public List<FileEntry> of(List<FileEntry> entries) {
    return entries.stream().map(entry -> entry.with(program(entry))).toList();
  }

  public SettingsReader settings(FileEntry entry) {
    return context.settings(arguments(entry), environment(entry));
  }

  /**
   * The providers that an entry chooses, with its settings; files that these name are the node's.
   */
  public ConfiguredProviders providers(FileEntry entry) {
    FlagTexts texts = context.parser().parse(arguments(entry), environment(entry));
    FlagTexts onNode =
        flag ->
            texts.text(flag).map(value -> flag.option().isFile() ? value.map(this::onNode) : value);
    SettingsReader settings =
        new SettingsReader(onNode, environment(entry), Log.NONE, context.clock());
    return settings.readProviders(settings.readChoice(context.providers(), entry.label()));
  }

  private String onNode(String file) {
    return directory.isPresent() && file.startsWith("/") ? files.resolve(file).toString() : file;
  }

  /** A pull by an entry. */
  public EntryPull pull(FileEntry entry) {
    return new EntryPull(entry, PullSettings.forPlanning(providers(entry), context.clock()));
  }

  public Stream<ReplacedPlugin> replaced() {
    return context.providers().all().stream()
        .flatMap(provider -> provider.replacedPlugin().stream());
  }

  private EntryProgram program(FileEntry entry) {
    try {
      FlagTexts texts = context.parser().parse(arguments(entry), environment(entry));
      boolean named = texts.text(PluginFlags.PROVIDER).isPresent();
      return new EntryProgram(
          owner(entry, named),
          option -> text(texts, option),
          files(entry, texts),
          Optional.empty());
    } catch (CredentialException e) {
      boolean named =
          environment(entry).containsKey(PluginFlags.PROVIDER.variables().getFirst())
              || entry.arguments().stream().anyMatch(arg -> arg.matches("--provider(=.*)?"));
      return new EntryProgram(
          owner(entry, named), _ -> Optional.empty(), Map.of(), Optional.of(e.line()));
    }
  }

  private Owner owner(FileEntry entry, boolean named) {
    if (named || entry.label().startsWith(NAME)) {
      return Owner.PODPASS;
    }
    Optional<Boolean> found = entry.name().map(Text::text).flatMap(this::leadsToPodpass);
    if (found.isPresent()) {
      return found.get() ? Owner.PODPASS : Owner.ANOTHER;
    }
    boolean replaced = replaced().anyMatch(plugin -> plugin.name().equals(entry.label()));
    return replaced ? Owner.PROBABLY_PODPASS : Owner.UNKNOWN;
  }

  /** Empty if the program cannot be looked up. */
  private Optional<Boolean> leadsToPodpass(String name) {
    if (directory.isEmpty() || name.contains("/") || !files.isThere(directory.get() + "/" + name)) {
      return Optional.empty();
    }
    Path real = files.resolve(directory.get() + "/" + name);
    try {
      return Files.isRegularFile(real)
          ? Optional.of(String.valueOf(real.getFileName()).startsWith(NAME) || containsName(real))
          : Optional.empty();
    } catch (IOException _) {
      return Optional.empty();
    }
  }

  private static boolean containsName(Path program) throws IOException {
    try (InputStream in = Files.newInputStream(program)) {
      String end = "";
      for (byte[] chunk = in.readNBytes(CHUNK); chunk.length > 0; chunk = in.readNBytes(CHUNK)) {
        String text = end + new String(chunk, ISO_8859_1);
        if (text.contains(NAME)) {
          return true;
        }
        end = text.substring(Math.max(0, text.length() - NAME.length()));
      }
      return false;
    }
  }

  /** A file with arguments is the node's. */
  private List<String> arguments(FileEntry entry) {
    return entry.arguments().stream()
        .map(argument ->
            argument.matches("@[^@\\x00]+") && directory.isPresent()
                ? "@" + files.resolve(argument.substring(1))
                : argument)
        .toList();
  }

  private Map<String, String> environment(FileEntry entry) {
    Map<String, String> environment = new HashMap<>(context.environment());
    environment.putAll(entry.env());
    return environment;
  }

  private Stream<Flag<?>> flags() {
    return ProviderFlags.withPlugin(context.providers().all());
  }

  private Map<String, String> files(FileEntry entry, FlagTexts texts) {
    Map<String, String> named = new LinkedHashMap<>();
    Optional.ofNullable(entry.env().get("SSL_CERT_FILE"))
        .filter(value -> !value.isEmpty())
        .ifPresent(file -> named.put("SSL_CERT_FILE", file));
    flags()
        .filter(flag -> flag.option().isFile())
        .forEach(flag ->
            texts
                .text(flag)
                .map(Sourced::value)
                .filter(value -> !value.isBlank() && !value.startsWith("{"))
                .ifPresent(file -> named.put(flag.name(), file)));
    return named;
  }

  private Optional<String> text(FlagTexts texts, String option) {
    return flags()
        .filter(flag -> flag.name().equals(option))
        .findFirst()
        .flatMap(texts::text)
        .map(Sourced::value);
  }
}
