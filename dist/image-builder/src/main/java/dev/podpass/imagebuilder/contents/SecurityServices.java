// SPDX-License-Identifier: Apache-2.0
package dev.podpass.imagebuilder.contents;

import dev.podpass.imagebuilder.Internal;
import java.security.Provider;
import java.security.Security;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;
import org.graalvm.nativeimage.hosted.Feature;

/**
 * Leaves out of the native executable what the JDK's security providers have and neither TLS nor a
 * token's signature uses: old ciphers, passwords, key stores, DSA, DTLS, and of the post-quantum
 * algorithms all but those of X25519MLKEM768. 0.6 MB. Of each kind the image builder wants one
 * service, so CaseExactJKS and PBKDF2 stay.
 *
 * <p>JSSE has X25519MLKEM768 from a provider of its own, which is not installed, so that the image
 * builder does not see it: here it is. A JDK before 25.0.5 does not know the group; where one that
 * knows it has another provider, the build fails, and not the handshake.
 */
public final class SecurityServices implements Feature {
  private static final Pattern UNUSED =
      Pattern.compile(
          "KeyStore\\.(?!CaseExactJKS).*|SSLContext\\.DTLS.*"
              + "|.*\\.(ARCFOUR|Blowfish|DES.*|RC2|PB(?!KDF2).*|HmacPBE.*|AES.*/KWP?/.*|OAEP"
              + "|DSA|.*withDSA.*|HSS/LMS|ML-(?!KEM(-768)?$).*|SecP.*MLKEM.*)");

  @Override
  public void afterRegistration(AfterRegistrationAccess access) {
    try {
      addHybridProvider();
      for (Provider provider : Security.getProviders()) {
        for (Provider.Service service : List.copyOf(provider.getServices())) {
          if (UNUSED.matcher(service.getType() + "." + service.getAlgorithm()).matches()) {
            var _ = new Internal(provider).find("removeService", service);
          }
        }
      }
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException("the JDK's security providers are others", e);
    }
  }

  private static void addHybridProvider() throws ReflectiveOperationException {
    Object[] groups = Internal.type("sun.security.ssl.NamedGroup").getEnumConstants();
    if (Arrays.stream(groups).anyMatch(group -> group.toString().equals("X25519MLKEM768"))) {
      Class<?> holder = Class.forName("sun.security.ssl.HybridProvider");
      Security.addProvider((Provider) holder.getField("PROVIDER").get(null));
    }
  }
}
