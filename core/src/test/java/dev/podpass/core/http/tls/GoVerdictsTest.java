// SPDX-License-Identifier: Apache-2.0
package dev.podpass.core.http.tls;

import static java.util.stream.Collectors.toMap;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;

/**
 * No chain is accepted that Go's {@code crypto/x509} refuses for a reason of trust. Go's verdicts
 * on the recorded chains are written by {@code conformance/x509}.
 */
class GoVerdictsTest {
  private static final JsonNode GO = read();

  private static JsonNode read() {
    try (InputStream in = GoVerdictsTest.class.getResourceAsStream("go-verdicts.json")) {
      return JsonMapper.builder().build().readTree(Objects.requireNonNull(in));
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  /** What Go alone refuses, and why that does not matter. */
  private static final Map<String, String> TAKEN =
      Map.of(
          "(root|upper|lower): critical subjectAltName of a directory name",
          "the JDK understands directory names, and no server is named by one");

  /** What podpass alone refuses, and why it may. */
  private static final Map<String, String> REFUSED =
      Map.of(
          ".*: keyUsage nothing|server: keyUsage .*",
          "the JDK asks that a key be for what it is used for",
          "server: extKeyUsage none",
          "the JDK takes an empty list for one that permits nothing",
          ".*: extension 2.5.29.31, critical true",
          "the JDK does not understand cRLDistributionPoints",
          "constraints [0-9]+: upper false .*dn:.*",
          "the JDK keeps to constraints of directory names, which Go passes over",
          "constraints 6: upper true .\"dns:\". .*",
          "the JDK cannot read a constraint of an empty name, which permits all");

  @Test
  void whatGoRefusesIsRefused() {
    assertDiffer(TAKEN, verdicts().filter(v -> v.has("refused") && trusted(v)));
  }

  @Test
  void whatGoTakesIsTaken() {
    assertDiffer(REFUSED, verdicts().filter(v -> !v.has("refused") && !trusted(v)));
  }

  /** A guard: the recorded table is not cut short. */
  @Test
  void theTableIsWhole() {
    assertThat(verdicts().filter(v -> v.has("refused"))).hasSizeGreaterThan(800);
    assertThat(verdicts().filter(v -> !v.has("refused"))).hasSizeGreaterThan(400);
  }

  /** All that differ have a reason, and every reason is needed. */
  private static void assertDiffer(Map<String, String> reasons, Stream<JsonNode> verdicts) {
    Map<String, String> differing =
        verdicts.collect(toMap(v -> v.get("case").asText(), v -> "ours: " + ours(v)));

    assertThat(differing.keySet())
        .allMatch(name -> reasons.keySet().stream().anyMatch(name::matches));
    assertThat(reasons.keySet())
        .allMatch(reason -> differing.keySet().stream().anyMatch(name -> name.matches(reason)));
  }

  private static boolean trusted(JsonNode verdict) {
    return ours(verdict).equals("trusted");
  }

  private static Stream<JsonNode> verdicts() {
    return StreamSupport.stream(GO.get("verdicts").spliterator(), false);
  }

  private static String ours(JsonNode verdict) {
    try {
      CaBundle bundle =
          new CaBundle(
              List.of(), encoded(verdict.get("trusted")).map(GoVerdictsTest::pem).toList());
      Clock clock = Clock.fixed(Instant.parse(GO.get("now").asText()), ZoneOffset.UTC);
      return TestCertificate.verdict(
          bundle, chain(verdict.get("shown")), verdict.get("host").asText(), clock);
    } catch (CertificateException e) {
      return String.valueOf(e.getMessage());
    }
  }

  private static Stream<String> encoded(JsonNode ids) {
    return StreamSupport.stream(ids.spliterator(), false)
        .map(id -> GO.get("certificates").get(id.asText()).asText());
  }

  private static String pem(String base64) {
    return "-----BEGIN CERTIFICATE-----\n" + base64 + "\n-----END CERTIFICATE-----\n";
  }

  private static List<X509Certificate> chain(JsonNode ids) throws CertificateException {
    CertificateFactory factory = CertificateFactory.getInstance("X.509");
    List<X509Certificate> chain = new ArrayList<>();
    for (String shown : encoded(ids).toList()) {
      byte[] der = Base64.getDecoder().decode(shown);
      chain.add((X509Certificate) factory.generateCertificate(new ByteArrayInputStream(der)));
    }
    return chain;
  }
}
