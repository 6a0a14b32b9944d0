// SPDX-License-Identifier: Apache-2.0
package dev.podpass.core.http.tls;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Optional;
import org.bouncycastle.asn1.x500.X500Name;
import org.junit.jupiter.api.Test;

class CertificateNamesTest {
  @Test
  void theSubjectIsFoundInAnyBeginningThatHasIt() throws Exception {
    byte[] whole = TestCertificate.root(new X500Name("CN=root")).x509().getEncoded();
    ByteBuffer subject = CertificateNames.of(whole).subject();

    int shortest = 0;
    for (int length = whole.length; length >= 0; length--) {
      Optional<ByteBuffer> found = CertificateNames.subjectIn(Arrays.copyOf(whole, length));
      assertThat(found.orElse(subject)).isEqualTo(subject);
      shortest = found.isPresent() ? length : shortest;
    }

    assertThat(shortest).isBetween(80, whole.length / 2);
    assertThat(CertificateNames.subjectIn(Arrays.copyOf(whole, shortest - 1))).isEmpty();
  }
}
