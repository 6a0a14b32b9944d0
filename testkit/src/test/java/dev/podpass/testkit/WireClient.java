// SPDX-License-Identifier: Apache-2.0
package dev.podpass.testkit;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.CertificateFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;

/** A client that hides nothing: what it sends and sees is what is on the wire. */
public final class WireClient implements AutoCloseable {
  private final FakeClouds clouds;
  private Socket socket;

  private WireClient(FakeClouds clouds) throws IOException {
    this.clouds = clouds;
    this.socket = new Socket(clouds.proxy().getHost(), clouds.proxy().getPort());
  }

  /** Connects to a host through the proxy, over TLS. */
  public static WireClient to(FakeClouds clouds, String host) throws IOException {
    WireClient client = new WireClient(clouds);
    String answer = client.connect(host + ":443");
    if (!answer.startsWith("HTTP/1.1 200 ")) {
      throw new IOException(answer);
    }
    return client.startTls(host);
  }

  /** Asks the proxy for a tunnel. */
  private String connect(String target) throws IOException {
    send("CONNECT " + target + " HTTP/1.1\r\nHost: " + target + "\r\n\r\n");
    return readHead();
  }

  /** Shakes hands, trusting the fakes' authority alone and checking the name. */
  private WireClient startTls(String host) throws IOException {
    SSLSocket secure =
        (SSLSocket) trusting(clouds).getSocketFactory().createSocket(socket, host, 443, true);
    var parameters = secure.getSSLParameters();
    parameters.setEndpointIdentificationAlgorithm("HTTPS");
    secure.setSSLParameters(parameters);
    secure.startHandshake();
    socket = secure;
    return this;
  }

  /** Sends a request with a body, if only an empty one. */
  public WireClient post(String host, String target, String body, String... headers)
      throws IOException {
    return send(
        "POST %s HTTP/1.1\r\nHost: %s\r\nContent-Length: %d\r\n%s\r\n%s"
            .formatted(target, host, body.length(), lines(headers), body));
  }

  /** Sends this. */
  private WireClient send(String text) throws IOException {
    socket.getOutputStream().write(text.getBytes(StandardCharsets.ISO_8859_1));
    socket.getOutputStream().flush();
    return this;
  }

  /** Reads up to the empty line after the headers. */
  private String readHead() throws IOException {
    var head = new StringBuilder();
    while (head.indexOf("\r\n\r\n") < 0) {
      int next = socket.getInputStream().read();
      if (next < 0) {
        throw new IOException("closed after: " + head);
      }
      head.append((char) next);
    }
    return head.toString();
  }

  /** Reads until the other side closes the connection, well or badly. */
  public String readToTheEnd() {
    var all = new ByteArrayOutputStream();
    try {
      InputStream in = socket.getInputStream();
      for (int next = in.read(); next >= 0; next = in.read()) {
        all.write(next);
      }
    } catch (IOException e) {
      // An abrupt end is one, too.
    }
    return all.toString(StandardCharsets.ISO_8859_1);
  }

  /** What trusts the fakes' authority alone. */
  public static TrustManager[] trust(FakeClouds clouds) {
    try {
      var factory = CertificateFactory.getInstance("X.509");
      var pem = new ByteArrayInputStream(Files.readAllBytes(clouds.caFile()));
      KeyStore trusted = KeyStore.getInstance("PKCS12");
      trusted.load(null, null);
      trusted.setCertificateEntry("fakes", factory.generateCertificate(pem));
      var managers = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
      managers.init(trusted);
      return managers.getTrustManagers();
    } catch (GeneralSecurityException | IOException e) {
      throw new IllegalStateException(e);
    }
  }

  /** A TLS context that trusts the fakes' authority alone. */
  public static SSLContext trusting(FakeClouds clouds) {
    try {
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(null, trust(clouds), null);
      return context;
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }

  private static String lines(String... headers) {
    return headers.length == 0 ? "" : String.join("\r\n", headers) + "\r\n";
  }
}
