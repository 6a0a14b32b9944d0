// SPDX-License-Identifier: Apache-2.0
package dev.podpass.testkit.exchange;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.podpass.testkit.net.Answer;
import dev.podpass.testkit.net.FakeHost;
import dev.podpass.testkit.net.ReceivedRequest;
import dev.podpass.testkit.net.Refusal;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;

/** The host of a registry with identities that trust tokens, and logins for these tokens. */
abstract class ExchangeHost implements FakeHost {
  private final Map<String, List<Federation>> trusted = new ConcurrentHashMap<>();
  private final Logins logins;

  ExchangeHost(Logins logins) {
    this.logins = logins;
  }

  @Override
  public final Answer answer(ReceivedRequest request) {
    try {
      return exchange(request);
    } catch (Refusal refusal) {
      return Answer.json(refusal.status(), refused(refusal).toString());
    }
  }

  /** Answers a request, or refuses it. */
  abstract Answer exchange(ReceivedRequest request);

  /** The document that this registry refuses with. */
  abstract ObjectNode refused(Refusal refusal);

  final void add(String identity, Federation federation) {
    trusted.computeIfAbsent(identity, _ -> new CopyOnWriteArrayList<>()).add(federation);
  }

  /** Requires a token that the identity trusts. */
  final void requireTrusted(String identity, String token, Refusal unknown) {
    List<Federation> federations = trusted.get(identity);
    if (federations == null) {
      throw unknown;
    }
    var _ = new SubjectTokens(logins.clock()).verify(token, List.copyOf(federations));
  }

  final IssuedLogin issue(ReceivedRequest request, String identity, String username) {
    return logins.issue(request.host(), identity, username);
  }

  /** The life of the logins in seconds. */
  final long lifeSeconds() {
    return logins.life().toSeconds();
  }

  static ObjectNode json() {
    return Logins.JSON.createObjectNode();
  }

  static Answer granted(ObjectNode answer) {
    return Answer.json(200, answer.toString());
  }
}
