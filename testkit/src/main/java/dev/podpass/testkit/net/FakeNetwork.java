// SPDX-License-Identifier: Apache-2.0
package dev.podpass.testkit.net;

import dev.podpass.testkit.pki.CertificateKind;
import dev.podpass.testkit.pki.ServerCertificates;
import dev.podpass.testkit.pki.ServerKeys;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;

/** The proxy and all that is behind it. */
public final class FakeNetwork implements AutoCloseable {
  private static final InetSocketAddress LOOPBACK =
      new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), 0);

  private final Controls controls = Controls.create();
  private final ServerCertificates certificates;
  private final AtomicLong connections = new AtomicLong();
  private final List<FakeCloud> clouds = new CopyOnWriteArrayList<>();
  private final List<Listener> listeners = new CopyOnWriteArrayList<>();
  private final URI proxy;
  private final URI secureProxy;

  private FakeNetwork(Optional<ProxyCredentials> credentials, ServerKeys keys) {
    this.certificates = new ServerCertificates(keys);
    var gatekeeper = new Gatekeeper(controls.faults(), this::find, credentials);
    var tls = new TlsHost(controls, certificates);
    var connect = new ConnectProxy(controls, gatekeeper, tls, connections);
    this.proxy = listen(connect);
    this.secureProxy =
        URI.create(
            "https://"
                + SecureProxy.HOST
                + ":"
                + listen(new SecureProxy(certificates, connect)).getPort());
  }

  /** Starts the proxy, with nothing behind it yet. */
  public static FakeNetwork start(Optional<ProxyCredentials> credentials, ServerKeys keys) {
    return new FakeNetwork(credentials, keys);
  }

  /** Puts a cloud behind the proxy. Of two clouds with the same host, the later serves it. */
  public void serve(FakeCloud cloud) {
    clouds.addFirst(cloud);
  }

  /** Serves a host on a port of its own, in plain HTTP; requests are recorded under its name. */
  public URI servePlain(String name, FakeHost host) {
    return listen(new PlainFront(controls, new Conversation.Party(name, host), connections));
  }

  /**
   * Serves a host on a port of its own, behind TLS and not behind the proxy.
   *
   * @param own what certifies it; the network's authority is of no use for it
   * @return its port on 127.0.0.1
   */
  public int serveDirect(String name, FakeHost host, ServerCertificates own) {
    var party = new Conversation.Party(name, host);
    return listen(new DirectFront(new TlsHost(controls, own), party, connections)).getPort();
  }

  /** Serves a host that is behind the proxy at this address as well, without the proxy. */
  public void serveAt(InetSocketAddress address, String name) {
    var party = new Conversation.Party(name, find(name).orElseThrow());
    var _ =
        listen(address, new DirectFront(new TlsHost(controls, certificates), party, connections));
  }

  /** Where the proxy listens, without credentials. */
  public URI proxy() {
    return proxy;
  }

  /** Where the same proxy listens behind TLS. */
  public URI secureProxy() {
    return secureProxy;
  }

  /** The certificate authority to trust, in PEM. */
  public String trustedPem() {
    return certificates.trustedPem();
  }

  /** What has arrived. */
  public Received received() {
    return controls.received();
  }

  /** Lets something go wrong, a number of times. */
  public void misbehave(Where where, Fault fault, int times) {
    controls.faults().add(where, fault, times);
  }

  /** Lets requests beyond a rate go wrong. */
  public void limit(Where where, RateLimit limit, Fault beyond) {
    controls.faults().limit(where, limit, beyond);
  }

  /** Ends all misbehaviour. */
  public void behave() {
    controls.faults().clear();
  }

  /** Makes every round trip take that long: of CONNECT, of a handshake, and of a request. */
  public void delay(Duration roundTrip) {
    controls.delays().set(roundTrip);
  }

  /** Makes every round trip to one host take that long. */
  public void delay(String host, Duration roundTrip) {
    controls.delays().set(host, roundTrip);
  }

  /**
   * Cuts every connection, whatever it is waiting for.
   *
   * @throws IllegalStateException if a fake host threw while it was being asked
   */
  @Override
  public void close() {
    controls.closing().begin();
    listeners.forEach(Listener::close);
    List<RuntimeException> bugs = controls.received().bugs();
    if (!bugs.isEmpty()) {
      throw new IllegalStateException("bugs in the fake hosts: " + bugs, bugs.getFirst());
    }
  }

  private Optional<FakeHost> find(String name) {
    return clouds.stream().flatMap(cloud -> cloud.host(name).stream()).findFirst();
  }

  private URI listen(Listener.Handler handler) {
    return URI.create("http://127.0.0.1:" + listen(LOOPBACK, handler).port());
  }

  private Listener listen(InetSocketAddress address, Listener.Handler handler) {
    Listener listener = Listener.start(address, handler, controls.received()::addBug);
    listeners.add(listener);
    return listener;
  }

  /** A host behind TLS that is reached without proxy, on a port of its own. */
  private record DirectFront(TlsHost tls, Conversation.Party party, AtomicLong connections)
      implements Listener.Handler {
    @Override
    public void handle(Socket socket) throws IOException {
      ByteArrayInputStream nothing = new ByteArrayInputStream(new byte[0]);
      tls.serve(
          new TlsFront.Tunnel(connections.incrementAndGet(), party.host(), socket, nothing), party);
    }
  }

  /** The proxy once more, itself behind TLS. */
  private record SecureProxy(ServerCertificates certificates, ConnectProxy proxy)
      implements Listener.Handler {
    static final String HOST = "localhost";

    @Override
    public void handle(Socket socket) throws IOException {
      var sockets = certificates.context(HOST, CertificateKind.GENUINE).getSocketFactory();
      proxy.handle(sockets.createSocket(socket, null, true));
    }
  }

  /** A host that is reached without proxy and TLS, on a port of its own. */
  private static final class PlainFront implements Listener.Handler {
    private final Controls controls;
    private final Conversation.Party party;
    private final HttpFront http;
    private final AtomicLong connections;

    PlainFront(Controls controls, Conversation.Party party, AtomicLong connections) {
      this.controls = controls;
      this.party = party;
      this.http = new HttpFront(controls);
      this.connections = connections;
    }

    @Override
    public void handle(Socket socket) throws IOException {
      long connection = connections.incrementAndGet();
      Optional<ConnectionFault> fault = controls.faults().atConnection(party.host());
      if (fault.isPresent()) {
        switch (fault.get()) {
          case ConnectionFault.Hang() -> Conversation.hang(socket);
          case ConnectionFault.Close(), ConnectionFault.CloseUnread() -> socket.close();
          case ConnectionFault.Babble(Bytes bytes) ->
              socket.getOutputStream().write(bytes.toArray());
          case ConnectionFault.SpeakFirst(Bytes bytes) ->
              socket.getOutputStream().write(bytes.toArray());
          case ConnectionFault.Certificate _ ->
              throw new IllegalStateException(party.host() + " has no certificate to falsify");
        }
        return;
      }
      http.serve(new Conversation(connection, party, socket, socket));
    }
  }
}
