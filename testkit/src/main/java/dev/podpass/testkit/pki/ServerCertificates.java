// SPDX-License-Identifier: Apache-2.0
package dev.podpass.testkit.pki;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;

/**
 * The TLS identity of any host, issued when first asked for and then kept: a context remembers
 * sessions, so clients can resume them.
 */
public final class ServerCertificates {
  private record Wanted(String host, CertificateKind kind) {}

  private final CertificateAuthority trusted;
  private final CertificateAuthority unknown;

  /** One pair for all hosts: they are one process, and making keys is the slow part. */
  private final KeyPair keys;

  private final BadChain bad;

  private final Map<Wanted, SSLContext> contexts = new ConcurrentHashMap<>();

  /** With keys of that kind, those of the authority too. */
  public ServerCertificates(ServerKeys kind) {
    this.trusted = CertificateAuthority.named("trusted root", kind);
    this.unknown = CertificateAuthority.named("unknown root", kind);
    this.keys = kind.newPair();
    this.bad = new BadChain(trusted, keys, kind);
  }

  /** The certificate authority to trust, in PEM. */
  public String trustedPem() {
    return trusted.pem();
  }

  /** A server's context with a certificate of that kind for the host. */
  public SSLContext context(String host, CertificateKind kind) {
    return contexts.computeIfAbsent(new Wanted(host, kind), this::newContext);
  }

  private SSLContext newContext(Wanted wanted) {
    try {
      KeyManagerFactory factory =
          KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
      factory.init(keyStore(chain(wanted)), new char[0]);
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(factory.getKeyManagers(), null, null);
      return context;
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("no TLS for " + wanted.host(), e);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private List<X509Certificate> chain(Wanted wanted) {
    String host = wanted.host();
    return switch (wanted.kind()) {
      case GENUINE -> List.of(trusted.issue(host, keys.getPublic(), Validity.CURRENT));
      case UNKNOWN_AUTHORITY -> List.of(unknown.issue(host, keys.getPublic(), Validity.CURRENT));
      case OTHER_HOST ->
          List.of(trusted.issue("another-host.example.com", keys.getPublic(), Validity.CURRENT));
      case EXPIRED -> List.of(trusted.issue(host, keys.getPublic(), Validity.PAST));
      case SELF_SIGNED -> bad.selfSigned(host);
      case ISSUED_BY_SERVER -> bad.issuedByServer(host);
      case OUTSIDE_CONSTRAINTS -> bad.outsideConstraints(host);
      case WILDCARD_OVER_EXCLUDED -> bad.wildcardOverExcluded(host);
      case UNREADABLE_CONSTRAINTS -> bad.unreadableConstraints(host);
      case EMAIL_AUTHORITY -> bad.ofEmailAuthority(host);
      case COMMON_NAME_ONLY -> bad.commonNameOnly(host);
      case PARTIAL_WILDCARD -> bad.partialWildcard(host);
      case SHA1 -> bad.sha1(host);
      case NESTED_SUBJECT -> bad.nestedSubject(host);
      case LONG_CHAIN -> bad.longChain(host);
    };
  }

  private KeyStore keyStore(List<X509Certificate> chain)
      throws GeneralSecurityException, IOException {
    KeyStore store = KeyStore.getInstance("PKCS12");
    store.load(null, null);
    store.setKeyEntry("server", keys.getPrivate(), new char[0], chain.toArray(Certificate[]::new));
    return store;
  }
}
