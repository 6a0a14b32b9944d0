// SPDX-License-Identifier: Apache-2.0
package dev.podpass.admin.node;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import dev.podpass.admin.text.IoReason;
import dev.podpass.core.file.SafeFile;
import dev.podpass.core.http.tls.CaBundle;
import dev.podpass.core.http.tls.CaBundleTrustManager;
import dev.podpass.spi.failure.CredentialException;
import dev.podpass.spi.failure.Kind;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/**
 * A bundle for {@code --ca-bundle} that is copied to the node, such as a ConfigMap's or a
 * ClusterTrustBundle's in a pod's volume. Each pull reads the copy anew, so kubelet is not
 * restarted.
 */
public final class CaFile {
  private static final int MAX_BYTES = 16 << 20;

  private CaFile() {}

  /** Reads the source, which must have a certificate. */
  public static byte[] read(Path source) {
    try {
      // The files of a pod's volume are links.
      byte[] content = SafeFile.read(source.toRealPath(), MAX_BYTES);
      requireCertificate(content, source);
      return content;
    } catch (IOException e) {
      throw new CredentialException(
              Kind.CONFIGURATION,
              "%s, the file of --ca-bundle-from, cannot be read (%s)"
                  .formatted(source, IoReason.of(e)),
              "correct --ca-bundle-from, or the key of the ConfigMap or ClusterTrustBundle")
          .causedBy(e);
    }
  }

  private static void requireCertificate(byte[] content, Path source) {
    try {
      String pem = new String(content, ISO_8859_1);
      var _ = CaBundleTrustManager.context(new CaBundle(List.of(), List.of(pem)));
    } catch (CredentialException e) {
      throw new CredentialException(
              Kind.CONFIGURATION,
              source + " has no certificate in PEM; the node's file of --ca-bundle is unchanged",
              "correct the ConfigMap or ClusterTrustBundle")
          .causedBy(e);
    }
  }
}
