// SPDX-License-Identifier: Apache-2.0
package dev.podpass.core.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.podpass.core.http.Dialer.ProxyConnectionException;
import dev.podpass.core.http.proxy.ProxyRefusedException;
import dev.podpass.core.testing.FailedCall;
import dev.podpass.spi.failure.CredentialException;
import dev.podpass.spi.failure.Kind;
import dev.podpass.spi.http.HttpRequest;
import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.UnknownHostException;
import java.security.cert.CertificateException;
import java.security.cert.CertificateExpiredException;
import java.security.cert.CertificateNotYetValidException;
import java.time.Duration;
import java.util.stream.Stream;
import javax.net.ssl.SSLHandshakeException;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Failures below HTTP: which are tried again, and what their messages contain. */
class ConnectionFailuresTest extends ScriptedConnections {
  @Test
  void sendsAgainAfterAConnectionThatFailed() {
    script
        .then(new UnknownHostException("sts.example"))
        .then(new ConnectException("Connection refused"))
        .then(answer(200, "ok"));

    assertThat(connections().send(REQUEST).text()).isEqualTo("ok");
  }

  @Test
  void tellsWhatFailedInTheEnd() {
    ConnectException refused = new ConnectException("Connection refused");
    script.then(refused).then(refused).then(refused);

    assertFails(
        Kind.UNAVAILABLE,
        "POST https://sts.example/ failed: no connection: Connection refused; hint: let the node's"
            + " firewall, network policy or private endpoint pass this host");
  }

  @Test
  void aProxyThatIsNotThereIsTheOnlySuspect() {
    ProxyConnectionException down =
        new ProxyConnectionException(
            new ConnectException("Connection refused (10.0.0.1, port 3128)"));
    script.then(down).then(down).then(down);

    assertFails(
        Kind.UNAVAILABLE,
        "failed: the proxy cannot be reached: no connection: Connection refused (10.0.0.1, port"
            + " 3128); hint: start the proxy, or correct HTTPS_PROXY in kubelet's environment");
    assertThat(script.requests).hasSize(3);
  }

  @Test
  void aProxyWithoutAnAddressIsNotTheCauseForAnSdk() {
    ProxyConnectionException unknown =
        new ProxyConnectionException(new UnknownHostException("proxy.example"));
    script.then(unknown).then(unknown).then(unknown);

    assertThatThrownBy(() -> connections().send(REQUEST))
        .hasMessageContaining("the proxy cannot be reached: the name cannot be resolved")
        .hasNoCause();
  }

  /** No proxy, name or endpoint is in the way to an address of the node's own link. */
  @Test
  void instanceMetadataThatDoesNotAnswerLeadsToTheMachineAndNotToProxiesAndNames() {
    ConnectException refused = new ConnectException("Connection refused");
    script.then(refused).then(refused).then(refused);
    HttpRequest request =
        HttpRequest.of("PUT", URI.create("http://169.254.169.254/latest/api/token"));

    assertThatThrownBy(() -> connections().send(request))
        .asInstanceOf(InstanceOfAssertFactories.type(CredentialException.class))
        .extracting(CredentialException::line, InstanceOfAssertFactories.STRING)
        .startsWith(
            "PUT http://169.254.169.254/latest/api/token failed: no connection: Connection refused;"
                + " hint: check that the node is a virtual machine of that cloud, and that its"
                + " firewall and the hop limit")
        .doesNotContain("DNS", "PROXY", "VPC");
  }

  static Stream<Arguments> certificates() {
    return Stream.of(
        arguments(new CertificateException("unable to find valid path"), "if a proxy inspects TLS"),
        arguments(new CertificateExpiredException("NotAfter: x"), "renew the certificate"),
        arguments(new CertificateNotYetValidException("NotBefore: x"), "set the node's clock: "),
        arguments(
            new CertificateException("No subject alternative DNS name matching a.example found."),
            "set a host that the certificate names in the endpoint option"));
  }

  @ParameterizedTest
  @MethodSource("certificates")
  void aCertificateThatIsNotTrustedIsNotTriedAgain(CertificateException because, String hint) {
    SSLHandshakeException untrusted = new SSLHandshakeException("PKIX path building failed");
    untrusted.initCause(because);
    script.then(untrusted);

    assertFails(
        Kind.CONFIGURATION,
        "its certificate is not trusted by the JDK's own CA certificates: " + because.getMessage(),
        "hint: " + hint);
    assertThat(script.requests).hasSize(1);
  }

  @Test
  void anAnswerThatIsNotReadIsNotTriedAgain() {
    script.then(new RejectedResponseException("it answers with a redirect (HTTP 307)"));

    assertFails(Kind.UNAVAILABLE, "it answers with a redirect (HTTP 307); hint: a proxy or");
    assertThat(script.requests).hasSize(1);
  }

  @ParameterizedTest
  @CsvSource({
    "true, put user:password@ into HTTPS_PROXY",
    "false, let the proxy accept the scheme Basic: podpass has no other"
  })
  void aProxyThatWantsAPasswordIsAMatterOfConfiguration(boolean offersBasic, String hint) {
    script.then(new ProxyRefusedException(407, null, offersBasic));

    assertFails(Kind.CONFIGURATION, "HTTP 407", "hint: " + hint);
  }

  @Test
  void waitsAsLongAsAProxyAsks() {
    script.then(new ProxyRefusedException(503, "7", true)).then(answer(200, "ok"));

    assertThat(connections().send(REQUEST).text()).isEqualTo("ok");
    assertThat(pauses).singleElement().satisfies(p -> assertThat(p.toSeconds()).isEqualTo(7));
  }

  @Test
  void doesNotWaitForAProxyPastTheDeadline() {
    script.then(new ProxyRefusedException(503, "3600", true));

    assertFails(Kind.UNAVAILABLE, "refuses to connect to it (HTTP 503); hint: let the proxy reach");
    assertThat(pauses).isEmpty();
  }

  @Test
  void aNameThatIsNotKnownIsTheOnlyThingToldOfIt() {
    UnknownHostException unknown = new UnknownHostException("sts.example");
    script.then(unknown).then(unknown).then(unknown);

    assertFails(
        Kind.UNAVAILABLE, "failed: the name cannot be resolved; hint: check the node's DNS");
    assertThatThrownBy(() -> connections().send(REQUEST)).hasNoCause();
  }

  @Test
  void aNameThatIsNotKnownAtTheDeadlineIsNotTheCauseForAnSdk() {
    script.then(
        () -> nanos.addAndGet(Duration.ofSeconds(46).toNanos()),
        new UnknownHostException("sts.example"));

    assertFails(Kind.TRY_AGAIN, "no answer within the deadline of 45 s");
    nanos.set(0);
    assertThatThrownBy(() -> connections().send(REQUEST)).hasNoCause();
  }

  @Test
  void whatFailsPastTheDeadlineFailedBecauseOfIt() {
    script.then(() -> nanos.addAndGet(Duration.ofSeconds(46).toNanos()), new IOException("closed"));

    assertFails(Kind.TRY_AGAIN, "no answer within the deadline of 45 s");
  }

  private void assertFails(Kind kind, String... because) {
    FailedCall.assertFails(() -> connections().send(REQUEST), kind, because);
  }
}
