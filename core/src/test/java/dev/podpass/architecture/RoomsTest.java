// SPDX-License-Identifier: Apache-2.0
package dev.podpass.architecture;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.argumentSet;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import dev.podpass.secret.Secret;
import java.util.Arrays;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Which room may use which; CONTRIBUTING.md has the same table with the reasons. */
class RoomsTest {
  private static final JavaClasses CORE =
      new ClassFileImporter()
          .importUrl(Secret.class.getProtectionDomain().getCodeSource().getLocation());

  private static final String JACKSON = "com.fasterxml.jackson..";

  static Stream<Arguments> rooms() {
    return Stream.of(
        room("secret"),
        room("log"),
        room("file"),
        room("failure", "secret"),
        room("json", JACKSON),
        room("image", "failure"),
        room("token", "secret", "failure", "json", JACKSON, "com.nimbusds.."),
        room("http.tls", "secret", "failure"),
        room("http", "secret", "failure", "log", "http.tls", "org.apache.hc.."),
        room("spi", "secret", "failure", "json", "image", "token", "http", JACKSON),
        room("dispatch", "failure", "image", "spi"),
        room("kubelet", "failure", "image", "spi", JACKSON, "org.yaml.snakeyaml.."),
        room("doctor", "http.tls", "kubelet", "file", "failure"),
        room(
            "apiserver",
            "secret",
            "failure",
            "json",
            "http",
            "http.tls",
            JACKSON,
            "org.yaml.snakeyaml.."),
        room("oidc", "failure", "json", "http", "token", JACKSON),
        room(
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
        room("observe", "file", "failure", "log", "image", "token", "spi", JACKSON),
        room("protocol", "secret", "failure", "image", "json", JACKSON),
        room(
            "pull",
            "secret",
            "failure",
            "log",
            "image",
            "token",
            "http",
            "spi",
            "dispatch",
            "cache",
            "observe",
            "protocol"));
  }

  private static Arguments room(String name, String... mayUse) {
    return argumentSet(name, name, mayUse);
  }

  @ParameterizedTest
  @MethodSource("rooms")
  void usesOnlyWhatItMay(String room, String[] mayUse) {
    String[] allowed =
        Stream.concat(
                Stream.of(
                    room,
                    "java..",
                    "javax.net.ssl..",
                    "javax.security.auth.x500..",
                    "org.jspecify.annotations.."),
                Arrays.stream(mayUse))
            .map(name -> name.contains("..") ? name : "dev.podpass." + name)
            .toArray(String[]::new);

    classes()
        .that()
        .resideInAPackage("dev.podpass." + room)
        .should()
        .onlyDependOnClassesThat()
        .resideInAnyPackage(allowed)
        .check(CORE);
  }

  @Test
  void thereIsNoRoomWithoutARule() {
    Set<String> packages =
        CORE.stream()
            .map(c -> c.getPackageName().replace("dev.podpass.", ""))
            .collect(Collectors.toCollection(TreeSet::new));

    assertThat(rooms().map(row -> row.get()[0])).containsExactlyInAnyOrderElementsOf(packages);
  }

  @Test
  void thereAreNoCircles() {
    slices().matching("dev.podpass.(*)..").should().beFreeOfCycles().check(CORE);
  }
}
