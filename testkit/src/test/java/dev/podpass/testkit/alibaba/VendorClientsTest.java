// SPDX-License-Identifier: Apache-2.0
package dev.podpass.testkit.alibaba;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.aliyun.credentials.exception.CredentialException;
import com.aliyun.credentials.http.CompatibleUrlConnClient;
import com.aliyun.credentials.http.HttpRequest;
import com.aliyun.credentials.models.CredentialModel;
import com.aliyun.credentials.provider.OIDCRoleArnCredentialProvider;
import com.aliyun.openapiutil.Client;
import com.aliyun.tea.TeaRequest;
import dev.podpass.testkit.ExampleWorld;
import dev.podpass.testkit.FakeClouds;
import dev.podpass.testkit.WireClient;
import java.net.HttpURLConnection;
import java.net.InetSocketAddress;
import java.net.MalformedURLException;
import java.net.Proxy;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URL;
import java.net.URLConnection;
import java.net.URLStreamHandler;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import javax.net.ssl.HttpsURLConnection;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Alibaba Cloud's own client of STS, and its own signature, against the fakes. */
class VendorClientsTest {
  private static final String API = "cr.cn-hangzhou.aliyuncs.com";
  private static final String NOTHING =
      "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";

  @AutoClose private final FakeClouds clouds = ExampleWorld.start();
  @TempDir private Path directory;

  @Test
  void theVendorsClientGetsASession() throws Exception {
    CredentialModel session = session(ExampleWorld.ALIBABA_AUDIENCE);

    Session issued = clouds.alibaba().sessions().getFirst();
    assertThat(session.getAccessKeyId()).isEqualTo(issued.accessKeyId());
    assertThat(session.getAccessKeySecret()).isEqualTo(issued.accessKeySecret());
    assertThat(session.getSecurityToken()).isEqualTo(issued.securityToken());
  }

  @Test
  void theVendorsClientIsRefused() {
    assertThatThrownBy(() -> session("sts.example.com"))
        .isInstanceOf(CredentialException.class)
        .hasMessageContaining("AudienceNotMatch");
  }

  @Test
  void theVendorsSignatureIsAccepted() throws Exception {
    String answer = token(session(ExampleWorld.ALIBABA_AUDIENCE), "");

    assertThat(answer)
        .startsWith("HTTP/1.1 200 ")
        .contains(clouds.alibaba().logins().getFirst().password());
  }

  @Test
  void theVendorsSignatureWithAnotherKeyIsRefused() throws Exception {
    assertThat(token(session(ExampleWorld.ALIBABA_AUDIENCE), "x"))
        .startsWith("HTTP/1.1 400 ")
        .contains("SignatureDoesNotMatch");
  }

  private CredentialModel session(String audience) throws Exception {
    Path token =
        Files.writeString(
            directory.resolve("token"), clouds.issuer().token().audience(audience).mint());
    OIDCRoleArnCredentialProvider provider =
        OIDCRoleArnCredentialProvider.builder()
            .roleArn(ExampleWorld.ALIBABA_ROLE)
            .oidcProviderArn(ExampleWorld.ALIBABA_PROVIDER)
            .oidcTokenFilePath(token.toString())
            .roleSessionName("test")
            .connectionTimeout(20_000)
            .readTimeout(20_000)
            .STSEndpoint("sts.cn-hangzhou.aliyuncs.com")
            .build();
    try (CompatibleUrlConnClient client = new ProxiedClient()) {
      return provider.getNewSessionCredentials(client).value();
    }
  }

  /** GetAuthorizationToken, signed by the vendor's code with the session's key and a suffix. */
  private String token(CredentialModel session, String suffix) throws Exception {
    Map<String, String> headers = new HashMap<>();
    headers.put("host", API);
    headers.put("x-acs-action", "GetAuthorizationToken");
    headers.put("x-acs-version", "2018-12-01");
    headers.put("x-acs-date", Instant.now().truncatedTo(ChronoUnit.SECONDS).toString());
    headers.put("x-acs-signature-nonce", UUID.randomUUID().toString());
    headers.put("x-acs-content-sha256", NOTHING);
    headers.put("x-acs-accesskey-id", session.getAccessKeyId());
    headers.put("x-acs-security-token", session.getSecurityToken());
    TeaRequest request = new TeaRequest();
    request.method = "POST";
    request.pathname = "/";
    request.query = Map.of("InstanceId", ExampleWorld.ALIBABA_INSTANCE);
    request.headers = headers;
    String authorization =
        Client.getAuthorization(
            request,
            "ACS3-HMAC-SHA256",
            NOTHING,
            session.getAccessKeyId(),
            session.getAccessKeySecret() + suffix);
    headers.remove("host");
    headers.put("Authorization", authorization);
    headers.put("Connection", "close");
    String target = "/?InstanceId=" + ExampleWorld.ALIBABA_INSTANCE;
    try (WireClient client = WireClient.to(clouds, API)) {
      return client.post(API, target, "", lines(headers)).readToTheEnd();
    }
  }

  private static String[] lines(Map<String, String> headers) {
    return headers.entrySet().stream()
        .map(header -> header.getKey() + ": " + header.getValue())
        .toArray(String[]::new);
  }

  /** The vendor's transport, led to the fakes by proxy and trust alone. */
  private final class ProxiedClient extends CompatibleUrlConnClient {
    @Override
    public HttpURLConnection initHttpConnection(URL url, HttpRequest request) {
      try {
        HttpsURLConnection connection =
            (HttpsURLConnection)
                super.initHttpConnection(URL.of(url.toURI(), new ProxiedHandler()), request);
        connection.setSSLSocketFactory(WireClient.trusting(clouds).getSocketFactory());
        return connection;
      } catch (URISyntaxException | MalformedURLException e) {
        throw new IllegalStateException(e);
      }
    }
  }

  private final class ProxiedHandler extends URLStreamHandler {
    @Override
    protected URLConnection openConnection(URL url) throws java.io.IOException {
      URI proxy = clouds.proxy();
      return URI.create(url.toString())
          .toURL()
          .openConnection(
              new Proxy(Proxy.Type.HTTP, new InetSocketAddress(proxy.getHost(), proxy.getPort())));
    }
  }
}
