// SPDX-License-Identifier: Apache-2.0
package dev.podpass.cli;

import dev.podpass.token.TokenCheck;
import dev.podpass.token.UnverifiedClaims;
import dev.podpass.token.Workload;
import dev.podpass.token.Workload.ObjectReference;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** What is known of a token, as facts to print; never the token. */
final class TokenFacts {
  private TokenFacts() {}

  /** What it says of itself. */
  static Map<String, Object> claims(UnverifiedClaims claims, Instant now) {
    Map<String, Object> facts = new LinkedHashMap<>();
    Workload workload = claims.workload();
    facts.put("issuer", claims.issuer());
    facts.put("service account", workload.namespace() + "/" + text(workload.serviceAccount()));
    workload.pod().ifPresent(pod -> facts.put("pod", text(pod)));
    workload.node().ifPresent(node -> facts.put("node", text(node)));
    facts.put("audience", String.join(", ", claims.audiences()));
    claims
        .validity()
        .issuedAt()
        .ifPresent(issued -> facts.put("issued", Words.relative(issued, now)));
    claims
        .validity()
        .notBefore()
        .ifPresent(start -> facts.put("valid from", Words.relative(start, now)));
    Instant expiry = claims.validity().expiry();
    facts.put(expiry.isAfter(now) ? "expires" : "expired", Words.relative(expiry, now));
    claims.id().ifPresent(id -> facts.put("id", id));
    return facts;
  }

  private static String text(ObjectReference object) {
    return object.name() + object.uid().map(uid -> " (uid " + uid + ")").orElse("");
  }

  /** A row for each check. */
  static List<Map<String, Object>> checks(List<TokenCheck> checks) {
    return checks.stream()
        .map(check -> {
          Map<String, Object> row = new LinkedHashMap<>();
          row.put("verdict", check.verdict().name().toLowerCase(Locale.ROOT));
          row.put("check", check.subject());
          row.put("finding", check.finding());
          return row;
        })
        .toList();
  }
}
