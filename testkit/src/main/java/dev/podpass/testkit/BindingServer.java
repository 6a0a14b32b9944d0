// SPDX-License-Identifier: Apache-2.0
package dev.podpass.testkit;

import dev.podpass.testkit.azure.FakeIdentityBindings;
import dev.podpass.testkit.pki.ServerCertificates;
import dev.podpass.testkit.pki.ServerKeys;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * The API server of an AKS cluster in the {@linkplain ExampleWorld example world}, which serves
 * identity bindings under a name that no DNS knows, with a certificate of the cluster's own
 * authority. The world's application is bound, and {@code team-a/app} may use it.
 *
 * @param bindings the endpoint
 * @param port of 127.0.0.1
 * @param caFile the cluster's authority, in PEM
 */
public record BindingServer(FakeIdentityBindings bindings, int port, Path caFile) {
  /** The name of TLS. */
  public static final String NAME = "0a1b2c3d.identity-bindings.aks.example";

  /** What the cluster's tokens have to be for. */
  public static final String AUDIENCE = "api://AKSIdentityBinding";

  /** Starts it; it ends with the clouds. */
  public static BindingServer in(FakeClouds clouds) {
    FakeIdentityBindings bindings = clouds.azure().identityBindings(clouds.issuer().published());
    bindings.bind(ExampleWorld.AZURE_CLIENT_ID);
    bindings.allow("system:serviceaccount:team-a:app", ExampleWorld.AZURE_CLIENT_ID);
    ServerCertificates certificates = new ServerCertificates(ServerKeys.P256);
    try {
      Path caFile =
          Files.writeString(
              clouds.directory().resolve("cluster-ca.pem"), certificates.trustedPem());
      return new BindingServer(bindings, clouds.serveDirect(NAME, bindings, certificates), caFile);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The address of the API server, with its port. */
  public String address() {
    return "127.0.0.1:" + port;
  }

  /** The options by which podpass uses it. */
  public List<String> options() {
    return List.of(
        "--acr-identity-binding-sni=" + NAME,
        "--acr-identity-binding-server=" + address(),
        "--acr-identity-binding-ca=" + caFile);
  }
}
