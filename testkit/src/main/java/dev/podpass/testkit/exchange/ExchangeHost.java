// SPDX-License-Identifier: Apache-2.0
package dev.podpass.testkit.exchange;

import com.fasterxml.jackson.databind.node.ObjectNode;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import dev.podpass.testkit.net.Answer;
import dev.podpass.testkit.net.FakeHost;
import dev.podpass.testkit.net.ReceivedRequest;
import dev.podpass.testkit.net.Refusal;
import dev.podpass.testkit.oidc.SignatureVerdict;
import dev.podpass.testkit.oidc.TokenLife;
import java.text.ParseException;
import java.time.Clock;
import java.util.Collection;
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

  /** A registry's judgement of the tokens of pods; the wording is unverified. */
  private static final class SubjectTokens {
    private final Clock clock;

    SubjectTokens(Clock clock) {
      this.clock = clock;
    }

    /** The subject of a token that one of these federations trusts. */
    String verify(String token, Collection<Federation> federations) {
      SignedJWT jwt = parse(token);
      Federation federation =
          federations.stream()
              .filter(one -> one.issuer().url().equals(claims(jwt).getIssuer()))
              .filter(one -> one.subject().equals(claims(jwt).getSubject()))
              .findFirst()
              .orElseThrow(() ->
                  refusal("issuer " + claims(jwt).getIssuer() + " not configured for subject"));
      require(federation.issuer().judge(jwt) == SignatureVerdict.VALID, "signature is invalid");
      require(
          claims(jwt).getAudience().equals(List.of(federation.audience())), "audience is invalid");
      require(TokenLife.isCurrent(claims(jwt), clock.instant()), "token has expired");
      return claims(jwt).getSubject();
    }

    private static SignedJWT parse(String token) {
      try {
        return SignedJWT.parse(token);
      } catch (ParseException e) {
        throw refusal("token is not a JWT");
      }
    }

    private static JWTClaimsSet claims(SignedJWT jwt) {
      try {
        return jwt.getJWTClaimsSet();
      } catch (ParseException e) {
        throw refusal("token has no claims");
      }
    }

    private static void require(boolean good, String otherwise) {
      if (!good) {
        throw refusal(otherwise);
      }
    }

    private static Refusal refusal(String message) {
      return new Refusal(401, "invalid_token", message);
    }
  }
}
