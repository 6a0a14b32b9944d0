// SPDX-License-Identifier: Apache-2.0
package dev.podpass.dist;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.argumentSet;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.util.Arrays;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Which package may use which; CONTRIBUTING.md has the same table with the reasons. */
class PackagesTest {
  private static final JavaClasses PRODUCT =
      new ClassFileImporter()
          .withImportOption(new ImportOption.DoNotIncludeTests())
          .withImportOption(location -> !location.contains("/testkit/"))
          .withImportOption(location -> !location.contains("/example/"))
          .importPackages("dev.podpass");

  private static final String JACKSON = "com.fasterxml.jackson..";
  private static final String SNAKEYAML = "org.yaml.snakeyaml..";

  static Stream<Arguments> packages() {
    return Stream.of(
        row("secret"),
        row("failure", "secret"),
        row("json", JACKSON),
        row("image", "failure"),
        row("token", "secret", "failure", "json", JACKSON, "com.nimbusds.."),
        row("spi.http", "failure"),
        row("spi", "secret", "failure", "json", "image", "token", "spi.http", JACKSON),
        row("log", "secret", JACKSON),
        row("file"),
        row("http.tls", "secret", "failure"),
        row("http.proxy", "secret", "failure", "spi.http"),
        row(
            "http",
            "secret",
            "failure",
            "log",
            "spi.http",
            "http.tls",
            "http.proxy",
            "org.apache.hc.."),
        row("protocol", "secret", "failure", "image", "json", "spi", JACKSON),
        row(
            "cache",
            "file",
            "secret",
            "failure",
            "log",
            "json",
            "image",
            "token",
            "spi",
            "http",
            JACKSON,
            "javax.crypto.."),
        row("observe", "file", "failure", "log", "image", "token", "spi", JACKSON),
        row(
            "pull",
            "secret",
            "failure",
            "log",
            "image",
            "token",
            "spi",
            "http",
            "cache",
            "observe",
            "protocol"),
        row(
            "settings",
            "failure",
            "log",
            "token",
            "spi",
            "http",
            "http.tls",
            "http.proxy",
            "cache",
            "observe",
            "pull"),
        row("admin.text", "failure", JACKSON, SNAKEYAML, "com.github.difflib.."),
        row("admin.check", "log", "http", "spi.http", "pull", "settings"),
        row("admin.kubeletconfig", "failure", "file", "image", "protocol", "spi", "admin.text"),
        row(
            "admin.lint",
            "failure",
            "image",
            "pull",
            "settings",
            "spi",
            "admin.check",
            "admin.kubeletconfig"),
        row(
            "admin.node",
            "failure",
            "file",
            "http.tls",
            "spi",
            "admin.text",
            "admin.check",
            "admin.kubeletconfig"),
        row(
            "admin.kubelet",
            "secret",
            "failure",
            "file",
            "log",
            "spi.http",
            "http",
            "http.tls",
            "http.proxy",
            "admin.node"),
        row("admin.state", "failure", "json", "file", "admin.text", "admin.kubelet", JACKSON),
        row(
            "admin.install",
            "failure",
            "json",
            "file",
            "spi",
            "admin.text",
            "admin.check",
            "admin.kubeletconfig",
            "admin.lint",
            "admin.node",
            "admin.kubelet",
            "admin.state",
            JACKSON),
        row(
            "admin.apiserver",
            "secret",
            "failure",
            "json",
            "spi.http",
            "http.tls",
            "admin.text",
            JACKSON),
        row("admin.oidc", "failure", "json", "token", "spi.http", JACKSON),
        row(
            "admin.doctor",
            "failure",
            "token",
            "spi",
            "spi.http",
            "http",
            "protocol",
            "pull",
            "settings",
            "admin.text",
            "admin.check",
            "admin.kubeletconfig",
            "admin.lint",
            "admin.node",
            "admin.apiserver"));
  }

  private static Arguments row(String name, String... mayUse) {
    return argumentSet(name, name, mayUse);
  }

  @ParameterizedTest
  @MethodSource("packages")
  void usesOnlyWhatItMay(String name, String[] mayUse) {
    String[] allowed =
        Stream.concat(
                Stream.of(
                    name,
                    "java..",
                    "javax.net.ssl..",
                    "javax.security.auth.x500..",
                    "org.jspecify.annotations.."),
                Arrays.stream(mayUse))
            .map(other -> other.contains("..") ? other : "dev.podpass." + other)
            .toArray(String[]::new);

    classes()
        .that()
        .resideInAPackage("dev.podpass." + name)
        .should()
        .onlyDependOnClassesThat()
        .resideInAnyPackage(allowed)
        .check(PRODUCT);
  }

  @Test
  void thereIsNoPackageWithoutARule() {
    Set<String> packages =
        PRODUCT.stream()
            .map(c -> c.getPackageName().replace("dev.podpass.", ""))
            .filter(name -> !name.matches("(cli|provider)(\\..*)?"))
            .collect(Collectors.toCollection(TreeSet::new));

    assertThat(packages().map(row -> row.get()[0])).containsExactlyInAnyOrderElementsOf(packages);
  }

  @Test
  void thereAreNoCircles() {
    slices().matching("dev.podpass.(**)").should().beFreeOfCycles().check(PRODUCT);
  }

  /**
   * Of two files that need each other neither can be read first. An interface has no private field,
   * so that {@code Connections} keeps its own in another file.
   */
  @Test
  void noTwoFilesNeedEachOther() {
    Map<String, Set<String>> needs = new TreeMap<>();
    for (JavaClass type : PRODUCT) {
      if (type.getSimpleName().equals("CurrentConnections")) {
        continue;
      }
      Set<String> others = needs.computeIfAbsent(file(type), name -> new TreeSet<>());
      type.getDirectDependenciesFromSelf().stream()
          .map(dependency -> file(dependency.getTargetClass().getBaseComponentType()))
          .filter(other -> other.startsWith("dev.podpass.") && !other.equals(file(type)))
          .forEach(others::add);
    }

    Set<String> pairs = new TreeSet<>();
    needs.forEach((file, others) ->
        others.stream()
            .filter(other -> needs.getOrDefault(other, Set.of()).contains(file))
            .forEach(other -> pairs.add(file + " and " + other)));
    assertThat(pairs).isEmpty();
  }

  private static String file(JavaClass type) {
    return type.getName().replaceFirst("\\$.*", "");
  }
}
