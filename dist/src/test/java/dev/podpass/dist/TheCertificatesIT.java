// SPDX-License-Identifier: Apache-2.0
package dev.podpass.dist;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.argumentSet;

import dev.podpass.testkit.ExamplePulls;
import dev.podpass.testkit.FakeClouds;
import dev.podpass.testkit.kubelet.AnswerReader;
import dev.podpass.testkit.kubelet.PluginRequest;
import dev.podpass.testkit.kubelet.PluginRun;
import dev.podpass.testkit.net.Faults;
import dev.podpass.testkit.pki.CertificateKind;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Nothing is sent to a server whose certificate is not the cloud's, and no CA bundle does harm. */
class TheCertificatesIT {
  private static final String STS = "sts.us-east-1.amazonaws.com";
  private static final int CONFIGURATION = 78;

  @RegisterExtension private static final SharedClouds SHARED = new SharedClouds();

  private final FakeClouds clouds = SHARED.clouds();
  private final BuiltProgram podpass = new BuiltProgram(clouds);

  static Stream<Arguments> certificates() {
    return Stream.of(
        row(CertificateKind.UNKNOWN_AUTHORITY, "it holds no certificate of the server's issuer"),
        row(CertificateKind.OTHER_HOST, "; hint: set a host that the certificate names"),
        row(CertificateKind.EXPIRED, "; hint: renew the certificate"),
        row(CertificateKind.SELF_SIGNED, "it holds no certificate of the server's issuer"),
        row(CertificateKind.ISSUED_BY_SERVER, "keyCertSign bit is not set"),
        row(CertificateKind.OUTSIDE_CONSTRAINTS, "name constraints check failed"),
        // JDK 25.0.5 refuses it first ("name constraints check failed"), older ones leave it to us.
        row(CertificateKind.WILDCARD_OVER_EXCLUDED, "onstraints"),
        row(CertificateKind.UNREADABLE_CONSTRAINTS, "the JDK cannot read its chain ("),
        row(
            CertificateKind.EMAIL_AUTHORITY,
            "an intermediate CA certificate is not for TLS servers (extKeyUsage)"),
        row(CertificateKind.COMMON_NAME_ONLY, "none of its subject alternative names is " + STS),
        row(CertificateKind.PARTIAL_WILDCARD, "none of its subject alternative names is " + STS),
        row(CertificateKind.SHA1, "disabled algorithm: SHA1 used with certificate"));
  }

  private static Arguments row(CertificateKind kind, String because) {
    return argumentSet(kind.name(), kind, because);
  }

  @ParameterizedTest
  @MethodSource("certificates")
  void isSentNothing(CertificateKind kind, String because) {
    clouds.misbehave(STS, Faults.certificate(kind));

    PluginRun run = podpass.run(request());

    String untrusted = "its certificate is not trusted by " + clouds.caFile();
    Contract.assertFails(clouds, run, CONFIGURATION, STS, untrusted, because);
    assertThat(clouds.received().requests()).isEmpty();
    assertThat(run.duration()).isLessThan(Duration.ofSeconds(20));
  }

  @Test
  void aChainOfAHundredIsNotFollowed() {
    clouds.misbehave(STS, Faults.certificate(CertificateKind.LONG_CHAIN));

    PluginRun run = podpass.run(request());

    Contract.assertFails(clouds, run, 69, STS, "no TLS with it");
    assertThat(clouds.received().requests()).isEmpty();
  }

  @Test
  void aBundleThatIsTooLargeIsNotRead() throws IOException {
    Path large = clouds.directory().resolve("large.pem");
    try (RandomAccessFile file = new RandomAccessFile(large.toFile(), "rw")) {
      file.setLength(1L << 32);
    }

    PluginRun run = podpass.run(request(), "--ca-bundle=" + large);

    Contract.assertFails(
        clouds, run, CONFIGURATION, "the CA bundle " + large + " is larger than 16 MiB");
  }

  @Test
  void anEntryThatNestsDeeplyDistrustsNothingElse() throws IOException {
    Path deep = clouds.directory().resolve("deep.pem");
    Files.writeString(deep, nested(100_000) + Files.readString(clouds.caFile()), ISO_8859_1);
    PluginRequest request = request();

    PluginRun run = podpass.with("SSL_CERT_FILE", deep.toString()).run(request);

    assertThat(run.answer(AnswerReader.of(request)).auth()).hasSize(1);
    assertThat(run.stderr()).isEmpty();
  }

  /** A certificate that consists of nested sequences. */
  private static String nested(int depth) {
    StringBuilder backwards = new StringBuilder();
    for (int i = 0; i < depth; i++) {
      int length = backwards.length();
      for (int shift = 0; shift < 32; shift += 8) {
        backwards.append((char) (length >> shift & 0xff));
      }
      backwards.append((char) 0x84).append((char) 0x30);
    }
    byte[] der = backwards.reverse().toString().getBytes(ISO_8859_1);
    String base64 = Base64.getMimeEncoder().encodeToString(der);
    return "-----BEGIN CERTIFICATE-----\n" + base64 + "\n-----END CERTIFICATE-----\n";
  }

  private PluginRequest request() {
    return ExamplePulls.ecr(clouds.issuer().token());
  }
}
