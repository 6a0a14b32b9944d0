// SPDX-License-Identifier: Apache-2.0
package dev.podpass.core.http.tls;

import java.net.Socket;
import java.security.GeneralSecurityException;
import java.security.cert.CertificateException;
import java.security.cert.PKIXBuilderParameters;
import java.security.cert.TrustAnchor;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import java.util.Set;
import javax.net.ssl.CertPathTrustManagerParameters;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLSession;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509ExtendedTrustManager;
import org.jspecify.annotations.Nullable;

/**
 * A trust manager for a {@link CaBundle}. The JDK's PKIX validates first; {@link PathRules} and
 * {@link ServerName} then reject what Go would reject. Each is given one trusted certificate at a
 * time, of those that the server's chain names, so that the start of the path is known.
 */
public final class CaBundleTrustManager extends X509ExtendedTrustManager {
  private final TrustAnchors anchors;
  private final Clock clock;

  private CaBundleTrustManager(TrustAnchors anchors, Clock clock) {
    this.anchors = anchors;
    this.clock = clock;
  }

  static CaBundleTrustManager of(CaBundle bundle, Clock clock) {
    return new CaBundleTrustManager(TrustAnchors.of(bundle), clock);
  }

  /** An SSL context for servers whose certificates a bundle's CAs have issued. */
  public static SSLContext context(CaBundle bundle, KeyManager... client) {
    try {
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(client, new TrustManager[] {of(bundle, Clock.systemUTC())}, null);
      return context;
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("the JDK has TLS", e);
    }
  }

  /** One of the variants of JSSE's check. */
  @FunctionalInterface
  interface Check {
    void with(X509ExtendedTrustManager pkix) throws CertificateException;
  }

  /** Validates a chain, the server's certificate first; throws the most specific reason. */
  void check(X509Certificate[] chain, String host, Check check) throws CertificateException {
    List<CertificateException> refusals = new ArrayList<>();
    for (X509Certificate anchor : anchors.namedBy(chain)) {
      PathRules rules = new PathRules(anchor, chain[0], clock.instant());
      try {
        check.with(pkix(anchor, rules, clock.instant()));
        rules.requireAnchorIfAlone();
        ServerName.require(chain[0], host);
        return;
      } catch (CertificateException e) {
        rules.refusal().ifPresentOrElse(refusals::addFirst, () -> refusals.add(e));
      } catch (RuntimeException e) {
        // The JDK's parsers throw many kinds of exceptions for malformed input. Its cause would be
        // reported instead.
        refusals.add(new CertificateException("the JDK cannot read its chain (" + e + ")"));
      }
    }
    throw refusals.isEmpty()
        ? new CertificateException("it holds no certificate of the server's issuer")
        : refusals.getFirst();
  }

  @Override
  public void checkServerTrusted(X509Certificate[] chain, String authType, @Nullable Socket socket)
      throws CertificateException {
    SSLSession session = socket instanceof SSLSocket tls ? tls.getHandshakeSession() : null;
    check(chain, host(session), pkix -> pkix.checkServerTrusted(chain, authType, socket));
  }

  private static String host(@Nullable SSLSession session) throws CertificateException {
    if (session == null || session.getPeerHost() == null) {
      throw unknownServer();
    }
    return session.getPeerHost();
  }

  /** Not used: podpass opens no connection with an SSLEngine. */
  @Override
  public void checkServerTrusted(
      X509Certificate[] chain, String authType, @Nullable SSLEngine engine)
      throws CertificateException {
    throw unknownServer();
  }

  @Override
  public void checkServerTrusted(X509Certificate[] chain, String authType)
      throws CertificateException {
    throw unknownServer();
  }

  private static CertificateException unknownServer() {
    return new CertificateException("the server's name is not known");
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
    return new CertificateException("podpass is not a server");
  }

  @Override
  public X509Certificate[] getAcceptedIssuers() {
    return new X509Certificate[0];
  }

  /** Validates paths that start at one certificate and satisfy the rules. */
  @SuppressWarnings("JavaUtilDate") // there is no other way to set the time
  private static X509ExtendedTrustManager pkix(
      X509Certificate anchor, PathRules rules, Instant now) {
    try {
      PKIXBuilderParameters parameters =
          new PKIXBuilderParameters(Set.of(new TrustAnchor(anchor, null)), null);
      parameters.setRevocationEnabled(false);
      parameters.setDate(Date.from(now));
      parameters.addCertPathChecker(rules);
      TrustManagerFactory factory = TrustManagerFactory.getInstance("PKIX");
      factory.init(new CertPathTrustManagerParameters(parameters));
      return (X509ExtendedTrustManager) factory.getTrustManagers()[0];
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("the JDK has PKIX", e);
    }
  }
}
