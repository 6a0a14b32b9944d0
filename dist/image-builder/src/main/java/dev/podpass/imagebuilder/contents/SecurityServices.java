// SPDX-License-Identifier: Apache-2.0
package dev.podpass.imagebuilder.contents;

import dev.podpass.imagebuilder.OpenedModule;
import java.lang.reflect.Method;
import java.security.Provider;
import java.security.Security;
import java.util.List;
import java.util.regex.Pattern;
import org.graalvm.nativeimage.hosted.Feature;

/**
 * Leaves out of the native executable what the JDK's security providers have and neither TLS nor a
 * token's signature uses: old ciphers, passwords, key stores, DSA, DTLS, and post-quantum
 * algorithms, which TLS of this JDK does not know. 0.7 MB. Of each kind the image builder wants one
 * service, so CaseExactJKS and PBKDF2 stay.
 */
public final class SecurityServices implements Feature {
  private static final Pattern UNUSED =
      Pattern.compile(
          "KeyStore\\.(?!CaseExactJKS).*|SSLContext\\.DTLS.*"
              + "|.*\\.(ARCFOUR|Blowfish|DES.*|RC2|PB(?!KDF2).*|HmacPBE.*|AES.*/KWP?/.*|OAEP"
              + "|DSA|.*withDSA.*|HSS/LMS|ML-.*)");

  @Override
  public void afterRegistration(AfterRegistrationAccess access) {
    try {
      OpenedModule.of(Provider.class);
      Method remove = Provider.class.getDeclaredMethod("removeService", Provider.Service.class);
      remove.setAccessible(true);
      for (Provider provider : Security.getProviders()) {
        for (Provider.Service service : List.copyOf(provider.getServices())) {
          if (UNUSED.matcher(service.getType() + "." + service.getAlgorithm()).matches()) {
            remove.invoke(provider, service);
          }
        }
      }
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException("cannot take services out of the JDK's providers", e);
    }
  }
}
