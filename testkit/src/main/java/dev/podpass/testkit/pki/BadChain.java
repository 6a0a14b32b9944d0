// SPDX-License-Identifier: Apache-2.0
package dev.podpass.testkit.pki;

import dev.podpass.testkit.pki.Certificates.Issuer;
import java.security.KeyPair;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.DERSequence;
import org.bouncycastle.asn1.DERUTF8String;
import org.bouncycastle.asn1.x500.RDN;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x500.style.BCStyle;
import org.bouncycastle.asn1.x509.KeyPurposeId;

/**
 * Chains that end at a trusted authority and must be refused nevertheless. All between it and the
 * server have the server's key: a client sees no difference, and creating keys is slow.
 */
final class BadChain {
  private static final String SERVER = "O=podpass testkit";
  private static final String BETWEEN = "O=podpass testkit,CN=between";
  private static final int LEVELS = 7_000;
  private static final int LENGTH = 100;

  private final CertificateAuthority trusted;
  private final KeyPair keys;
  private final ServerKeys kind;

  BadChain(CertificateAuthority trusted, KeyPair keys, ServerKeys kind) {
    this.trusted = trusted;
    this.keys = keys;
    this.kind = kind;
  }

  List<X509Certificate> selfSigned(String host) {
    Draft server = server(host);
    return List.of(
        Certificates.sign(server, server.subject(), keys.getPrivate(), kind.signature()));
  }

  List<X509Certificate> issuedByServer(String host) {
    return below(trusted.issue(Draft.server(BETWEEN, keys.getPublic(), "a.example")), server(host));
  }

  List<X509Certificate> outsideConstraints(String host) {
    Draft between = Draft.authority(BETWEEN, keys.getPublic(), Draft.permits("corp.example"));
    return below(trusted.issue(between), server(host));
  }

  List<X509Certificate> wildcardOverExcluded(String host) {
    Draft between = Draft.authority(BETWEEN, keys.getPublic(), Draft.excludes(host));
    return below(trusted.issue(between), server("*" + host.substring(host.indexOf('.'))));
  }

  List<X509Certificate> unreadableConstraints(String host) {
    Draft between = Draft.authority(BETWEEN, keys.getPublic(), Draft.excludes(""));
    return below(trusted.issue(between), server(host));
  }

  List<X509Certificate> ofEmailAuthority(String host) {
    KeyPurposeId email = KeyPurposeId.id_kp_emailProtection;
    Draft between = Draft.authority(BETWEEN, keys.getPublic(), Draft.purpose(email));
    return below(trusted.issue(between), server(host));
  }

  List<X509Certificate> commonNameOnly(String host) {
    return List.of(trusted.issue(Draft.server("CN=" + host, keys.getPublic())));
  }

  List<X509Certificate> partialWildcard(String host) {
    return List.of(trusted.issue(server(host.charAt(0) + "*" + host.substring(2))));
  }

  List<X509Certificate> sha1(String host) {
    return List.of(trusted.issueWithSha1(server(host)));
  }

  List<X509Certificate> longChain(String host) {
    List<X509Certificate> chain = new ArrayList<>();
    chain.add(trusted.issue(Draft.authority("CN=at 0", keys.getPublic())));
    for (int i = 1; i < LENGTH; i++) {
      Draft next = Draft.authority("CN=at " + i, keys.getPublic());
      chain.addFirst(signedBy(chain.getFirst(), next));
    }
    chain.addFirst(signedBy(chain.getFirst(), server(host)));
    return chain;
  }

  /** On a stack of its own: what makes them reads in depth. */
  List<X509Certificate> nestedSubject(String host) {
    List<X509Certificate> chain = new ArrayList<>();
    Thread thread =
        new Thread(null, () -> chain.add(trusted.issue(nested(host))), "nested", 512L << 20);
    thread.start();
    try {
      thread.join();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
    return chain;
  }

  private Draft nested(String host) {
    ASN1Encodable value = new DERUTF8String("x");
    for (int i = 0; i < LEVELS; i++) {
      value = new DERSequence(value);
    }
    X500Name name = new X500Name(new RDN[] {new RDN(BCStyle.CN, value)});
    return new Draft(name, keys.getPublic(), server(host).extensions());
  }

  private Draft server(String host) {
    return Draft.server(SERVER, keys.getPublic(), host);
  }

  private List<X509Certificate> below(X509Certificate between, Draft server) {
    return List.of(signedBy(between, server), between);
  }

  private X509Certificate signedBy(X509Certificate issuer, Draft draft) {
    return new Issuer(issuer, keys.getPrivate(), kind).issue(draft);
  }
}
