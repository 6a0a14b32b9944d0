// SPDX-License-Identifier: Apache-2.0
package dev.podpass.dist;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.podpass.testkit.ExamplePulls;
import dev.podpass.testkit.ExampleWorld;
import dev.podpass.testkit.FakeClouds;
import dev.podpass.testkit.Shell;
import dev.podpass.testkit.kubelet.AnswerReader;
import dev.podpass.testkit.kubelet.Plugin;
import dev.podpass.testkit.kubelet.PluginRequest;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.jar.JarFile;
import java.util.zip.ZipEntry;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is in the jar. */
@Tag("jar")
class JarIT {
  @Test
  void namesEveryProviderAndWhereItBegins() throws IOException {
    try (JarFile jar = new JarFile(BuiltProgram.jar().toFile())) {
      assertThat(text(jar, "META-INF/services/dev.podpass.spi.RegistryCredentialProvider").lines())
          .containsExactlyInAnyOrder(
              "dev.podpass.provider.ecr.EcrCredentialProvider",
              "dev.podpass.provider.gar.GarCredentialProvider",
              "dev.podpass.provider.acr.AcrCredentialProvider",
              "dev.podpass.provider.exchange.ExchangeCredentialProvider$Quay",
              "dev.podpass.provider.exchange.ExchangeCredentialProvider$Jfrog",
              "dev.podpass.provider.exchange.ExchangeCredentialProvider$Chainguard",
              "dev.podpass.provider.exchange.ExchangeCredentialProvider$Cloudsmith",
              "dev.podpass.provider.exchange.PassthroughCredentialProvider",
              "dev.podpass.provider.exchange.ExchangeCredentialProvider",
              "dev.podpass.provider.alibaba.AlibabaCredentialProvider",
              "dev.podpass.provider.vault.VaultCredentialProvider");
      assertThat(text(jar, "META-INF/services/dev.podpass.spi.trust.TrustGuide").lines())
          .containsExactlyInAnyOrder(
              "dev.podpass.provider.ecr.trust.EcrTrust",
              "dev.podpass.provider.gar.trust.GarTrust",
              "dev.podpass.provider.acr.trust.AcrTrust",
              "dev.podpass.provider.alibaba.trust.AlibabaTrust",
              "dev.podpass.provider.vault.trust.VaultTrust",
              "dev.podpass.provider.exchange.trust.RegistryTrust$Quay",
              "dev.podpass.provider.exchange.trust.RegistryTrust$Jfrog",
              "dev.podpass.provider.exchange.trust.RegistryTrust$Chainguard",
              "dev.podpass.provider.exchange.trust.RegistryTrust$Cloudsmith");
      assertThat(jar.getManifest().getMainAttributes().getValue("Main-Class"))
          .isEqualTo("dev.podpass.cli.Main");
    }
  }

  /** Such a locale has digits of its own, which no reader of metrics or messages takes. */
  @Test
  void writesTheDigitsOfAsciiInEachLocale(@TempDir Path folder) throws IOException {
    Files.writeString(folder.resolve("c.yaml"), "\n\nkind: Other\n");
    List<String> command = new ArrayList<>(BuiltProgram.command("config", "lint", "c.yaml"));
    command.addAll(1, List.of("-Duser.language=ar", "-Duser.country=EG"));

    String printed = new Shell(folder, Map.of()).run(String.join(" ", command)).printed();

    assertThat(printed).contains("c.yaml:3: ").matches("\\p{ASCII}+");
  }

  @Test
  void keepsTheLicencesOfWhatItIsMadeOf() throws IOException {
    try (JarFile jar = new JarFile(BuiltProgram.jar().toFile())) {
      assertThat(text(jar, "META-INF/LICENSE")).contains("Apache License");
      List<String> kept =
          jar.stream().map(ZipEntry::getName).filter(n -> n.contains("/third-party/")).toList();
      assertThat(kept)
          .anyMatch(name -> name.matches(".*/httpcore5-[^/]*/META-INF/LICENSE"))
          .anyMatch(name -> name.matches(".*/jackson-databind-[^/]*/META-INF/NOTICE"))
          .anyMatch(name -> name.matches(".*/sts-[^/]*/META-INF/LICENSE.txt"))
          .anyMatch(name -> name.matches(".*/azure/LICENSE.txt"))
          .anyMatch(name -> name.matches(".*/msal4j/LICENSE.txt"));
    }
  }

  @Test
  void holdsNoTestCodeNoOtherTransportAndNoLogger() throws IOException {
    try (JarFile jar = new JarFile(BuiltProgram.jar().toFile())) {
      assertThat(jar.stream().map(ZipEntry::getName))
          .noneMatch(name -> name.startsWith("dev/podpass/testkit/"))
          .noneMatch(name -> name.startsWith("org/bouncycastle/"))
          .noneMatch(name -> name.startsWith("com/sun/jna/"))
          .noneMatch(name -> name.startsWith("io/netty/"))
          .noneMatch(name -> name.startsWith("io/grpc/netty/"))
          .noneMatch(name -> name.startsWith("org/conscrypt/"))
          .noneMatch(name -> name.startsWith("org/apache/http/"))
          .noneMatch(name -> name.matches("META-INF/[^/]*\\.(SF|RSA|DSA)"));
      assertThat(text(jar, "META-INF/services/org.slf4j.spi.SLF4JServiceProvider").strip())
          .isEqualTo("org.slf4j.nop.NOPServiceProvider");
    }
  }

  @Test
  void loadsNoCommandAndNoYamlToAnswerKubelet(@TempDir Path folder) throws IOException {
    Path log = folder.resolve("classes");
    try (FakeClouds clouds = ExampleWorld.start()) {
      PluginRequest request = ExamplePulls.ecr(clouds.issuer().token());

      List<String> command =
          BuiltProgram.java(
              "-Xshare:off", // An archive loads what it has at once.
              "-Xlog:class+load:file=" + log,
              "-jar",
              BuiltProgram.jar().toString(),
              "get-credentials",
              "--provider=ecr");
      var answer =
          Plugin.of(command, clouds.environment()).run(request).answer(AnswerReader.of(request));

      assertThat(answer.auth()).isNotEmpty();
      assertThat(Files.readString(log))
          .contains("dev.podpass.cli.Program ")
          .doesNotContain(
              "org.yaml.snakeyaml",
              "com.github.difflib",
              "dev.podpass.admin.",
              "dev.podpass.cli.Commands",
              "dev.podpass.cli.command.",
              "dev.podpass.cli.config.",
              "dev.podpass.cli.explain.",
              "dev.podpass.cli.help.",
              "dev.podpass.cli.node.",
              "dev.podpass.cli.trust.");
    }
  }

  private static String text(JarFile jar, String name) throws IOException {
    ZipEntry entry = jar.getEntry(name);
    assertThat(entry).as(name).isNotNull();
    try (InputStream in = jar.getInputStream(entry)) {
      return new String(in.readAllBytes(), UTF_8);
    }
  }
}
