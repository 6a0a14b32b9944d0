// SPDX-License-Identifier: Apache-2.0
package dev.podpass.dist;

import static org.assertj.core.api.Assumptions.assumeThat;

import dev.podpass.testkit.FakeClouds;
import dev.podpass.testkit.Shell;
import dev.podpass.testkit.kubelet.Plugin;
import dev.podpass.testkit.kubelet.PluginRequest;
import dev.podpass.testkit.kubelet.PluginRun;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What was built, as a command: the native executable that the property {@code podpass.executable}
 * names, else the jar. Each run has the environment of the fakes and what a test adds, and nothing
 * else.
 */
final class BuiltProgram {
  /** The launcher's, without its classes: those here are of the jar where it was built. */
  private static final List<String> JVM =
      List.of(
          "@" + Path.of("src/bundle/jvm.options").toAbsolutePath(),
          "-XX:SharedArchiveFile=" + System.getProperty("podpass.classes"));

  private final FakeClouds clouds;
  private final Map<String, String> environment;

  BuiltProgram(FakeClouds clouds) {
    this(clouds, clouds.environment());
  }

  private BuiltProgram(FakeClouds clouds, Map<String, String> environment) {
    this.clouds = clouds;
    this.environment = environment;
  }

  /** The same program with one more variable. */
  BuiltProgram with(String variable, String value) {
    Map<String, String> more = new HashMap<>(environment);
    more.put(variable, value);
    return new BuiltProgram(clouds, more);
  }

  /** What it is started with. */
  Map<String, String> environment() {
    return environment;
  }

  PluginRun run(PluginRequest request, String... arguments) {
    return plugin(arguments).run(request);
  }

  PluginRun run(byte[] stdin, String... arguments) {
    return plugin(arguments).run(stdin);
  }

  /** Runs it under another file name, as a link would have it. */
  PluginRun runAs(String fileName, PluginRequest request, String... arguments) {
    return Plugin.of(commandAs(fileName, arguments), environment).run(request);
  }

  /** The same with any input. */
  PluginRun runAs(String fileName, byte[] stdin, String... arguments) {
    return Plugin.of(commandAs(fileName, arguments), environment).run(stdin);
  }

  private Plugin plugin(String... arguments) {
    return Plugin.of(command(arguments), environment);
  }

  static List<String> command(String... arguments) {
    return executable()
        .map(path -> with(List.of(path.toString()), arguments))
        .orElseGet(() -> with(java("-jar", jar().toString()), arguments));
  }

  /** A shell in a directory, into which {@code podpass} is put. */
  static Shell shell(Path directory, Map<String, String> environment) throws IOException {
    Shell shell = new Shell(directory, environment);
    shell.program(
        "podpass", command().stream().collect(Collectors.joining("' '", "exec '", "' \"$@\"\n")));
    return shell;
  }

  private List<String> commandAs(String fileName, String... arguments) {
    return executable()
        .map(path -> with(List.of(link(fileName, path)), arguments))
        .orElseGet(() ->
            with(
                java("-Dpodpass.called-as=/bin/" + fileName, "-jar", jar().toString()), arguments));
  }

  private String link(String fileName, Path target) {
    try {
      Path link = clouds.directory().resolve(fileName);
      if (!Files.exists(link)) {
        Files.createSymbolicLink(link, target);
      }
      return link.toString();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** A JVM with the flags of the bundle's launcher. */
  static List<String> java(String... arguments) {
    Path java = Path.of(System.getProperty("java.home"), "bin", "java");
    return Stream.of(List.of(java.toString()), JVM, List.of(arguments))
        .flatMap(List::stream)
        .toList();
  }

  private static List<String> with(List<String> command, String... more) {
    return Stream.concat(command.stream(), Stream.of(more)).toList();
  }

  /** Where its files are, but for those in /usr. */
  static List<Path> directories() {
    return Stream.concat(
            Stream.of(
                Path.of(System.getProperty("java.home")),
                Path.of("").toAbsolutePath(),
                jar().toAbsolutePath().getParent()),
            executable().map(it -> it.toAbsolutePath().getParent()).stream())
        .filter(it -> !it.startsWith("/usr"))
        .distinct()
        .toList();
  }

  static Optional<Path> executable() {
    return Optional.ofNullable(System.getProperty("podpass.executable"))
        .filter(path -> !path.isEmpty())
        .map(Path::of);
  }

  /** The executable; the test is skipped where none was built. */
  static Path requireExecutable() {
    assumeThat(executable()).as("NOT TESTED: there is no native executable").isPresent();
    return executable().orElseThrow();
  }

  /** More than a kubelet runs at once; of the jar fewer, for each is a JVM. */
  static int concurrentPulls() {
    return executable().isPresent() ? 200 : 10;
  }

  /** The jar of a provider that the program is built without. */
  static Path exampleProvider() {
    Path directory = Path.of("../docs/example-provider/target");
    try (Stream<Path> files = Files.list(directory)) {
      return files
          .filter(
              file -> file.getFileName().toString().matches("podpass-example-provider-.*\\.jar"))
          .findFirst()
          .orElseThrow();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static Path jar() {
    String jar = System.getProperty("podpass.jar");
    if (jar == null) {
      throw new IllegalStateException("podpass.jar is not set: run mvn verify");
    }
    return Path.of(jar);
  }
}
