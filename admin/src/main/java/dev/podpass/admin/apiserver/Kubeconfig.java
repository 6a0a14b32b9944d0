// SPDX-License-Identifier: Apache-2.0
package dev.podpass.admin.apiserver;

import dev.podpass.core.http.tls.CaBundle;
import dev.podpass.core.http.tls.ClientCertificate;
import dev.podpass.spi.failure.CredentialException;
import dev.podpass.spi.secret.Secret;
import java.net.URI;
import java.util.List;
import java.util.Optional;

/**
 * The current context of a kubeconfig: the API server and the credentials for it.
 *
 * @param server its URL
 * @param trust the CA certificates that its certificate is verified with
 * @param client a client certificate and its key
 * @param token a bearer token
 */
public record Kubeconfig(
    URI server, CaBundle trust, Optional<ClientCertificate> client, Optional<Secret> token) {

  /**
   * Reads the current context of a kubeconfig. An {@code exec} plugin that it names is never run.
   *
   * @throws CredentialException of kind {@code CONFIGURATION} if it cannot be used, with the reason
   */
  public static Kubeconfig read(String text, ReferencedFiles files) {
    KubeconfigTree tree = KubeconfigTree.parse(text);
    KubeconfigTree context = tree.named("contexts", tree.text("current-context")).in("context");
    KubeconfigTree cluster = tree.named("clusters", context.text("cluster")).in("cluster");
    KubeconfigTree user = tree.named("users", context.text("user")).in("user");
    Optional<ClientCertificate> client = client(user, files);
    Optional<Secret> token = token(user, files);
    if (client.isEmpty() && token.isEmpty()) {
      throw KubeconfigTree.unusable(
          user.has("exec") || user.has("auth-provider")
              ? "it uses an exec credential plugin, which podpass does not run"
              : "it has neither a client certificate nor a token that can be read");
    }
    if (cluster.has("insecure-skip-tls-verify")) {
      throw KubeconfigTree.unusable("it does not verify the API server");
    }
    return new Kubeconfig(server(cluster), trust(cluster, files), client, token);
  }

  private static URI server(KubeconfigTree cluster) {
    try {
      URI server = URI.create(cluster.text("server").orElse(""));
      if ("https".equals(server.getScheme()) && server.getHost() != null) {
        return server;
      }
    } catch (IllegalArgumentException _) {
      // Unreadable files are reported below.
    }
    throw KubeconfigTree.unusable("its server is not an https URL");
  }

  private static CaBundle trust(KubeconfigTree cluster, ReferencedFiles files) {
    return cluster
        .fileOrData("certificate-authority", files)
        .map(pem -> new CaBundle(List.of(), List.of(pem)))
        .orElseThrow(
            () -> KubeconfigTree.unusable("it has no certificate-authority that can be read"));
  }

  private static Optional<ClientCertificate> client(KubeconfigTree user, ReferencedFiles files) {
    Optional<String> certificate = user.fileOrData("client-certificate", files);
    Optional<Secret> key =
        user.fileOrData("client-key", files).filter(text -> !text.isEmpty()).map(Secret::of);
    try {
      return certificate.isPresent() && key.isPresent()
          ? Optional.of(ClientCertificateReader.parse(certificate.get(), key.get()))
          : Optional.empty();
    } catch (IllegalArgumentException e) {
      throw KubeconfigTree.unusable("its client certificate is unusable: " + e.getMessage());
    }
  }

  private static Optional<Secret> token(KubeconfigTree user, ReferencedFiles files) {
    return user.text("token")
        .or(() -> user.text("tokenFile").flatMap(files::read))
        .map(String::strip)
        .filter(token -> !token.isEmpty())
        .map(Secret::of);
  }
}
