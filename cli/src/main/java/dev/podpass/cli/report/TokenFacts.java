// SPDX-License-Identifier: Apache-2.0
package dev.podpass.cli.report;

import dev.podpass.admin.text.Facts;
import dev.podpass.cli.report.VerdictWord.Tone;
import dev.podpass.core.token.TokenPolicy.TokenCheck;
import dev.podpass.core.token.TokenPolicy.TokenCheck.Verdict;
import dev.podpass.spi.token.ServiceAccountSubject;
import dev.podpass.spi.token.ServiceAccountSubject.ObjectReference;
import dev.podpass.spi.token.UnverifiedClaims;
import dev.podpass.spi.token.UnverifiedClaims.Validity;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/** A token's claims and checks as facts to print, without the token. */
public final class TokenFacts {
  private TokenFacts() {}

  public static Map<String, Object> claims(UnverifiedClaims claims, Instant now) {
    ServiceAccountSubject workload = claims.workload();
    Validity validity = claims.validity();
    return Facts.of(
        "issuer",
        claims.issuer(),
        "service account",
        account(workload),
        "pod",
        workload.pod().map(pod -> DisplayValue.object(pod.name(), pod.uid())),
        "node",
        workload.node().map(node -> DisplayValue.object(node.name(), node.uid())),
        "audience",
        new DisplayValue(claims.audiences(), String.join(", ", claims.audiences())),
        "issued",
        validity.issuedAt().map(issued -> DisplayValue.time(issued, now)),
        "valid from",
        validity.notBefore().map(start -> DisplayValue.time(start, now)),
        validity.expiry().isAfter(now) ? "expires" : "expired",
        DisplayValue.time(validity.expiry(), now),
        "id",
        claims.id());
  }

  private static DisplayValue account(ServiceAccountSubject workload) {
    ObjectReference account = workload.serviceAccount();
    return DisplayValue.object(workload.namespace() + "/" + account.name(), account.uid());
  }

  public static List<Map<String, Object>> checks(List<TokenCheck> checks) {
    return checks.stream()
        .map(check ->
            Facts.of(
                "verdict", mark(check.verdict()),
                "check", check.subject(),
                "finding", check.finding()))
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
