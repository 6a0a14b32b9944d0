// SPDX-License-Identifier: Apache-2.0
package dev.podpass.provider.alibaba;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.aliyun.cr20181201.Client;
import com.aliyun.cr20181201.models.GetAuthorizationTokenRequest;
import com.aliyun.cr20181201.models.GetAuthorizationTokenResponseBody;
import com.aliyun.credentials.exception.CredentialException;
import com.aliyun.credentials.http.CompatibleUrlConnClient;
import com.aliyun.credentials.http.HttpRequest;
import com.aliyun.credentials.models.CredentialModel;
import com.aliyun.credentials.provider.OIDCRoleArnCredentialProvider;
import com.aliyun.tea.TeaException;
import com.aliyun.teaopenapi.models.Config;
import com.aliyun.teautil.models.RuntimeOptions;
import dev.podpass.core.http.tls.CaBundle;
import dev.podpass.core.http.tls.CaBundleTrustManager;
import dev.podpass.core.testing.ProviderTrial;
import dev.podpass.spi.Credential;
import dev.podpass.testkit.ExampleWorld;
import dev.podpass.testkit.alibaba.FakeAlibaba;
import dev.podpass.testkit.alibaba.RegistryLogin;
import dev.podpass.testkit.alibaba.Session;
import java.io.IOException;
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
import java.util.List;
import javax.net.ssl.HttpsURLConnection;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Alibaba Cloud's own SDK and the provider, against the same fake. */
class VendorClientsTest {
  @AutoClose private final ProviderTrial trial = AlibabaTrials.trusted();
  private final FakeAlibaba cloud = trial.clouds().alibaba();
  @TempDir private Path directory;

  @Test
  void theVendorsSdkAndTheProviderGetACredential() throws Exception {
    CredentialModel session = session(ExampleWorld.ALIBABA_AUDIENCE);
    GetAuthorizationTokenResponseBody token = token(session, "");
    Credential credential = trial.exchange(AlibabaTrials.IMAGE);

    Session issued = cloud.sessions().getFirst();
    assertThat(session.getAccessKeyId()).isEqualTo(issued.accessKeyId());
    assertThat(session.getAccessKeySecret()).isEqualTo(issued.accessKeySecret());
    assertThat(session.getSecurityToken()).isEqualTo(issued.securityToken());
    RegistryLogin login = cloud.logins().getFirst();
    assertThat(token.getAuthorizationToken()).isEqualTo(login.password());
    assertThat(token.getExpireTime()).isEqualTo(login.expiry().toEpochMilli());
    assertThat(token.getIsSuccess()).isTrue();
    assertThat(credential.username()).isEqualTo(token.getTempUsername());
    assertThat(cloud.logins())
        .extracting(RegistryLogin::password)
        .containsExactly(token.getAuthorizationToken(), credential.password().reveal());
  }

  @Test
  void theVendorsSdkIsRefusedASession() {
    assertThatThrownBy(() -> session("sts.example.com"))
        .isInstanceOf(CredentialException.class)
        .hasMessageContaining("AudienceNotMatch");
  }

  @Test
  void theVendorsSignatureWithAnotherKeyIsRefused() throws Exception {
    CredentialModel session = session(ExampleWorld.ALIBABA_AUDIENCE);

    assertThatThrownBy(() -> token(session, "x"))
        .isInstanceOfSatisfying(
            TeaException.class, e -> assertThat(e.getCode()).isEqualTo("SignatureDoesNotMatch"));
  }

  private CredentialModel session(String audience) throws Exception {
    Path token =
        Files.writeString(
            directory.resolve("token"), AlibabaTrials.pod(trial).audience(audience).mint());
    OIDCRoleArnCredentialProvider provider =
        OIDCRoleArnCredentialProvider.builder()
            .roleArn(ExampleWorld.ALIBABA_ROLE)
            .oidcProviderArn(ExampleWorld.ALIBABA_PROVIDER)
            .oidcTokenFilePath(token.toString())
            .roleSessionName("test")
            .connectionTimeout(20_000)
            .readTimeout(20_000)
            .STSEndpoint(AlibabaTrials.STS)
            .build();
    try (CompatibleUrlConnClient client = new ProxiedClient()) {
      return provider.getNewSessionCredentials(client).value();
    }
  }

  /** By an SDK that finds the endpoint of the region, and signs with the session's key and more. */
  private GetAuthorizationTokenResponseBody token(CredentialModel session, String suffix)
      throws Exception {
    Client client =
        new Client(
            new Config()
                .setHttpsProxy(trial.clouds().proxy().toString())
                .setRegionId("cn-hangzhou")
                .setAccessKeyId(session.getAccessKeyId())
                .setAccessKeySecret(session.getAccessKeySecret() + suffix)
                .setSecurityToken(session.getSecurityToken()));
    GetAuthorizationTokenRequest request =
        new GetAuthorizationTokenRequest().setInstanceId(ExampleWorld.ALIBABA_INSTANCE);
    // It takes no CA.
    RuntimeOptions options = new RuntimeOptions();
    options.ignoreSSL = true;
    return client.getAuthorizationTokenWithOptions(request, options).getBody();
  }

  /** The vendor's transport, led to the fakes by proxy and trust alone. */
  private final class ProxiedClient extends CompatibleUrlConnClient {
    @Override
    public HttpURLConnection initHttpConnection(URL url, HttpRequest request) {
      try {
        HttpsURLConnection connection =
            (HttpsURLConnection)
                super.initHttpConnection(URL.of(url.toURI(), new ProxiedHandler()), request);
        CaBundle bundle = new CaBundle(List.of(trial.clouds().caFile()));
        connection.setSSLSocketFactory(CaBundleTrustManager.context(bundle).getSocketFactory());
        return connection;
      } catch (URISyntaxException | MalformedURLException e) {
        throw new IllegalStateException(e);
      }
    }
  }

  private final class ProxiedHandler extends URLStreamHandler {
    @Override
    protected URLConnection openConnection(URL url) throws IOException {
      URI proxy = trial.clouds().proxy();
      return URI.create(url.toString())
          .toURL()
          .openConnection(
              new Proxy(Proxy.Type.HTTP, new InetSocketAddress(proxy.getHost(), proxy.getPort())));
    }
  }
}
