// SPDX-License-Identifier: Apache-2.0
package dev.podpass.testkit.pki;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.security.GeneralSecurityException;
import java.security.PublicKey;
import java.security.cert.X509Certificate;
import java.util.Base64;
import org.bouncycastle.operator.OperatorCreationException;

/** A root certificate with its key, both only in memory. */
final class CertificateAuthority {
  private final Certificates.Issuer issuer;

  private CertificateAuthority(Certificates.Issuer issuer) {
    this.issuer = issuer;
  }

  static CertificateAuthority named(String name, ServerKeys kind) {
    try {
      return new CertificateAuthority(Certificates.root(name, kind));
    } catch (GeneralSecurityException | OperatorCreationException e) {
      throw new IllegalStateException("no root certificate for " + name, e);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  X509Certificate issue(String hostName, PublicKey key, Validity validity) {
    try {
      return Certificates.leaf(issuer, hostName, key, validity);
    } catch (GeneralSecurityException | OperatorCreationException e) {
      throw new IllegalStateException("no certificate for " + hostName, e);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  X509Certificate issue(Draft draft) {
    return issuer.issue(draft);
  }

  X509Certificate issueWithSha1(Draft draft) {
    return issuer.issue(draft, issuer.kind().signature().replace("SHA256", "SHA1"));
  }

  String pem() {
    try {
      String body =
          Base64.getMimeEncoder(64, new byte[] {'\n'})
              .encodeToString(issuer.certificate().getEncoded());
      return "-----BEGIN CERTIFICATE-----\n" + body + "\n-----END CERTIFICATE-----\n";
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("root certificate cannot be encoded", e);
    }
  }
}
