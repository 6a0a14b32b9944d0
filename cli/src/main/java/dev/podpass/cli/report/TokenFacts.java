// SPDX-License-Identifier: Apache-2.0
package dev.podpass.cli.report;

import dev.podpass.cli.report.VerdictWord.Tone;
import dev.podpass.spi.token.ServiceAccountSubject;
import dev.podpass.spi.token.ServiceAccountSubject.ObjectReference;
import dev.podpass.spi.token.TokenPolicy.TokenCheck;
import dev.podpass.spi.token.TokenPolicy.TokenCheck.Verdict;
import dev.podpass.spi.token.UnverifiedClaims;
import dev.podpass.spi.token.UnverifiedClaims.Validity;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A token's claims and checks as facts to print, without the token. */
public final class TokenFacts {
  private TokenFacts() {}

  /** The claims. */
  public static Map<String, Object> claims(UnverifiedClaims claims, Instant now) {
    Map<String, Object> facts = new LinkedHashMap<>();
    ServiceAccountSubject workload = claims.workload();
    facts.put("issuer", claims.issuer());
    facts.put("service account", account(workload));
    workload.pod().ifPresent(pod -> facts.put("pod", DisplayValue.object(pod.name(), pod.uid())));
    workload
        .node()
        .ifPresent(node -> facts.put("node", DisplayValue.object(node.name(), node.uid())));
    facts.put(
        "audience", new DisplayValue(claims.audiences(), String.join(", ", claims.audiences())));
    Validity validity = claims.validity();
    validity.issuedAt().ifPresent(issued -> facts.put("issued", DisplayValue.time(issued, now)));
    validity.notBefore().ifPresent(start -> facts.put("valid from", DisplayValue.time(start, now)));
    facts.put(
        validity.expiry().isAfter(now) ? "expires" : "expired",
        DisplayValue.time(validity.expiry(), now));
    claims.id().ifPresent(id -> facts.put("id", id));
    return facts;
  }

  private static DisplayValue account(ServiceAccountSubject workload) {
    ObjectReference account = workload.serviceAccount();
    return DisplayValue.object(workload.namespace() + "/" + account.name(), account.uid());
  }

  /** One row for each check. */
  public static List<Map<String, Object>> checks(List<TokenCheck> checks) {
    return checks.stream()
        .map(check -> {
          Map<String, Object> row = new LinkedHashMap<>();
          row.put("verdict", mark(check.verdict()));
          row.put("check", check.subject());
          row.put("finding", check.finding());
          return row;
        })
        .toList();
  }

  private static VerdictWord mark(Verdict verdict) {
    return switch (verdict) {
      case PASSED -> new VerdictWord("passed", Tone.GOOD);
      case FAILED -> new VerdictWord("failed", Tone.BAD);
      case UNVERIFIED -> new VerdictWord("unverified", Tone.OPEN);
    };
  }
}
