// SPDX-License-Identifier: Apache-2.0
package dev.podpass.core.http.tls;

import static java.nio.file.StandardOpenOption.CREATE_NEW;
import static java.nio.file.StandardOpenOption.WRITE;
import static org.assertj.core.api.Assertions.assertThat;

import dev.podpass.core.testing.FailedCall;
import dev.podpass.spi.failure.Kind;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CaBundleTest {
  @TempDir private Path folder;

  @Test
  void takesTheFirstThatIsThere() throws IOException {
    Path second = Files.writeString(folder.resolve("second"), "x");
    Path third = Files.writeString(folder.resolve("third"), "x");
    List<Path> candidates = List.of(folder.resolve("first"), second, third);

    assertThat(CaBundle.find(candidates, Optional.empty(), Optional.empty()).files())
        .containsExactly(second);
  }

  @Test
  void anotherFileReplacesItAndOneMoreAddsToIt() {
    Path instead = folder.resolve("instead");
    Path besides = folder.resolve("besides");
    List<Path> candidates = List.of(Path.of("/"));

    assertThat(CaBundle.find(candidates, Optional.of(instead), Optional.of(besides)).files())
        .containsExactly(instead, besides);
  }

  @Test
  void withoutAnyTheJdksOwnAreUsed() {
    CaBundle bundle = CaBundle.find(List.of(), Optional.empty(), Optional.empty());

    assertThat(bundle.files()).isEmpty();
    assertThat(bundle).hasToString("the JDK's own CA certificates");
    assertThat(CaBundleTrustManager.context(bundle).getProtocol()).isEqualTo("TLS");
  }

  @Test
  void aFileThatIsNamedMustBeThereAndHoldCertificates() throws IOException {
    Path empty = Files.writeString(folder.resolve("empty"), "# no certificate\n");

    assertRefused(folder.resolve("absent"), "cannot be read; hint: check SSL_CERT_FILE");
    assertRefused(empty, "holds no certificate in PEM");
  }

  @Test
  void aFileThatIsNamedMustBeAFileAndEnd() throws IOException {
    Path largest = ofSize(16 << 20);
    Path large = ofSize((16 << 20) + 1);

    assertRefused(largest, "holds no certificate in PEM");
    assertRefused(Path.of("/dev/zero"), "is not a regular file; hint: check SSL_CERT_FILE");
    assertRefused(folder, "is not a regular file");
    assertRefused(large, "is larger than 16 MiB");
  }

  @Test
  void aLinkIsFollowed() throws IOException {
    Path file = Files.writeString(folder.resolve("file"), "x");
    Path link = Files.createSymbolicLink(folder.resolve("link"), file);

    assertThat(new CaBundle(List.of(link)).read(link)).isEqualTo("x");
  }

  @Test
  void saysWhereItsCertificatesAreFrom() {
    Path one = Path.of("/one");
    Path other = Path.of("/other");

    assertThat(new CaBundle(List.of(one, other))).hasToString("/one and /other");
    assertThat(new CaBundle(List.of(one), List.of("pem")))
        .hasToString("the CA certificates that are given");
    assertThat(CaBundle.defaultLocations())
        .startsWith(Path.of("/etc/ssl/certs/ca-certificates.crt"))
        .contains(Path.of("/etc/pki/tls/certs/ca-bundle.crt"));
  }

  private Path ofSize(int size) throws IOException {
    Path file = folder.resolve("of-" + size);
    try (FileChannel channel = FileChannel.open(file, CREATE_NEW, WRITE)) {
      channel.write(ByteBuffer.wrap(new byte[1]), size - 1);
    }
    return file;
  }

  private static void assertRefused(Path file, String because) {
    FailedCall.assertFails(
        () -> CaBundleTrustManager.context(new CaBundle(List.of(file))),
        Kind.CONFIGURATION,
        file.toString(),
        because);
  }
}
