// SPDX-License-Identifier: Apache-2.0
package dev.podpass.testkit.net;

import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;

/** Decides what the proxy does with a request: whom it admits, and to where. */
final class Gatekeeper {
  private static final String HTTPS = ":443";

  private final FaultPlan faults;
  private final Function<String, Optional<FakeHost>> hosts;
  private final Optional<ProxyCredentials> required;

  Gatekeeper(
      FaultPlan faults,
      Function<String, Optional<FakeHost>> hosts,
      Optional<ProxyCredentials> required) {
    this.faults = faults;
    this.hosts = hosts;
    this.required = required;
  }

  sealed interface Verdict {}

  record Pass(Conversation.Party party) implements Verdict {}

  record Refuse(Answer answer) implements Verdict {}

  record Misbehave(ProxyFault fault, Conversation.Party party) implements Verdict {}

  Verdict judge(RawRequest request) {
    if (!request.method().equals("CONNECT")) {
      return new Refuse(Answer.of(405, "text/plain", "only CONNECT"));
    }
    if (required.isPresent()
        && !required.get().admits(request.headers().first("Proxy-Authorization"))) {
      return new Refuse(
          Answer.status(407).with("Proxy-Authenticate", "Basic realm=\"podpass testkit\""));
    }
    if (!request.target().endsWith(HTTPS)) {
      return unknown(request.target());
    }
    String target = request.target().toLowerCase(Locale.ROOT);
    String host = target.substring(0, target.length() - HTTPS.length());
    return hosts
        .apply(host)
        .map(fake -> admit(new Conversation.Party(host, fake)))
        .orElseGet(() -> unknown(request.target()));
  }

  private Verdict admit(Conversation.Party party) {
    return faults
        .atConnect(party.host())
        .<Verdict>map(fault -> new Misbehave(fault, party))
        .orElseGet(() -> new Pass(party));
  }

  private static Verdict unknown(String target) {
    return new Refuse(Answer.of(502, "text/plain", "no such host: " + target));
  }
}
