// SPDX-License-Identifier: Apache-2.0
package dev.podpass.provider.acr;

import dev.podpass.spi.ExchangeStep;
import dev.podpass.spi.ProviderSettings;
import dev.podpass.spi.Sourced;
import dev.podpass.spi.failure.CredentialException;
import dev.podpass.spi.failure.Kind;
import dev.podpass.spi.http.HttpRequest.PinnedServer;
import java.net.URI;
import java.nio.file.Path;
import java.util.Optional;

/**
 * The identity binding endpoint of an AKS cluster: its API server, which requests access tokens of
 * managed identities on behalf of pods.
 *
 * @see <a href="https://learn.microsoft.com/azure/aks/identity-bindings-concepts">identity bindings
 *     of AKS</a>
 */
record IdentityBinding(URI endpoint, PinnedServer server) {
  /** The audience of tokens for identity bindings, equal in every cloud. */
  static final String AUDIENCE = "api://AKSIdentityBinding";

  private static final String SNI = "--acr-identity-binding-sni";
  private static final String SERVER = "--acr-identity-binding-server";
  private static final String CA = "--acr-identity-binding-ca";

  /** The endpoint that the operator has set; one option without the others is an error. */
  static Optional<IdentityBinding> find(ProviderSettings settings) {
    Optional<Sourced<String>> name = settings.find(AcrOptions.BINDING_SNI);
    Optional<Sourced<ServerAddress>> server = settings.find(AcrOptions.BINDING_SERVER);
    Sourced<Path> authorities = settings.find(AcrOptions.BINDING_CA).orElseThrow();
    if (name.isEmpty()) {
      server.ifPresent(set -> {
        throw half(set.source(), SNI);
      });
      if (!authorities.isDefault()) {
        throw half(authorities.source(), SNI);
      }
      return Optional.empty();
    }
    ServerAddress address =
        server.map(Sourced::value).orElseThrow(() -> half(name.get().source(), SERVER));
    return Optional.of(of(name.get().value(), address, authorities.value()));
  }

  private static IdentityBinding of(String name, ServerAddress address, Path authorities) {
    String port = address.port() == 443 ? "" : ":" + address.port();
    return new IdentityBinding(
        URI.create("https://" + name + port + "/"),
        new PinnedServer(
            address.host(),
            authorities,
            "compare %s and %s with --ib-sni-name and --ib-apiserver-ip of AKS's own entry, and %s"
                    .formatted(SNI, SERVER, CA)
                + " with the CA of the cluster; no proxy is used"));
  }

  private static CredentialException half(String set, String missing) {
    return new CredentialException(
        Kind.USAGE,
        set + " is set without " + missing,
        "set both " + SNI + " and " + SERVER + " for identity bindings of AKS, or neither");
  }

  ExchangeStep step() {
    return new ExchangeStep("identity binding", endpoint, Optional.of(server));
  }
}
