// SPDX-License-Identifier: Apache-2.0
package dev.podpass.core.http.tls;

import java.io.IOException;
import java.security.AlgorithmParameters;
import java.security.GeneralSecurityException;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.security.spec.PSSParameterSpec;
import java.util.Map;
import java.util.Set;

/**
 * The permitted signature algorithms of certificates. The JDK's own rules permit SHA-1 below roots
 * that are not the JDK's.
 */
final class SignatureRules {
  private static final String PSS = "RSASSA-PSS";
  private static final Set<String> STRONG =
      Set.of(
          "SHA256withRSA",
          "SHA384withRSA",
          "SHA512withRSA",
          "SHA256withECDSA",
          "SHA384withECDSA",
          "SHA512withECDSA",
          "Ed25519");

  /** The only parameters in use: salt and hash have equal lengths. */
  private static final Map<String, Integer> PSS_SALTS =
      Map.of("SHA-256", 32, "SHA-384", 48, "SHA-512", 64);

  private SignatureRules() {}

  static void require(X509Certificate certificate, X509Certificate issuer, String name)
      throws CertificateException {
    String algorithm = certificate.getSigAlgName();
    boolean strong = algorithm.equals(PSS) ? strongPss(certificate) : STRONG.contains(algorithm);
    if (!strong || issuer.getPublicKey().getAlgorithm().equals(PSS)) {
      throw new CertificateException(name + " is signed with " + algorithm + ", which is refused");
    }
  }

  private static boolean strongPss(X509Certificate certificate) {
    try {
      AlgorithmParameters parameters = AlgorithmParameters.getInstance(PSS);
      parameters.init(certificate.getSigAlgParams());
      PSSParameterSpec pss = parameters.getParameterSpec(PSSParameterSpec.class);
      Integer salt = PSS_SALTS.get(pss.getDigestAlgorithm());
      return salt != null && salt == pss.getSaltLength();
    } catch (GeneralSecurityException | IOException _) {
      return false;
    }
  }
}
