// SPDX-License-Identifier: Apache-2.0
package dev.podpass.testkit.azure;

import com.microsoft.aad.msal4j.ClientCredentialFactory;
import com.microsoft.aad.msal4j.ClientCredentialParameters;
import com.microsoft.aad.msal4j.ConfidentialClientApplication;
import com.microsoft.aad.msal4j.HttpResponse;
import com.microsoft.aad.msal4j.IAuthenticationResult;
import com.microsoft.aad.msal4j.IHttpClient;
import com.microsoft.aad.msal4j.IHttpResponse;
import com.microsoft.aad.msal4j.ManagedIdentityApplication;
import com.microsoft.aad.msal4j.ManagedIdentityId;
import com.microsoft.aad.msal4j.ManagedIdentityParameters;
import dev.podpass.testkit.FakeClouds;
import dev.podpass.testkit.pki.TrustedAuthority;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.Set;
import java.util.concurrent.CompletionException;

/** Microsoft's own clients, led to the fakes by proxy and trust alone. */
final class MsalClients {
  private static final String RESOURCE = "https://containerregistry.azure.net";

  private final FakeClouds clouds;

  MsalClients(FakeClouds clouds) {
    this.clouds = clouds;
  }

  ConfidentialClientApplication.Builder application(String clientId, String assertion) {
    URI proxy = clouds.proxy();
    return ConfidentialClientApplication.builder(
            clientId, ClientCredentialFactory.createFromClientAssertion(assertion))
        .proxy(new Proxy(Proxy.Type.HTTP, new InetSocketAddress(proxy.getHost(), proxy.getPort())))
        .sslSocketFactory(TrustedAuthority.context(clouds.caFile()).getSocketFactory());
  }

  static IAuthenticationResult token(ConfidentialClientApplication application) {
    var parameters = ClientCredentialParameters.builder(Set.of(RESOURCE + "/.default")).build();
    try {
      return application.acquireToken(parameters).join();
    } catch (CompletionException e) {
      throw unwrapped(e);
    }
  }

  /** A token from the node's metadata service. */
  IAuthenticationResult nodeToken(ManagedIdentityId identity) throws Exception {
    var application =
        ManagedIdentityApplication.builder(identity).httpClient(toMetadata()).logPii(false).build();
    try {
      return application
          .acquireTokenForManagedIdentity(ManagedIdentityParameters.builder(RESOURCE).build())
          .join();
    } catch (CompletionException e) {
      throw unwrapped(e);
    }
  }

  /** What takes the service's address for where it is served; MSAL would read a variable. */
  private IHttpClient toMetadata() {
    HttpClient http = HttpClient.newHttpClient();
    return asked -> {
      URI target = asked.url().toURI();
      var request =
          HttpRequest.newBuilder(
              clouds.azureMetadata().resolve(target.getRawPath() + "?" + target.getRawQuery()));
      asked.headers().forEach(request::header);
      return response(http.send(request.build(), BodyHandlers.ofString()));
    };
  }

  private static IHttpResponse response(java.net.http.HttpResponse<String> answer) {
    var response = new HttpResponse().statusCode(answer.statusCode()).body(answer.body());
    response.addHeaders(answer.headers().map());
    return response;
  }

  private static RuntimeException unwrapped(CompletionException e) {
    return e.getCause() instanceof RuntimeException cause ? cause : e;
  }
}
