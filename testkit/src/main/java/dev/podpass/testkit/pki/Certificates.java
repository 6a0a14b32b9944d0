// SPDX-License-Identifier: Apache-2.0
package dev.podpass.testkit.pki;

import java.io.IOException;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.util.Date;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.ExtendedKeyUsage;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.cert.X509v3CertificateBuilder;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509ExtensionUtils;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/** The fields of the certificates that the fakes need. */
final class Certificates {
  private static final SecureRandom RANDOM = new SecureRandom();

  private Certificates() {}

  record Issuer(X509Certificate certificate, PrivateKey key, ServerKeys kind) {
    X509Certificate issue(Draft draft) {
      return issue(draft, kind.signature());
    }

    X509Certificate issue(Draft draft, String signature) {
      X500Name name = X500Name.getInstance(certificate.getSubjectX500Principal().getEncoded());
      return Certificates.sign(draft, name, key, signature);
    }
  }

  /** Signs in the name of an issuer, whatever that may do. */
  static X509Certificate sign(Draft draft, X500Name issuer, PrivateKey key, String signature) {
    try {
      var builder =
          new JcaX509v3CertificateBuilder(
              issuer,
              serial(),
              Date.from(Validity.CURRENT.from()),
              Date.from(Validity.CURRENT.until()),
              draft.subject(),
              draft.key());
      for (Extension extension : draft.extensions()) {
        builder.addExtension(extension);
      }
      return sign(builder, key, signature);
    } catch (GeneralSecurityException | IOException | OperatorCreationException e) {
      throw new IllegalStateException("no certificate for " + draft.subject(), e);
    }
  }

  static Issuer root(String name, ServerKeys kind)
      throws GeneralSecurityException, IOException, OperatorCreationException {
    KeyPair keys = kind.newPair();
    X500Name subject = new X500Name("O=podpass testkit,CN=" + name);
    Validity validity = Validity.CURRENT;
    var builder =
        new JcaX509v3CertificateBuilder(
            subject,
            serial(),
            Date.from(validity.from()),
            Date.from(validity.until()),
            subject,
            keys.getPublic());
    var extensions = new JcaX509ExtensionUtils();
    builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(true));
    builder.addExtension(Extension.keyUsage, true, new KeyUsage(KeyUsage.keyCertSign));
    builder.addExtension(
        Extension.subjectKeyIdentifier,
        false,
        extensions.createSubjectKeyIdentifier(keys.getPublic()));
    return new Issuer(sign(builder, keys.getPrivate(), kind.signature()), keys.getPrivate(), kind);
  }

  static X509Certificate leaf(Issuer issuer, String hostName, PublicKey key, Validity validity)
      throws GeneralSecurityException, IOException, OperatorCreationException {
    var builder =
        new JcaX509v3CertificateBuilder(
            issuer.certificate(),
            serial(),
            Date.from(validity.from()),
            Date.from(validity.until()),
            // The host is in the alternative names alone: a common name holds 64 characters.
            new X500Name("O=podpass testkit"),
            key);
    var extensions = new JcaX509ExtensionUtils();
    builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(false));
    builder.addExtension(Extension.keyUsage, true, new KeyUsage(KeyUsage.digitalSignature));
    builder.addExtension(
        Extension.extendedKeyUsage, false, new ExtendedKeyUsage(KeyPurposeId.id_kp_serverAuth));
    builder.addExtension(
        Extension.subjectAlternativeName,
        false,
        new GeneralNames(new GeneralName(GeneralName.dNSName, hostName)));
    builder.addExtension(
        Extension.authorityKeyIdentifier,
        false,
        extensions.createAuthorityKeyIdentifier(issuer.certificate()));
    return sign(builder, issuer.key(), issuer.kind().signature());
  }

  private static X509Certificate sign(
      X509v3CertificateBuilder builder, PrivateKey key, String signature)
      throws GeneralSecurityException, OperatorCreationException {
    var signer = new JcaContentSignerBuilder(signature).build(key);
    return new JcaX509CertificateConverter().getCertificate(builder.build(signer));
  }

  private static BigInteger serial() {
    return new BigInteger(120, RANDOM).add(BigInteger.ONE);
  }
}
