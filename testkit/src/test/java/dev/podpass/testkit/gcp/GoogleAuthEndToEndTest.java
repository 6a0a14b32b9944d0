// SPDX-License-Identifier: Apache-2.0
package dev.podpass.testkit.gcp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;
import static org.assertj.core.api.Assertions.within;

import com.google.api.client.http.HttpTransport;
import com.google.api.client.http.javanet.NetHttpTransport;
import com.google.auth.oauth2.ComputeEngineCredentials;
import com.google.auth.oauth2.IdentityPoolCredentials;
import dev.podpass.testkit.ExampleWorld;
import dev.podpass.testkit.FakeClouds;
import dev.podpass.testkit.net.ReceivedRequest;
import dev.podpass.testkit.pki.TrustedAuthority;
import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.URI;
import java.net.URL;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Objects;
import org.assertj.core.data.TemporalUnitOffset;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

/** What Google's own library makes of the fakes: it knows nothing of testkit. */
class GoogleAuthEndToEndTest {
  private static final String STS = "sts.googleapis.com";
  private static final String IAM = "iamcredentials.googleapis.com";

  @AutoClose private final FakeClouds clouds = FakeClouds.start();
  private final GoogleClients google = new GoogleClients(clouds);

  GoogleAuthEndToEndTest() {
    ExampleWorld.addTo(clouds);
  }

  @Test
  void exchangesATokenForAPassword() throws IOException {
    var token = pod().build().refreshAccessToken();

    AccessToken issued = clouds.gcp().token(token.getTokenValue()).orElseThrow();
    assertThat(issued.principal()).endsWith("/subject/system:serviceaccount:team-a:app");
    assertThat(expiry(token)).isCloseTo(inAnHour(), within5Minutes());
    assertThat(clouds.gcp().passwords().admit("oauth2accesstoken", token.getTokenValue()))
        .contains(issued);
    assertThat(clouds.received().requests()).extracting(ReceivedRequest::host).containsExactly(STS);
  }

  @Test
  void impersonatesAServiceAccount() throws IOException {
    var token = impersonating().build().refreshAccessToken();

    AccessToken issued = clouds.gcp().token(token.getTokenValue()).orElseThrow();
    assertThat(issued.principal()).isEqualTo("serviceAccount:" + ExampleWorld.GCP_SERVICE_ACCOUNT);
    assertThat(expiry(token)).isEqualTo(issued.expiry()).isCloseTo(inAnHour(), within5Minutes());
    assertThat(clouds.received().requests())
        .extracting(ReceivedRequest::host)
        .containsExactly(STS, IAM);
  }

  @Test
  void worksForAClusterAndInAnotherUniverse() throws IOException {
    clouds.gcp().universe("apis.example.goog");
    var cluster = ExampleWorld.gkeCluster(clouds.issuer().published());
    String token = clouds.issuer().token().audience(ExampleWorld.GKE_POOL).mint();

    String value =
        google
            .pod(cluster.name(), token)
            .setUniverseDomain("apis.example.goog")
            .setTokenUrl("https://sts.apis.example.goog/v1/token")
            .build()
            .refreshAccessToken()
            .getTokenValue();

    assertThat(clouds.gcp().token(value).orElseThrow().principal())
        .endsWith("/workloadIdentityPools/my-project.svc.id.goog/subject/ns/team-a/sa/app");
  }

  @Test
  void asksTheMetadataServer() throws IOException {
    var token = google.node().refreshAccessToken();

    assertThat(clouds.gcp().token(token.getTokenValue()).orElseThrow().principal())
        .isEqualTo("serviceAccount:" + ExampleWorld.GCP_NODE_ACCOUNT);
    assertThat(expiry(token)).isCloseTo(inAnHour(), within5Minutes());
  }

  @Test
  void refusalsAreReadAsWhatTheyAre() {
    String token = clouds.issuer().token().mint();

    assertThatIOException()
        .isThrownBy(() -> google.pod(ExampleWorld.GCP_PROVIDER, token).build().refreshAccessToken())
        .withMessageContaining("Error code invalid_grant")
        .withMessageContaining("The audience in ID Token [sts.amazonaws.com] does not match");

    clouds.gcp().iam().put(ServiceAccount.of(ExampleWorld.GCP_SERVICE_ACCOUNT));
    assertThatIOException()
        .isThrownBy(() -> impersonating().build().refreshAccessToken())
        .havingRootCause()
        .withMessageContaining("iam.serviceAccounts.getAccessToken");
  }

  /** Answers that older versions of this library could not read. */
  @Test
  void unusualAnswersAreRead() throws IOException {
    clouds.misbehave(STS, GcpFaults.without("expires_in"), 1);
    assertThat(pod().build().refreshAccessToken().getExpirationTime()).isNull();

    clouds.misbehave(STS, GcpFaults.internal(), 1);
    assertThatIOException()
        .isThrownBy(() -> pod().build().refreshAccessToken())
        .withMessageContaining("Error code INTERNAL");

    clouds.misbehave(IAM, GcpFaults.expireTimeWithFraction(), 1);
    assertThat(expiry(impersonating().build().refreshAccessToken()))
        .isCloseTo(inAnHour(), within5Minutes());
  }

  private IdentityPoolCredentials.Builder pod() {
    String token = clouds.issuer().token().audience(ExampleWorld.GCP_PROVIDER).mint();
    return google.pod(ExampleWorld.GCP_PROVIDER, token);
  }

  private IdentityPoolCredentials.Builder impersonating() {
    return pod()
        .setServiceAccountImpersonationUrl(
            "https://%s/v1/projects/-/serviceAccounts/%s:generateAccessToken"
                .formatted(IAM, ExampleWorld.GCP_SERVICE_ACCOUNT));
  }

  private static Instant inAnHour() {
    return Instant.now().plus(Duration.ofHours(1));
  }

  private static Instant expiry(com.google.auth.oauth2.AccessToken token) {
    return Objects.requireNonNull(token.getExpirationTime()).toInstant();
  }

  private static TemporalUnitOffset within5Minutes() {
    return within(5, ChronoUnit.MINUTES);
  }

  /** Google's own clients, led to the fakes by proxy and trust alone. */
  private static final class GoogleClients {
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
}
