// SPDX-License-Identifier: Apache-2.0
package dev.podpass.testkit.azure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.microsoft.aad.msal4j.ConfidentialClientApplication;
import com.microsoft.aad.msal4j.IAuthenticationResult;
import com.microsoft.aad.msal4j.ManagedIdentityId;
import com.microsoft.aad.msal4j.MsalServiceException;
import dev.podpass.testkit.ExampleWorld;
import dev.podpass.testkit.FakeClouds;
import dev.podpass.testkit.net.ReceivedRequest;
import dev.podpass.testkit.oidc.PodToken;
import dev.podpass.testkit.pki.TrustedAuthority;
import java.net.InetSocketAddress;
import java.net.ProxySelector;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What Microsoft's own clients make of the fakes: they know nothing of testkit. */
class MsalEndToEndTest {
  private static final String ENTRA = "login.microsoftonline.com";

  @AutoClose private final FakeClouds clouds = FakeClouds.start();
  private final MsalClients msal = new MsalClients(clouds);

  MsalEndToEndTest() {
    ExampleWorld.addTo(clouds);
  }

  @ParameterizedTest
  @CsvSource({
    "PUBLIC, login.microsoftonline.com",
    "US_GOVERNMENT, login.microsoftonline.us",
    "CHINA, login.chinacloudapi.cn",
    "CHINA, login.partner.microsoftonline.cn"
  })
  void getsATokenThatARegistryExchanges(AzureCloud cloud, String authority) throws Exception {
    String registry = "my-reg-abc123." + cloud.registrySuffix();
    clouds.azure().directory().put(Tenant.of(ExampleWorld.AZURE_TENANT).in(cloud));
    clouds
        .azure()
        .put(
            Registry.of(registry, ExampleWorld.AZURE_TENANT)
                .pulledBy(ExampleWorld.AZURE_CLIENT_ID));

    IAuthenticationResult result = MsalClients.token(application(authority, false));

    AccessToken token = clouds.azure().accessTokens().getLast();
    assertThat(result.accessToken()).isEqualTo(token.value());
    assertThat(result.expiresOnDate())
        .isBetween(Instant.now().plusSeconds(3500), Instant.now().plusSeconds(3600));
    assertThat(exchanged(registry, token)).isEqualTo(200);
    assertThat(clouds.received().requests())
        .extracting(ReceivedRequest::path)
        .doesNotContain("/common/discovery/instance");
  }

  @Test
  void discoversInstancesIfItIsNotToldNotTo() throws Exception {
    MsalClients.token(application(ENTRA, true));

    assertThat(clouds.received().requestsTo(ENTRA))
        .extracting(ReceivedRequest::path)
        .contains(
            "/common/discovery/instance", "/" + ExampleWorld.AZURE_TENANT + "/oauth2/v2.0/token");
  }

  @Test
  void refusalsAreWhatMsalTakesThemFor() throws Exception {
    String assertion = assertion().serviceAccount("team-b", "app").mint();
    ConfidentialClientApplication application =
        msal.application(ExampleWorld.AZURE_CLIENT_ID, assertion)
            .authority("https://" + ENTRA + "/" + ExampleWorld.AZURE_TENANT)
            .correlationId("0f9e8d7c-6b5a-4c3d-8e1f-0a1b2c3d4e5f")
            .build();

    assertThatExceptionOfType(MsalServiceException.class)
        .isThrownBy(() -> MsalClients.token(application))
        .satisfies(e -> {
          assertThat(e.statusCode()).isEqualTo(401);
          assertThat(e.errorCode()).isEqualTo("invalid_client");
          assertThat(e.correlationId()).isEqualTo("0f9e8d7c-6b5a-4c3d-8e1f-0a1b2c3d4e5f");
          assertThat(e)
              .hasMessageStartingWith(
                  "AADSTS700213: No matching federated identity record found for presented assertion subject 'system:serviceaccount:team-b:app'.");
        });
  }

  @Test
  void throttlingIsRead() throws Exception {
    ConfidentialClientApplication application = application(ENTRA, false);
    clouds.misbehave(ENTRA, EntraFaults.throttled(Duration.ofSeconds(7)), 1);

    assertThatExceptionOfType(MsalServiceException.class)
        .isThrownBy(() -> MsalClients.token(application))
        .satisfies(e -> {
          assertThat(e.statusCode()).isEqualTo(429);
          assertThat(e.headers().get("Retry-After")).containsExactly("7");
        });
  }

  @Test
  void theNodeHasIdentities() throws Exception {
    String assigned = "11111111-2222-4333-8444-555555555555";
    clouds.azure().directory().put(Application.of(assigned, ExampleWorld.AZURE_TENANT));
    clouds.azure().userAssignedIdentity(assigned);

    var system = msal.nodeToken(ManagedIdentityId.systemAssigned());
    var user = msal.nodeToken(ManagedIdentityId.userAssignedClientId(assigned));

    assertThat(clouds.azure().accessTokens())
        .extracting(token -> token.identity().clientId())
        .containsExactly(ExampleWorld.AZURE_NODE_CLIENT_ID, assigned);
    assertThat(clouds.azure().accessTokens())
        .extracting(AccessToken::value)
        .containsExactly(system.accessToken(), user.accessToken());
    assertThat(system.expiresOnDate())
        .isBetween(Instant.now().plusSeconds(3500), Instant.now().plusSeconds(3600));
  }

  @Test
  void anIdentityThatTheNodeHasNotIsToldSo() {
    assertThatExceptionOfType(MsalServiceException.class)
        .isThrownBy(() ->
            msal.nodeToken(
                ManagedIdentityId.userAssignedClientId("11111111-2222-4333-8444-555555555555")))
        .withMessageContaining("Identity not found");
  }

  /** What the example world's application would be granted a token for. */
  private PodToken assertion() {
    return clouds.issuer().token().audience(ExampleWorld.AZURE_AUDIENCE);
  }

  private int exchanged(String registry, AccessToken token) throws Exception {
    String form =
        "grant_type=access_token&service=%s&access_token=%s".formatted(registry, token.value());
    var request =
        HttpRequest.newBuilder(URI.create("https://" + registry + "/oauth2/exchange"))
            .header("Content-Type", "application/x-www-form-urlencoded")
            .POST(HttpRequest.BodyPublishers.ofString(form))
            .build();
    InetSocketAddress proxy =
        new InetSocketAddress(clouds.proxy().getHost(), clouds.proxy().getPort());
    try (HttpClient client =
        HttpClient.newBuilder()
            .proxy(ProxySelector.of(proxy))
            .sslContext(TrustedAuthority.context(clouds.caFile()))
            .build()) {
      return client.send(request, HttpResponse.BodyHandlers.discarding()).statusCode();
    }
  }

  private ConfidentialClientApplication application(String authority, boolean discovery)
      throws Exception {
    return msal.application(ExampleWorld.AZURE_CLIENT_ID, assertion().mint())
        .authority("https://" + authority + "/" + ExampleWorld.AZURE_TENANT)
        .instanceDiscovery(discovery)
        .build();
  }
}
