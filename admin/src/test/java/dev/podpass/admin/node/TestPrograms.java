// SPDX-License-Identifier: Apache-2.0
package dev.podpass.admin.node;

import dev.podpass.admin.check.CheckContext;
import dev.podpass.admin.check.CheckContext.NetworkAccess;
import dev.podpass.admin.kubeletconfig.ConfigFile;
import dev.podpass.admin.kubeletconfig.FileEntry;
import dev.podpass.core.http.ConnectionSettings;
import dev.podpass.core.pull.Providers;
import dev.podpass.core.settings.Flag;
import dev.podpass.core.settings.FlagTexts;
import dev.podpass.spi.ProviderOption;
import dev.podpass.spi.Sourced;
import dev.podpass.spi.failure.CredentialException;
import dev.podpass.spi.failure.Kind;
import dev.podpass.spi.http.Connections;
import dev.podpass.spi.testing.FakeProvider;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;

/** Entries with what is known of their programs, for two fake providers and a simple parser. */
public final class TestPrograms {
  private TestPrograms() {}

  /** The entries of a configuration; no program is looked up. */
  public static List<FileEntry> entries(String text) {
    return EntryPrograms.notLookedUp(context()).of(ConfigFile.read(text).entries());
  }

  /** The same on a node. */
  public static List<FileEntry> entries(
      String text, NodeFiles files, String directory, Map<String, String> kubelets) {
    return new EntryPrograms(context().with(kubelets), files, Optional.of(directory))
        .of(ConfigFile.read(text).entries());
  }

  /** The context of a build with the providers {@code acr} and {@code ecr}. */
  public static CheckContext context() {
    return context(
        new WithOptions("acr", "azure-config", "identity-binding-sni", "identity-binding-server"),
        new WithOptions("ecr"));
  }

  /** The context of a build with these providers. */
  public static CheckContext context(FakeProvider... providers) {
    return new CheckContext(
        Providers.of(List.of(providers)),
        TestPrograms::parse,
        Map.of("PODPASS_PROVIDER", "the operator's own, which counts for nothing"),
        new NoNetwork(),
        Clock.fixed(Instant.EPOCH, ZoneOffset.UTC));
  }

  private static FlagTexts parse(List<String> given, Map<String, String> environment) {
    List<String> arguments = given.stream().flatMap(TestPrograms::expanded).toList();
    if (arguments.contains("--unknown")) {
      throw new CredentialException(Kind.USAGE, "unknown option --unknown");
    }
    return flag -> text(flag, arguments).or(() -> variable(flag, environment));
  }

  private static Stream<String> expanded(String argument) {
    try {
      return argument.startsWith("@")
          ? Files.readString(Path.of(argument.substring(1)))
              .lines()
              .filter(line -> !line.startsWith("#"))
              .flatMap(line -> Stream.of(line.split(" +")))
          : Stream.of(argument);
    } catch (IOException e) {
      throw new CredentialException(Kind.USAGE, argument + " cannot be read").causedBy(e);
    }
  }

  private static Optional<Sourced<String>> text(Flag<?> flag, List<String> arguments) {
    List<String> values = new ArrayList<>();
    for (String argument : arguments) {
      if (argument.startsWith(flag.name() + "=")) {
        values.add(argument.substring(flag.name().length() + 1));
      }
    }
    return values.isEmpty()
        ? Optional.empty()
        : Optional.of(new Sourced<>(values.getLast(), flag.name()));
  }

  private static Optional<Sourced<String>> variable(Flag<?> flag, Map<String, String> environment) {
    return flag.variables().stream()
        .filter(environment::containsKey)
        .findFirst()
        .map(name -> new Sourced<>(environment.getOrDefault(name, ""), name));
  }

  private static final class WithOptions extends FakeProvider {
    private final List<String> names;

    private WithOptions(String id, String... names) {
      super(id, id + ".example");
      this.names = List.of(names);
    }

    @Override
    public List<ProviderOption<?>> options() {
      return names.stream()
          .<ProviderOption<?>>map(name ->
              ProviderOption.text(
                  name, name.equals("azure-config") ? "FILE" : "TEXT", "An option."))
          .toList();
    }
  }

  private static final class NoNetwork implements NetworkAccess {
    @Override
    public <T> T with(ConnectionSettings settings, Function<Connections, T> work) {
      throw new AssertionError("no connection is needed");
    }

    @Override
    public void progress(String text) {
      throw new AssertionError("it takes no time");
    }
  }
}
