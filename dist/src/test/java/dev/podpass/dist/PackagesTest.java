// SPDX-License-Identifier: Apache-2.0
package dev.podpass.dist;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static java.util.Map.entry;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.argumentSet;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Which package may use which, as the table in docs/architecture.md says. */
class PackagesTest {
  private static final JavaClasses PRODUCT = ArchitectureTest.PRODUCT;

  private static final Map<String, String> LIBRARIES =
      Map.ofEntries(
          entry("javax.crypto", "javax.crypto.."),
          entry("Jackson", "com.fasterxml.jackson.."),
          entry("Nimbus JOSE", "com.nimbusds.."),
          entry("Apache HttpCore", "org.apache.hc.."),
          entry("SnakeYAML", "org.yaml.snakeyaml.."),
          entry("java-diff-utils", "com.github.difflib.."),
          entry("picocli", "picocli.."),
          entry("the AWS SDK", "software.amazon.."),
          entry("Google's libraries", "com.google.."),
          entry("azure-identity", "com.azure.."),
          entry("Reactor", "reactor.."),
          entry("GraalVM", "[com.oracle.svm|org.graalvm].."));

  private static final Pattern ROW = Pattern.compile("\\| `([a-z.]+)` \\| [^|]+ \\| ([^|]+) \\|");

  static Stream<Arguments> packages() throws IOException {
    String page = Files.readString(Path.of("..", "docs", "architecture.md"));
    String table = page.substring(page.indexOf("| package | purpose | may use |"));
    return table.lines().takeWhile(line -> line.startsWith("|")).skip(2).map(PackagesTest::row);
  }

  private static Arguments row(String line) {
    Matcher row = ROW.matcher(line);
    assertThat(row.matches()).as(line).isTrue();
    List<String> mayUse =
        row.group(2).equals("–")
            ? List.of()
            : Arrays.stream(row.group(2).split(", ")).map(PackagesTest::name).toList();
    return argumentSet(row.group(1), row.group(1), mayUse);
  }

  /** A package as ArchUnit names it. */
  private static String name(String cell) {
    String library = LIBRARIES.get(cell);
    if (library != null) {
      return library;
    }
    assertThat(cell).as("a package in backquotes, or a library of LIBRARIES").matches("`[a-z.*]+`");
    return "dev.podpass." + cell.replace("`", "").replace(".*", "..");
  }

  @ParameterizedTest
  @MethodSource("packages")
  void usesOnlyWhatItMay(String name, List<String> mayUse) {
    Set<String> allowed = new TreeSet<>(mayUse);
    allowed.addAll(
        Set.of(
            "dev.podpass." + name,
            "java..",
            "javax.net.ssl..",
            "javax.security.auth.x500..",
            "org.jspecify.annotations.."));

    classes()
        .that()
        .resideInAPackage("dev.podpass." + name)
        .should()
        .onlyDependOnClassesThat()
        .resideInAnyPackage(allowed.toArray(String[]::new))
        .check(PRODUCT);
  }

  @Test
  void eachPackageHasARow() throws IOException {
    Set<String> packages =
        PRODUCT.stream()
            .map(type -> type.getPackageName().replace("dev.podpass.", ""))
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
