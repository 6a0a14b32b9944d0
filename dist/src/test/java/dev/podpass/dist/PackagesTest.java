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
          .withImportOption(location -> !location.contains("/image-builder/"))
          .withImportOption(location -> !location.contains("/example/"))
          .importPackages("dev.podpass");

  private static final String JACKSON = "com.fasterxml.jackson..";
  private static final String SNAKEYAML = "org.yaml.snakeyaml..";

  static Stream<Arguments> packages() {
    return Stream.of(
        row("spi.secret"),
        row("spi.failure", "spi.secret"),
        row("spi.json", JACKSON),
        row("spi.image", "spi.failure"),
        row("spi.token", "spi.secret", "spi.failure", "spi.json", JACKSON, "com.nimbusds.."),
        row("spi.http", "spi.failure"),
        row(
            "spi",
            "spi.secret",
            "spi.failure",
            "spi.json",
            "spi.image",
            "spi.token",
            "spi.http",
            JACKSON),
        row("core.log", "spi.secret", JACKSON),
        row("core.file"),
        row("core.http.tls", "spi.secret", "spi.failure"),
        row("core.http.proxy", "spi.secret", "spi.failure", "spi.http"),
        row(
            "core.http",
            "spi.secret",
            "spi.failure",
            "core.log",
            "spi.http",
            "core.http.tls",
            "core.http.proxy",
            "org.apache.hc.."),
        row("core.protocol", "spi.secret", "spi.failure", "spi.image", "spi.json", "spi", JACKSON),
        row(
            "core.cache",
            "core.file",
            "spi.secret",
            "spi.failure",
            "core.log",
            "spi.json",
            "spi.image",
            "spi.token",
            "spi",
            "core.http",
            JACKSON,
            "javax.crypto.."),
        row(
            "core.observe",
            "core.file",
            "spi.failure",
            "core.log",
            "spi.image",
            "spi.token",
            "spi",
            JACKSON),
        row(
            "core.pull",
            "spi.secret",
            "spi.failure",
            "core.log",
            "spi.image",
            "spi.token",
            "spi",
            "core.http",
            "core.cache",
            "core.observe",
            "core.protocol"),
        row(
            "core.settings",
            "spi.failure",
            "core.log",
            "spi.token",
            "spi",
            "core.http",
            "core.http.tls",
            "core.http.proxy",
            "core.cache",
            "core.observe",
            "core.pull"),
        row("admin.text", "spi.failure", JACKSON, SNAKEYAML, "com.github.difflib.."),
        row("admin.check", "core.log", "core.http", "spi.http", "core.pull", "core.settings"),
        row(
            "admin.kubeletconfig",
            "spi.failure",
            "core.file",
            "spi.image",
            "core.protocol",
            "spi",
            "admin.text"),
        row(
            "admin.lint",
            "spi.failure",
            "spi.image",
            "core.pull",
            "core.settings",
            "spi",
            "admin.check",
            "admin.kubeletconfig"),
        row(
            "admin.node",
            "spi.failure",
            "core.file",
            "core.http.tls",
            "spi",
            "admin.text",
            "admin.check",
            "admin.kubeletconfig"),
        row(
            "admin.kubelet",
            "spi.secret",
            "spi.failure",
            "core.file",
            "core.log",
            "spi.http",
            "core.http",
            "core.http.tls",
            "core.http.proxy",
            "admin.node"),
        row(
            "admin.state",
            "spi.failure",
            "spi.json",
            "core.file",
            "admin.text",
            "admin.kubelet",
            JACKSON),
        row(
            "admin.install",
            "spi.failure",
            "spi.json",
            "core.file",
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
            "spi.secret",
            "spi.failure",
            "spi.json",
            "spi.http",
            "core.http.tls",
            "admin.text",
            JACKSON),
        row("admin.oidc", "spi.failure", "spi.json", "spi.token", "spi.http", JACKSON),
        row(
            "admin.doctor",
            "spi.failure",
            "spi.token",
            "spi",
            "spi.http",
            "core.http",
            "core.protocol",
            "core.pull",
            "core.settings",
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
