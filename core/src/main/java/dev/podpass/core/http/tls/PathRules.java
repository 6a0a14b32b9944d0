// SPDX-License-Identifier: Apache-2.0
package dev.podpass.core.http.tls;

import java.security.cert.CertPathValidatorException;
import java.security.cert.Certificate;
import java.security.cert.CertificateException;
import java.security.cert.PKIXCertPathChecker;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Path validation rules of Go's {@code crypto/x509} beyond the JDK's PKIX, which uses only name and
 * key of a trusted certificate (RFC 5280, 6.1.1). The limits of a trusted CA are enforced here.
 *
 * <p>The JDK cannot enforce them itself, in a second validation with the trusted certificate as one
 * of the path: of Go's recorded verdicts it then takes 47 chains that Go refuses, most with names
 * that cannot be compared with a constraint, and refuses chains that keep to a root's constraints.
 */
final class PathRules extends PKIXCertPathChecker {
  private final X509Certificate anchor;
  private final X509Certificate server;
  private final Instant now;

  /** Shared by the copies that PKIX makes internally. */
  private final List<CertificateException> refusals = new ArrayList<>();

  /** The certificates from the trusted one to the last one checked. */
  private List<X509Certificate> above = List.of();

  PathRules(X509Certificate anchor, X509Certificate server, Instant now) {
    this.anchor = anchor;
    this.server = server;
    this.now = now;
  }

  /** The reason for rejecting a correctly signed path; the JDK does not always report it. */
  Optional<CertificateException> refusal() {
    return refusals.stream().findFirst();
  }

  /** PKIX does not check a path that consists of a trusted server certificate alone. */
  void requireAnchorIfAlone() throws CertificateException {
    if (anchor.equals(server)) {
      CertificateRules.requireUsable(server, "its certificate");
      CertificateRules.requireInTime(server, "its certificate", now);
    }
  }

  @Override
  public void init(boolean forward) {
    above = new ArrayList<>(List.of(anchor));
  }

  @Override
  public void check(Certificate certificate, @Nullable Collection<String> unresolved)
      throws CertPathValidatorException {
    X509Certificate next = (X509Certificate) certificate;
    try {
      if (above.size() == 1) {
        String name = "the trusted CA certificate " + anchor.getSubjectX500Principal().getName();
        CertificateRules.requireUsable(anchor, name);
        CertificateRules.requireInTime(anchor, name, now);
      }
      String name = next.equals(server) ? "its certificate" : "an intermediate CA certificate";
      CertificateRules.requireUsable(next, name);
      CertificateRules.requireStrong(next, name);
      requireWithinLimits(next, name);
    } catch (CertificateException e) {
      refusals.add(e);
      throw new CertPathValidatorException(e.getMessage(), e);
    }
    above.add(next);
  }

  private void requireWithinLimits(X509Certificate next, String name) throws CertificateException {
    int most = anchor.getBasicConstraints();
    if (most >= 0 && above.size() - 1 > most) {
      throw new CertificateException(
          "its chain has more intermediate CA certificates than the trusted one allows"
              + " (basicConstraints)");
    }
    for (X509Certificate issuer : above) {
      NameConstraints.of(issuer).require(next, name);
    }
  }

  @Override
  public boolean isForwardCheckingSupported() {
    return false;
  }

  @Override
  public Set<String> getSupportedExtensions() {
    return Set.of();
  }
}
