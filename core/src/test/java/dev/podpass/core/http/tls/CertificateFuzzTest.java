// SPDX-License-Identifier: Apache-2.0
package dev.podpass.core.http.tls;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.podpass.spi.testing.SeedFile;
import java.io.ByteArrayInputStream;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.Instant;
import org.junit.jupiter.params.provider.ArgumentsSource;

class CertificateFuzzTest {
  /** The bytes as PEM, and as one certificate. */
  @ArgumentsSource(SeedFile.class)
  @FuzzTest
  void isRefusedOrRead(byte[] bytes) {
    Pem.blocks(new String(bytes, ISO_8859_1))
        .forEach(block -> block.decode().ifPresent(CertificateFuzzTest::read));
    read(bytes);
  }

  private static void read(byte[] der) {
    try {
      var _ = CertificateNames.of(der);
      X509Certificate certificate =
          (X509Certificate)
              CertificateFactory.getInstance("X.509")
                  .generateCertificate(new ByteArrayInputStream(der));
      CertificateRules.requireUsable(certificate, "it");
      CertificateRules.requireInTime(certificate, "it", Instant.EPOCH);
    } catch (CertificateException _) {
      return;
    }
  }
}
