// SPDX-License-Identifier: Apache-2.0
package dev.podpass.dist;

import static com.tngtech.archunit.core.domain.JavaCall.Predicates.target;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.assignableTo;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.belongToAnyOf;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.properties.HasName.Predicates.nameMatching;
import static com.tngtech.archunit.core.domain.properties.HasOwner.Predicates.With.owner;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noFields;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import java.io.FileDescriptor;
import java.io.OutputStream;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URL;
import java.nio.channels.AsynchronousSocketChannel;
import java.nio.channels.DatagramChannel;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.util.Random;
import java.util.SplittableRandom;
import java.util.UUID;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The single points of access of docs/architecture.md, which names the replacements. */
class ArchitectureTest {
  /** Not shipped, by package: a clone may lie below a directory of any name. */
  private static final Pattern NOT_SHIPPED =
      Pattern.compile(
          ".*(/test-classes/|-tests[.]jar!/|/dev/podpass/(testkit|demo|simulation|imagebuilder|example)/).*");

  static final JavaClasses PRODUCT =
      new ClassFileImporter()
          .withImportOption(location -> !location.matches(NOT_SHIPPED))
          .importPackages("dev.podpass");

  @Test
  void onlyTheProcessTouchesTheProcess() {
    noClasses()
        .that()
        .doNotHaveFullyQualifiedName("dev.podpass.cli.Main")
        .and()
        .doNotHaveFullyQualifiedName("dev.podpass.cli.process.BuildInfo") // the JDK's vendor
        .should()
        .accessField(System.class, "in")
        .orShould()
        .accessField(System.class, "out")
        .orShould()
        .accessField(System.class, "err")
        .orShould()
        .callMethodWhere(
            target(nameMatching("getenv|exit|halt|getProperty|setProperty|load|loadLibrary"))
                .and(target(owner(belongToAnyOf(System.class, Runtime.class)))))
        .orShould()
        .dependOnClassesThat()
        .belongToAnyOf(FileDescriptor.class)
        .check(PRODUCT);
    noClasses()
        .that()
        .doNotHaveFullyQualifiedName("dev.podpass.cli.command.ChildProcess")
        .should()
        .dependOnClassesThat()
        .belongToAnyOf(ProcessBuilder.class, ProcessHandle.class)
        .check(PRODUCT);
  }

  @Test
  void onlyTheProtocolWritesAnswers() {
    noClasses()
        .that()
        .resideOutsideOfPackages(
            "dev.podpass.core.protocol", "dev.podpass.core.http", "dev.podpass.cli..")
        .should()
        .dependOnClassesThat()
        .belongToAnyOf(OutputStream.class, PrintStream.class)
        .check(PRODUCT);
    noClasses()
        .that()
        .resideInAPackage("dev.podpass.cli..")
        .and()
        .doNotHaveSimpleName("StderrLog")
        .and()
        .doNotHaveSimpleName("Output")
        .should()
        .callMethodWhere(
            target(nameMatching("write|print.*"))
                .and(target(owner(assignableTo(OutputStream.class)))))
        .check(PRODUCT);
  }

  @Test
  void onlyHttpOpensConnections() {
    noClasses()
        .that()
        .resideOutsideOfPackage("dev.podpass.core.http..")
        .should()
        .dependOnClassesThat(
            resideInAnyPackage("org.apache.hc..", "java.net.http..", "javax.net.."))
        .orShould()
        .dependOnClassesThat()
        .belongToAnyOf(
            Socket.class,
            URL.class,
            SocketChannel.class,
            ServerSocketChannel.class,
            DatagramChannel.class,
            AsynchronousSocketChannel.class)
        .orShould()
        .callMethod(InetAddress.class, "getByName", String.class)
        .orShould()
        .callMethod(InetAddress.class, "getAllByName", String.class)
        .check(PRODUCT);
  }

  /** A generator that exists while the executable is built has one seed for all nodes. */
  @Test
  void onlyAThreadsOwnGeneratorIsAskedForChance() {
    noClasses()
        .should()
        .dependOnClassesThat()
        .belongToAnyOf(Random.class, SplittableRandom.class, RandomGeneratorFactory.class)
        .orShould()
        .callMethod(Math.class, "random")
        .orShould()
        .callMethod(UUID.class, "randomUUID")
        .orShould()
        .callMethodWhere(
            target(nameMatching("getDefault|of"))
                .and(target(owner(belongToAnyOf(RandomGenerator.class)))))
        .check(PRODUCT);
    noFields()
        .that()
        .areStatic()
        .should()
        .haveRawType(assignableTo(RandomGenerator.class))
        .check(PRODUCT);
  }

  @Test
  void onlySdkFilesImportAnSdk() {
    classes()
        .that()
        .resideInAPackage("dev.podpass..")
        .and()
        .haveNameNotMatching(".*\\.Sdk[A-Z][^.]*")
        .should()
        .onlyDependOnClassesThat(
            resideInAnyPackage(
                "dev.podpass..",
                "java..",
                "javax.net.ssl..",
                "javax.security.auth.x500..",
                "javax.crypto..",
                "org.jspecify.annotations..",
                "com.fasterxml.jackson..",
                "com.nimbusds..",
                "org.apache.hc..",
                "org.graalvm.nativeimage..",
                "org.graalvm.word..",
                "com.github.difflib..",
                "org.yaml.snakeyaml..",
                "picocli.."))
        .check(PRODUCT);
  }

  @Test
  void providersAndTheProcessDoNotKnowEachOther() {
    noClasses()
        .that()
        .resideInAPackage("dev.podpass.provider..")
        .should()
        .dependOnClassesThat(resideInAnyPackage("dev.podpass.cli..", "picocli.."))
        .check(PRODUCT);
    noClasses()
        .that()
        .resideOutsideOfPackage("dev.podpass.provider..")
        .should()
        .dependOnClassesThat(resideInAnyPackage("dev.podpass.provider.."))
        .check(PRODUCT);
    noClasses()
        .that()
        .resideOutsideOfPackage("dev.podpass.cli..")
        .should()
        .dependOnClassesThat(resideInAnyPackage("dev.podpass.cli.."))
        .check(PRODUCT);
  }
}
