// SPDX-License-Identifier: Apache-2.0
package dev.podpass.testkit.pki;

import java.io.IOException;
import java.security.PublicKey;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.ExtendedKeyUsage;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.GeneralSubtree;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.asn1.x509.NameConstraints;

/** A certificate before it is signed. */
record Draft(X500Name subject, PublicKey key, List<Extension> extensions) {

  /** A server's; without names if there are none. */
  static Draft server(String subject, PublicKey key, String... hosts) {
    return new Draft(
            new X500Name(subject),
            key,
            List.of(
                extension(Extension.basicConstraints, true, new BasicConstraints(false)),
                extension(Extension.keyUsage, true, new KeyUsage(KeyUsage.digitalSignature))))
        .with(hosts.length == 0 ? List.of() : List.of(names(hosts)));
  }

  /** An authority's. */
  static Draft authority(String subject, PublicKey key, Extension... more) {
    return new Draft(
            new X500Name(subject),
            key,
            List.of(
                extension(Extension.basicConstraints, true, new BasicConstraints(true)),
                extension(Extension.keyUsage, true, new KeyUsage(KeyUsage.keyCertSign))))
        .with(List.of(more));
  }

  Draft with(List<Extension> more) {
    return new Draft(subject, key, Stream.concat(extensions.stream(), more.stream()).toList());
  }

  static Extension permits(String domain) {
    return extension(Extension.nameConstraints, true, new NameConstraints(subtree(domain), null));
  }

  static Extension excludes(String domain) {
    return extension(Extension.nameConstraints, true, new NameConstraints(null, subtree(domain)));
  }

  static Extension purpose(KeyPurposeId purpose) {
    return extension(Extension.extendedKeyUsage, false, new ExtendedKeyUsage(purpose));
  }

  private static GeneralSubtree[] subtree(String domain) {
    return new GeneralSubtree[] {new GeneralSubtree(new GeneralName(GeneralName.dNSName, domain))};
  }

  private static Extension names(String... hosts) {
    GeneralName[] names =
        Arrays.stream(hosts)
            .map(host -> new GeneralName(GeneralName.dNSName, host))
            .toArray(GeneralName[]::new);
    return extension(Extension.subjectAlternativeName, false, new GeneralNames(names));
  }

  private static Extension extension(
      ASN1ObjectIdentifier id, boolean critical, ASN1Encodable value) {
    try {
      return Extension.create(id, critical, value);
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }
}
