// SPDX-License-Identifier: Apache-2.0
package dev.podpass.admin.apiserver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.params.provider.Arguments.argumentSet;

import dev.podpass.core.http.ConnectionSettings;
import dev.podpass.core.http.Deadline;
import dev.podpass.core.http.RetryingConnections;
import dev.podpass.core.http.Watchdog;
import dev.podpass.core.http.proxy.ProxyRules;
import dev.podpass.core.http.tls.CaBundle;
import dev.podpass.core.http.tls.ClientCertificate;
import dev.podpass.core.http.tls.TestCertificate;
import dev.podpass.core.log.Log;
import dev.podpass.spi.http.HttpRequest;
import dev.podpass.spi.http.HttpResponse;
import dev.podpass.spi.secret.Secret;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.KeyStore;
import java.security.Signature;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLServerSocket;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509ExtendedTrustManager;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.openssl.jcajce.JcaPEMWriter;
import org.bouncycastle.openssl.jcajce.JcaPKCS8Generator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class ClientCertificateReaderTest {
  private static final TestCertificate ROOT = TestCertificate.root(new X500Name("CN=cluster"));

  static Stream<Arguments> keys() throws GeneralSecurityException, IOException {
    KeyPair ec = pair("EC", 256);
    KeyPair rsa = pair("RSA", 2048);
    return Stream.of(
        argumentSet("as kubelet writes it", ec, pem(ec.getPrivate()), "BEGIN EC PRIVATE KEY"),
        argumentSet("PKCS #1", rsa, pem(rsa.getPrivate()), "BEGIN RSA PRIVATE KEY"),
        argumentSet("PKCS #8, EC", ec, pkcs8(ec), "BEGIN PRIVATE KEY"),
        argumentSet("PKCS #8, RSA", rsa, pkcs8(rsa), "BEGIN PRIVATE KEY"));
  }

  @ParameterizedTest
  @MethodSource("keys")
  void readsKeysInEachForm(KeyPair pair, String key, String form) throws GeneralSecurityException {
    X509Certificate certificate = ROOT.leaf("system:node:node-1", pair);
    assertThat(key).contains(form);

    ClientCertificate client = ClientCertificateReader.parse(pem(certificate), Secret.of(key));

    byte[] text = "text".getBytes(StandardCharsets.UTF_8);
    Signature signer = Signature.getInstance("SHA256with" + algorithm(pair));
    signer.initSign(client.getPrivateKey("client"));
    signer.update(text);
    byte[] signature = signer.sign();
    signer.initVerify(pair.getPublic());
    signer.update(text);
    assertThat(signer.verify(signature)).isTrue();
    assertThat(client).hasToString("CN=system:node:node-1");
  }

  @Test
  void refusesWhatIsNone() throws GeneralSecurityException {
    KeyPair pair = pair("EC", 256);
    String certificate = pem(ROOT.leaf("node", pair));

    assertThatThrownBy(() -> ClientCertificateReader.parse("none", secret(pair)))
        .hasMessage("there is no certificate in PEM");
    assertThatThrownBy(() -> ClientCertificateReader.parse(certificate, Secret.of(certificate)))
        .hasMessage("there is no private key in PEM");
    assertThatThrownBy(() -> ClientCertificateReader.parse(certificate, secret(pair("RSA", 2048))))
        .hasMessage("the key is not one of its certificate");
  }

  @Test
  void isShownToAServerThatAsksForOne() throws Exception {
    KeyPair pair = pair("EC", 256);
    ClientCertificate client =
        ClientCertificateReader.parse(pem(ROOT.leaf("system:node:node-1", pair)), secret(pair));
    try (SSLServerSocket server = server()) {
      CompletableFuture<String> peer = CompletableFuture.supplyAsync(() -> answerOne(server));

      HttpResponse response = get(server.getLocalPort(), client);

      assertThat(response.status()).isEqualTo(200);
      assertThat(peer.join()).isEqualTo("CN=system:node:node-1");
    }
  }

  private static HttpResponse get(int port, ClientCertificate client) {
    Watchdog watchdog =
        Watchdog.start(Deadline.of(Duration.ofSeconds(20), Duration.ZERO), () -> {});
    ConnectionSettings settings =
        new ConnectionSettings(new CaBundle(List.of()), ProxyRules.none(), Log.NONE)
            .to(new CaBundle(List.of(), List.of(pem(ROOT.x509()))), Optional.of(client));
    try (watchdog;
        RetryingConnections connections = RetryingConnections.open(settings, watchdog)) {
      return connections.send(HttpRequest.of("GET", URI.create("https://127.0.0.1:" + port)));
    }
  }

  private static SSLServerSocket server() throws GeneralSecurityException, IOException {
    KeyPair keys = pair("EC", 256);
    KeyStore store = KeyStore.getInstance("PKCS12");
    store.load(null, null);
    Certificate[] chain = {ROOT.leaf("127.0.0.1", keys)};
    store.setKeyEntry("server", keys.getPrivate(), new char[0], chain);
    KeyManagerFactory factory =
        KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
    factory.init(store, new char[0]);
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(factory.getKeyManagers(), new TrustManager[] {new AnyClient()}, null);
    SSLServerSocket socket =
        (SSLServerSocket)
            context
                .getServerSocketFactory()
                .createServerSocket(0, 1, InetAddress.ofLiteral("127.0.0.1"));
    socket.setNeedClientAuth(true);
    return socket;
  }

  private static String answerOne(SSLServerSocket server) {
    try (SSLSocket socket = (SSLSocket) server.accept()) {
      String peer = socket.getSession().getPeerPrincipal().getName();
      var _ = socket.getInputStream().read(new byte[4096]);
      socket
          .getOutputStream()
          .write(
              "HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
      return peer;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static KeyPair pair(String algorithm, int bits) throws GeneralSecurityException {
    KeyPairGenerator generator = KeyPairGenerator.getInstance(algorithm);
    generator.initialize(bits);
    return generator.generateKeyPair();
  }

  private static String algorithm(KeyPair pair) {
    return pair.getPublic().getAlgorithm().replace("EC", "ECDSA");
  }

  private static String pkcs8(KeyPair pair) throws IOException {
    return pem(new JcaPKCS8Generator(pair.getPrivate(), null));
  }

  private static Secret secret(KeyPair pair) {
    return Secret.of(pem(pair.getPrivate()));
  }

  private static String pem(Object object) {
    StringWriter text = new StringWriter();
    try (JcaPEMWriter writer = new JcaPEMWriter(text)) {
      writer.writeObject(object);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return text.toString();
  }

  /** What a client's certificate is worth is not for this test. */
  private static final class AnyClient extends X509ExtendedTrustManager {
    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type, Socket socket) {}

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type, SSLEngine engine) {}

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type) {}

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type, Socket socket) {}

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type, SSLEngine engine) {}

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type) {}

    @Override
    public X509Certificate[] getAcceptedIssuers() {
      return new X509Certificate[0];
    }
  }
}
