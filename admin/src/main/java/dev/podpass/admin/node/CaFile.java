// SPDX-License-Identifier: Apache-2.0
package dev.podpass.admin.node;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import dev.podpass.admin.text.IoReason;
import dev.podpass.core.http.tls.CaBundle;
import dev.podpass.core.http.tls.CaBundleTrustManager;
import dev.podpass.spi.failure.CredentialException;
import dev.podpass.spi.failure.Kind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * The file of {@code --ca-bundle} on a node, updated from another file, such as a ConfigMap's or a
 * ClusterTrustBundle's in a pod's volume. Each pull reads it anew, so kubelet is not restarted.
 */
public final class CaFile {
  private CaFile() {}

  /** Writes a file of the node; false if it has that content. */
  @FunctionalInterface
  public interface Writer {
    boolean put(String path, byte[] content) throws IOException;
  }

  /** Copies the source, if it has a certificate and the contents differ; false if they do not. */
  public static boolean update(Writer node, Path file, Path source) {
    try {
      byte[] content = Files.readAllBytes(source);
      requireCertificate(content, source);
      return node.put(file.toString(), content);
    } catch (IOException e) {
      throw new CredentialException(
              Kind.CONFIGURATION,
              "%s cannot be copied to %s (%s)".formatted(source, file, IoReason.withFile(e)),
              "set --ca-bundle to a file in a directory that exists and that only root can change")
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
