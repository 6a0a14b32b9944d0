// SPDX-License-Identifier: Apache-2.0
package dev.podpass.testkit.gcp;

import com.google.api.client.http.HttpTransport;
import com.google.api.client.http.javanet.NetHttpTransport;
import com.google.auth.oauth2.ComputeEngineCredentials;
import com.google.auth.oauth2.IdentityPoolCredentials;
import dev.podpass.testkit.FakeClouds;
import dev.podpass.testkit.pki.TrustedAuthority;
import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.URI;
import java.net.URL;
import java.util.List;

/** Google's own clients, led to the fakes by proxy and trust alone. */
final class GoogleClients {
  private final FakeClouds clouds;

  GoogleClients(FakeClouds clouds) {
    this.clouds = clouds;
  }

  /** Credentials of a pod with this token, by way of this provider. */
  IdentityPoolCredentials.Builder pod(String audience, String token) {
    return IdentityPoolCredentials.newBuilder()
        .setAudience(audience)
        .setSubjectTokenType("urn:ietf:params:oauth:token-type:jwt")
        .setTokenUrl("https://sts.googleapis.com/v1/token")
        .setSubjectTokenSupplier(_ -> token)
        .setScopes(List.of(Scopes.CLOUD_PLATFORM))
        .setHttpTransportFactory(this::proxied);
  }

  /** Credentials of the node. They know the metadata server by name, hence the detour. */
  ComputeEngineCredentials node() {
    return ComputeEngineCredentials.newBuilder()
        .setHttpTransportFactory(
            () -> new NetHttpTransport.Builder().setConnectionFactory(this::metadata).build())
        .build();
  }

  private HttpTransport proxied() {
    URI proxy = clouds.proxy();
    return new NetHttpTransport.Builder()
        .setProxy(
            new Proxy(Proxy.Type.HTTP, new InetSocketAddress(proxy.getHost(), proxy.getPort())))
        .setSslSocketFactory(TrustedAuthority.context(clouds.caFile()).getSocketFactory())
        .build();
  }

  private HttpURLConnection metadata(URL url) throws IOException {
    URI there = clouds.gceMetadata().resolve(url.getFile());
    return (HttpURLConnection) there.toURL().openConnection();
  }
}
