// SPDX-License-Identifier: Apache-2.0
package dev.podpass.testkit.net;

import java.util.List;

/** Everything that has reached the fakes, in the order of time. Lists are snapshots. */
public final class Received {
  private final Log<ReceivedRequest> requests = new Log<>();
  private final Log<SentAnswer> answers = new Log<>();
  private final Log<ProxyRequest> proxyRequests = new Log<>();
  private final Log<TlsConnection> tlsConnections = new Log<>();
  private final Log<RuntimeException> bugs = new Log<>();

  Received() {}

  /** The requests to all hosts, the metadata service included. */
  public List<ReceivedRequest> requests() {
    return requests.all();
  }

  /** The requests to one host. */
  public List<ReceivedRequest> requestsTo(String host) {
    return requests.where(request -> request.host().equals(host));
  }

  /** The whole answers that one host gave, to look up what it said, such as a request id. */
  public List<SentAnswer> answersOf(String host) {
    return answers.where(sent -> sent.request().host().equals(host));
  }

  /** Everything that the proxy was asked for. */
  public List<ProxyRequest> proxyRequests() {
    return proxyRequests.all();
  }

  /** The CONNECTs for a {@code host:port}. */
  public List<ProxyRequest> connectsTo(String target) {
    return proxyRequests.where(
        asked -> asked.method().equals("CONNECT") && asked.target().equals(target));
  }

  /** The TLS handshakes, completed or not. */
  public List<TlsConnection> tlsConnections() {
    return tlsConnections.all();
  }

  /** The TLS handshakes with one host. */
  public List<TlsConnection> tlsConnectionsTo(String host) {
    return tlsConnections.where(tls -> tls.host().equals(host));
  }

  /** Forgets what has arrived so far. */
  public void clear() {
    List.of(requests, answers, proxyRequests, tlsConnections).forEach(Log::clear);
  }

  void add(ReceivedRequest request) {
    requests.add(request);
  }

  void add(SentAnswer answer) {
    answers.add(answer);
  }

  void add(ProxyRequest request) {
    proxyRequests.add(request);
  }

  void add(TlsConnection connection) {
    tlsConnections.add(connection);
  }

  /** A fake host threw: a bug of the testkit, which is reported when the fakes are closed. */
  void addBug(RuntimeException bug) {
    bugs.add(bug);
  }

  List<RuntimeException> bugs() {
    return bugs.all();
  }
}
