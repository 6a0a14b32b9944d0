// SPDX-License-Identifier: Apache-2.0
package dev.podpass.cli.docker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import dev.podpass.cli.docker.TokenReader.PodToken;
import dev.podpass.testkit.oidc.FakeIssuer;
import dev.podpass.testkit.secrets.PlantedSecrets;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PodTokensTest {
  private final FakeIssuer issuer =
      FakeIssuer.withSharedKeys(
          URI.create("https://oidc.example.com"),
          Clock.fixed(Instant.parse("2026-06-01T12:00:00Z"), ZoneOffset.UTC),
          new PlantedSecrets());

  @TempDir private Path directory;

  @Test
  void followsTheLinksOfAProjectedVolume() throws IOException {
    Path token = projected("token", issuer.token().mint());

    assertThat(TokenReader.read(token).claims().audiences()).containsExactly("sts.amazonaws.com");
  }

  @Test
  void readsTheTokensOfADirectoryAndLeavesOtherFiles() throws IOException {
    projected("aws", issuer.token().mint());
    projected("azure", issuer.token().audience("api://AzureADTokenExchange").mint());
    projected("ca.crt", "-----BEGIN CERTIFICATE-----");

    assertThat(PodTokens.in(directory)).extracting(PodToken::name).containsExactly("aws", "azure");
  }

  @Test
  void prefersTheTokenThatIsValidTheLongest() throws IOException {
    projected("a", issuer.token().lifetime(Duration.ofMinutes(10)).mint());
    projected("b", issuer.token().lifetime(Duration.ofMinutes(20)).mint());

    assertThat(PodTokens.in(directory).stream().sorted(PodTokens.LONGEST_FIRST))
        .extracting(PodToken::name)
        .containsExactly("b", "a");
  }

  @Test
  void namesTheAudiencesThatThereAre() throws IOException {
    projected("a", issuer.token().mint());
    projected("b", issuer.token().audience("one", "two").mint());
    List<PodToken> tokens = PodTokens.in(directory);

    assertThat(tokens.get(1).isFor(Set.of("one"))).isFalse();
    assertThat(PodTokens.noneFor(Set.of("one"), tokens))
        .hasMessage(
            "no token of this pod is for one (a is for sts.amazonaws.com, b is for one and two)");
  }

  @Test
  void refusesAFileThatAnotherUserCanChange() throws IOException {
    Path token = Files.writeString(directory.resolve("token"), issuer.token().mint());
    Files.setPosixFilePermissions(token, PosixFilePermissions.fromString("rw-rw-rw-"));

    assertUnusable(token, "another user of this system can change it");
  }

  /** 65534 is root of the host only where this namespace has no number for root. */
  @ParameterizedTest
  @ValueSource(ints = {1234, 65534})
  void refusesAFileOfAnotherUser(int owner) throws IOException {
    Path token = Files.writeString(directory.resolve("token"), issuer.token().mint());
    assumeThat(Files.getAttribute(token, "unix:uid")).as("tests run as root").isEqualTo(0);
    assumeThat(Files.readString(Path.of("/proc/self/uid_map"))).contains("4294967295");
    Files.setAttribute(token, "unix:uid", owner);

    assertUnusable(token, "another user of this system can change it");
  }

  @ParameterizedTest
  @CsvSource({"rwxrwxrwx, false", "rwxrwxr-x, true"})
  void refusesAFileThatAnotherUserCanReplace(String mode, boolean usable) throws IOException {
    Path volume = Files.createDirectory(directory.resolve("volume"));
    Path token = Files.writeString(volume.resolve("token"), issuer.token().mint());
    Files.setPosixFilePermissions(volume, PosixFilePermissions.fromString(mode));

    if (usable) {
      assertThat(TokenReader.read(token).name()).isEqualTo("token");
    } else {
      assertUnusable(token, "another user of this system can replace it in " + volume);
    }
  }

  @Test
  void takesAFileOfAVolumeOfKubelets() throws IOException {
    Path token = projected("token", issuer.token().mint());
    Files.setAttribute(directory, "unix:mode", 01777);

    assertThat(TokenReader.read(token).name()).isEqualTo("token");
  }

  @Test
  void refusesWhatIsNoFile() throws IOException {
    assertUnusable(Path.of("/dev/zero"), "it is not a regular file");
    assertUnusable(directory.resolve("absent"), "there is no such file");
    assertUnusable(Files.createSymbolicLink(directory.resolve("link"), Path.of("gone")), "no such");
    assertUnusable(Files.createFile(directory.resolve("empty")), "it is empty");
    Path large = Files.writeString(directory.resolve("large"), "a".repeat(70_000));
    assertUnusable(large, "larger than 64 KiB");
  }

  private static void assertUnusable(Path file, String because) {
    assertThatThrownBy(() -> TokenReader.read(file))
        .hasMessageContaining("the token file " + file + " cannot be used: ")
        .hasMessageContaining(because);
  }

  /** A file as kubelet's atomic writer makes it. */
  private Path projected(String name, String content) throws IOException {
    Path written = Files.createDirectories(directory.resolve("..2026_06_01"));
    Files.writeString(written.resolve(name), content);
    Path data = directory.resolve("..data");
    if (!Files.exists(data)) {
      Files.createSymbolicLink(data, written.getFileName());
    }
    return Files.createSymbolicLink(directory.resolve(name), Path.of("..data", name));
  }
}
