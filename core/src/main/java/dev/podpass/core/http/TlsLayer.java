// SPDX-License-Identifier: Apache-2.0
package dev.podpass.core.http;

import dev.podpass.core.http.tls.CaBundle;
import dev.podpass.core.http.tls.CaBundleTrustManager;
import java.io.IOException;
import java.net.Socket;
import java.util.Arrays;
import java.util.Set;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import org.apache.hc.core5.http.HttpHost;
import org.jspecify.annotations.Nullable;

/** Adds TLS to a connected socket; JSSE verifies chain and host name (RFC 2818). */
final class TlsLayer {
  private static final String[] PROTOCOLS = {"TLSv1.3", "TLSv1.2"};

  /**
   * The groups to offer, in the JDK's order, which the bundle sets by {@code jdk.tls.namedGroups}.
   * From JDK 25.0.5 on, the post-quantum group comes first.
   */
  private static final Set<String> GROUPS =
      Set.of("X25519MLKEM768", "x25519", "secp256r1", "secp384r1", "secp521r1");

  private final CaBundle trust;
  private final KeyManager[] client;
  private final Deadline deadline;
  private @Nullable SSLContext context;

  TlsLayer(CaBundle trust, Deadline deadline, KeyManager... client) {
    this.trust = trust;
    this.client = client;
    this.deadline = deadline;
  }

  /** Created on first use, so that the CA bundle is not read without need. */
  private synchronized SSLContext context() {
    if (context == null) {
      context = CaBundleTrustManager.context(trust, client);
    }
    return context;
  }

  /** Closing the result closes the socket below. */
  SSLSocket over(Socket socket, HttpHost host) throws IOException {
    SSLSocket tls =
        (SSLSocket)
            context()
                .getSocketFactory()
                .createSocket(socket, host.getHostName(), host.getPort(), true);
    SSLParameters parameters = tls.getSSLParameters();
    parameters.setProtocols(PROTOCOLS);
    limitGroups(parameters);
    parameters.setEndpointIdentificationAlgorithm("HTTPS");
    tls.setSSLParameters(parameters);
    tls.setSoTimeout((int) deadline.forConnection().toMillis());
    try {
      tls.startHandshake();
    } catch (StackOverflowError e) {
      throw new SSLException("what it sent is nested too deeply", e);
    }
    return tls;
  }

  /** Another provider of TLS than the JDK's, such as Bouncy Castle's for FIPS, may name none. */
  static void limitGroups(SSLParameters parameters) {
    String[] groups = parameters.getNamedGroups();
    if (groups != null) {
      parameters.setNamedGroups(ours(groups));
    }
  }

  static String[] ours(String... groups) {
    return Arrays.stream(groups).filter(GROUPS::contains).toArray(String[]::new);
  }
}
