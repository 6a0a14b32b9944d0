// SPDX-License-Identifier: Apache-2.0
package dev.podpass.testkit.pki;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
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

  private final Map<Wanted, SSLContext> contexts = new ConcurrentHashMap<>();

  /** With keys of that kind, those of the authority too. */
  public ServerCertificates(ServerKeys kind) {
    this.trusted = CertificateAuthority.named("trusted root", kind);
    this.unknown = CertificateAuthority.named("unknown root", kind);
    this.keys = kind.newPair();
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
      factory.init(keyStore(certificate(wanted)), new char[0]);
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(factory.getKeyManagers(), null, null);
      return context;
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("no TLS for " + wanted.host(), e);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private X509Certificate certificate(Wanted wanted) {
    var key = keys.getPublic();
    return switch (wanted.kind()) {
      case GENUINE -> trusted.issue(wanted.host(), key, Validity.CURRENT);
      case UNKNOWN_AUTHORITY -> unknown.issue(wanted.host(), key, Validity.CURRENT);
      case OTHER_HOST -> trusted.issue("another-host.example.com", key, Validity.CURRENT);
      case EXPIRED -> trusted.issue(wanted.host(), key, Validity.PAST);
    };
  }

  private KeyStore keyStore(X509Certificate certificate)
      throws GeneralSecurityException, IOException {
    KeyStore store = KeyStore.getInstance("PKCS12");
    store.load(null, null);
    store.setKeyEntry("server", keys.getPrivate(), new char[0], new Certificate[] {certificate});
    return store;
  }
}
