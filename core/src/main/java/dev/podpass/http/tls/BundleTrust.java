// SPDX-License-Identifier: Apache-2.0
package dev.podpass.http.tls;

import java.net.Socket;
import java.security.GeneralSecurityException;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.util.Optional;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509ExtendedTrustManager;

/**
 * Trusts a {@link CaBundle}. The JDK's PKIX decides everything: it is shown the few certificates
 * that the server's chain names, and if those do not satisfy it, all of them. So the outcome is
 * that of all of them.
 */
public final class BundleTrust extends X509ExtendedTrustManager {
  private final TrustAnchors anchors;

  private BundleTrust(TrustAnchors anchors) {
    this.anchors = anchors;
  }

  static BundleTrust of(CaBundle bundle) {
    return new BundleTrust(TrustAnchors.of(bundle));
  }

  public static SSLContext context(CaBundle bundle, Optional<ClientCertificate> client) {
    try {
      TrustManager trust = bundle.isTheJdksOwn() ? TrustAnchors.pkix(null) : of(bundle);
      SSLContext context = SSLContext.getInstance("TLS");
      KeyManager[] keys =
          client.isPresent() ? new KeyManager[] {new ClientKey(client.get())} : new KeyManager[0];
      context.init(keys, new TrustManager[] {trust}, null);
      return context;
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("the JDK has TLS and PKIX", e);
    }
  }

  /** One of the ways in which JSSE asks. */
  @FunctionalInterface
  private interface Check {
    void by(X509ExtendedTrustManager pkix) throws CertificateException;
  }

  private void check(X509Certificate[] chain, Check check) throws CertificateException {
    try {
      check.by(anchors.namedBy(chain));
    } catch (CertificateException _) {
      check.by(anchors.all());
    }
  }

  @Override
  public void checkServerTrusted(X509Certificate[] chain, String authType, Socket socket)
      throws CertificateException {
    check(chain, pkix -> pkix.checkServerTrusted(chain, authType, socket));
  }

  @Override
  public void checkServerTrusted(X509Certificate[] chain, String authType, SSLEngine engine)
      throws CertificateException {
    check(chain, pkix -> pkix.checkServerTrusted(chain, authType, engine));
  }

  @Override
  public void checkServerTrusted(X509Certificate[] chain, String authType)
      throws CertificateException {
    check(chain, pkix -> pkix.checkServerTrusted(chain, authType));
  }

  @Override
  public void checkClientTrusted(X509Certificate[] chain, String authType, Socket socket)
      throws CertificateException {
    throw noServer();
  }

  @Override
  public void checkClientTrusted(X509Certificate[] chain, String authType, SSLEngine engine)
      throws CertificateException {
    throw noServer();
  }

  @Override
  public void checkClientTrusted(X509Certificate[] chain, String authType)
      throws CertificateException {
    throw noServer();
  }

  private static CertificateException noServer() {
    return new CertificateException("podpass is no server");
  }

  @Override
  public X509Certificate[] getAcceptedIssuers() {
    return new X509Certificate[0];
  }
}
