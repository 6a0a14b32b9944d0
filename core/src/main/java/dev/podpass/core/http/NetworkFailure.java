// SPDX-License-Identifier: Apache-2.0
package dev.podpass.core.http;

import dev.podpass.core.http.Dialer.ConnectTimeoutException;
import dev.podpass.core.http.Dialer.ProxyConnectionException;
import dev.podpass.core.http.proxy.ProxyRefusedException;
import dev.podpass.core.http.tls.CaBundle;
import dev.podpass.spi.failure.Advice.FailureScope;
import dev.podpass.spi.failure.CredentialException;
import dev.podpass.spi.failure.Kind;
import dev.podpass.spi.http.HttpRequest;
import java.io.EOFException;
import java.io.IOException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.security.cert.CertificateException;
import java.security.cert.CertificateExpiredException;
import java.security.cert.CertificateNotYetValidException;
import javax.net.ssl.SSLException;

/** The classification of an I/O error; {@code what} follows the request in the message. */
record NetworkFailure(Kind kind, String what, String hint, boolean retryable) {
  private static final String REACH =
      "let the node's firewall, network policy or private endpoint pass this host, or set"
          + " HTTPS_PROXY in kubelet's environment";

  private static final String METADATA =
      "check that the node is a virtual machine of that cloud, and that its firewall and the hop"
          + " limit let kubelet's processes reach instance metadata";

  static NetworkFailure of(IOException e, ConnectionSettings settings) {
    return switch (e) {
      case RejectedResponseException unusable -> unusable(unusable);
      case ProxyRefusedException refused -> proxy(refused);
      case UnknownHostException _ ->
          retryable(
              "the name cannot be resolved",
              "check the node's DNS; in a private network, add the cloud's private endpoints");
      case ConnectTimeoutException _ -> retryable("no connection in time");
      case ProxyConnectionException proxy -> proxy(proxy.reason, settings);
      case ConnectException refused -> retryable("no connection: " + refused.getMessage());
      case NoRouteToHostException _ -> retryable("no route to it");
      case SocketTimeoutException _ -> retryable("no answer in time");
      case SSLException tls -> tls(tls, TlsPeer.SERVER, settings.trust());
      default -> retryable("the connection broke: " + e.getMessage());
    };
  }

  private static NetworkFailure retryable(String what) {
    return retryable(what, REACH);
  }

  private static NetworkFailure retryable(String what, String hint) {
    return new NetworkFailure(Kind.UNAVAILABLE, what, hint, true);
  }

  private static NetworkFailure proxy(IOException e, ConnectionSettings settings) {
    if (e instanceof SSLException tls) {
      return tls(tls, TlsPeer.PROXY, settings.proxyTrust());
    }
    NetworkFailure hop = of(e, settings);
    return new NetworkFailure(
        hop.kind,
        "the proxy cannot be reached: " + hop.what,
        "start the proxy, or correct HTTPS_PROXY in kubelet's environment",
        hop.retryable);
  }

  private static NetworkFailure unusable(RejectedResponseException e) {
    return new NetworkFailure(
        Kind.UNAVAILABLE,
        String.valueOf(e.getMessage()),
        "a proxy or gateway answers in the cloud's place: check the proxy, and the endpoint options"
            + " if set",
        false);
  }

  private static NetworkFailure proxy(ProxyRefusedException e) {
    String what = "the proxy refuses to connect to it (HTTP " + e.status() + ")";
    return switch (e.status()) {
      case 407 ->
          new NetworkFailure(
              Kind.CONFIGURATION,
              what,
              e.offersBasic()
                  ? "put user:password@ into HTTPS_PROXY, or correct it"
                  : "let the proxy accept the scheme Basic: podpass has no other",
              false);
      case 502, 503, 504 -> retryable(what, "let the proxy reach this host");
      default ->
          new NetworkFailure(Kind.CONFIGURATION, what, "let the proxy CONNECT to this host", false);
    };
  }

  private static NetworkFailure tls(SSLException e, TlsPeer peer, CaBundle trust) {
    if (has(e, CertificateException.class)) {
      String because = " certificate is not trusted by " + trust + ": " + root(e).getMessage();
      return new NetworkFailure(
          Kind.CONFIGURATION, peer.possessive + because, certificateHint(e, peer), false);
    }
    return has(e, EOFException.class) || has(e, SocketException.class)
        ? retryable("the TLS handshake with " + peer.name + " was broken off")
        : new NetworkFailure(
            Kind.UNAVAILABLE, "no TLS with " + peer.name + ": " + e.getMessage(), REACH, false);
  }

  private static String certificateHint(SSLException e, TlsPeer peer) {
    if (has(e, CertificateExpiredException.class)) {
      return "renew the certificate, or set the node's clock if it has not expired";
    }
    if (has(e, CertificateNotYetValidException.class)) {
      return "set the node's clock: the certificate is not valid yet";
    }
    // The words of the JDK and of ServerName: neither throws an exception of its own for a name.
    String why = String.valueOf(root(e).getMessage());
    return why.contains("subject alternative name") || why.matches("No .*name matching .*")
        ? peer.nameHint
        : peer.trustHint;
  }

  private static boolean has(Throwable e, Class<? extends Throwable> type) {
    return CredentialException.cause(type, e).isPresent();
  }

  private static Throwable root(Throwable e) {
    Throwable root = e;
    while (root.getCause() != null) {
      root = root.getCause();
    }
    return root;
  }

  CredentialException exception(HttpRequest request, String way, IOException cause) {
    // Plain HTTP goes to metadata services alone, and never through a proxy.
    boolean metadata = retryable && "http".equals(request.uri().getScheme());
    CredentialException failure =
        new CredentialException(
                kind, request + way + " failed: " + what, metadata ? METADATA : hint)
            .withScope(retryable ? FailureScope.WORKLOAD : FailureScope.REQUEST);
    return causing(failure, cause);
  }

  /**
   * The failure with its cause. A name that cannot be resolved is left out: the AWS SDK replaces an
   * exception with such a cause by one of its own, and the failure would be lost.
   */
  static CredentialException causing(CredentialException failure, IOException cause) {
    return has(cause, UnknownHostException.class) ? failure : failure.causedBy(cause);
  }

  /** The peer of a TLS handshake, which determines the text of a failure. */
  private enum TlsPeer {
    SERVER(
        "it",
        "its",
        "if a proxy inspects TLS, add its CA with --ca-bundle; otherwise the connection may be"
            + " intercepted",
        "set a host that the certificate names in the endpoint option; if none is set, the"
            + " connection may be intercepted"),
    PROXY(
        "the proxy",
        "the proxy's",
        "add the CA of the proxy with --ca-bundle",
        "set a host that the certificate names in HTTPS_PROXY");

    final String name;
    final String possessive;
    final String trustHint;
    final String nameHint;

    TlsPeer(String name, String possessive, String trustHint, String nameHint) {
      this.name = name;
      this.possessive = possessive;
      this.trustHint = trustHint;
      this.nameHint = nameHint;
    }
  }
}
