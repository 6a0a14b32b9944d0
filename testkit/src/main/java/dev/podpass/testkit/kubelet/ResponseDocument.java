// SPDX-License-Identifier: Apache-2.0
package dev.podpass.testkit.kubelet;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The JSON document on a plugin's standard output. Like kubelet it is read twice: first loosely, to
 * learn its version, and then by the strict codec, which does not report what it rejects.
 */
final class ResponseDocument {
  private static final Set<String> FIELDS =
      Set.of("kind", "apiVersion", "cacheKeyType", "cacheDuration", "auth");
  private static final JsonMapper LOOSE =
      JsonMapper.builder().enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS).build();
  private static final JsonMapper STRICT =
      LOOSE.rebuild().enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION).build();

  private final String text;
  private final JsonNode loose;

  private ResponseDocument(String text, JsonNode loose) {
    this.text = text;
    this.loose = loose;
  }

  /** The fields as the codec decodes them; what may be in them is not its business. */
  record Fields(String cacheKeyType, Optional<Duration> cacheDuration, Map<String, Login> auth) {}

  static ResponseDocument parse(byte[] stdout) {
    try {
      // From bytes, Jackson would skip a byte order mark and guess other encodings. Go does
      // neither.
      String text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(stdout)).toString();
      JsonNode node = LOOSE.readTree(text);
      if (!node.isObject()) {
        throw unreadable("not one JSON object");
      }
      return new ResponseDocument(text, node);
    } catch (JsonProcessingException e) {
      throw unreadable(e.getOriginalMessage());
    } catch (CharacterCodingException e) {
      throw unreadable("not UTF-8");
    }
  }

  String apiVersion() {
    return loose.path("apiVersion").asText();
  }

  Fields decode() {
    try {
      JsonNode node = STRICT.readTree(text);
      requireOnly(node, FIELDS);
      if (!text(node, "kind").equals("CredentialProviderResponse")) {
        throw undecodable();
      }
      return new Fields(text(node, "cacheKeyType"), duration(node), auth(node));
    } catch (JsonProcessingException e) {
      throw undecodable();
    }
  }

  private static Optional<Duration> duration(JsonNode node) {
    if (node.path("cacheDuration").isNull() || !node.has("cacheDuration")) {
      return Optional.empty();
    }
    try {
      return Optional.of(GoDuration.parse(text(node, "cacheDuration")));
    } catch (IllegalArgumentException e) {
      throw undecodable();
    }
  }

  private static Map<String, Login> auth(JsonNode node) {
    JsonNode auth = node.path("auth");
    if (auth.isNull() || auth.isMissingNode()) {
      return Map.of();
    }
    if (!auth.isObject()) {
      throw undecodable();
    }
    Map<String, Login> logins = new TreeMap<>();
    auth.properties().forEach(entry -> logins.put(entry.getKey(), login(entry.getValue())));
    return logins;
  }

  private static Login login(JsonNode node) {
    if (node.isNull()) {
      return new Login("", "");
    }
    requireOnly(node, Set.of("username", "password"));
    return new Login(text(node, "username"), text(node, "password"));
  }

  private static void requireOnly(JsonNode node, Set<String> known) {
    if (!node.isObject()
        || !known.containsAll(node.propertyStream().map(Map.Entry::getKey).toList())) {
      throw undecodable();
    }
  }

  /** Absent and null are the empty text, as in Go. */
  private static String text(JsonNode node, String field) {
    JsonNode value = node.path(field);
    if (!value.isTextual() && !value.isNull() && !value.isMissingNode()) {
      throw undecodable();
    }
    return value.isTextual() ? value.textValue() : "";
  }

  private static RefusedByKubelet unreadable(String why) {
    return new RefusedByKubelet("error reading GVK from response: " + why);
  }

  private static RefusedByKubelet undecodable() {
    return new RefusedByKubelet("error decoding credential provider plugin response from stdout");
  }

  /**
   * Go's syntax of durations: a sign, then numbers with units, such as {@code 1h15m30.918s}. What
   * Go cannot hold in 63 bits of nanoseconds is no duration.
   */
  private static final class GoDuration {
    private static final Pattern WHOLE =
        Pattern.compile("(?<sign>[-+]?)(?<terms>(?:(?:\\d+\\.?\\d*|\\.\\d+)[^\\d.]+)+|0)");
    private static final Pattern TERM = Pattern.compile("(\\d*)\\.?(\\d*)([^\\d.]+)");
    private static final Map<String, Long> UNITS =
        Map.of(
            "ns", 1L,
            "us", 1_000L,
            "\u00b5s", 1_000L, // micro sign
            "\u03bcs", 1_000L, // Greek letter mu
            "ms", 1_000_000L,
            "s", 1_000_000_000L,
            "m", 60_000_000_000L,
            "h", 3_600_000_000_000L);
    private static final BigInteger LIMIT = BigInteger.TWO.pow(63);

    private GoDuration() {}

    /**
     * Parses a duration.
     *
     * @throws IllegalArgumentException if Go would not
     */
    static Duration parse(String text) {
      Matcher whole = WHOLE.matcher(text);
      if (!whole.matches()) {
        throw invalid(text);
      }
      BigInteger nanos = BigInteger.ZERO;
      if (!whole.group("terms").equals("0")) {
        Matcher term = TERM.matcher(whole.group("terms"));
        while (term.find()) {
          nanos = nanos.add(nanos(term, text));
        }
      }
      boolean negative = whole.group("sign").equals("-");
      BigInteger signed = negative ? nanos.negate() : nanos;
      if (nanos.compareTo(LIMIT) > 0 || signed.equals(LIMIT)) {
        throw invalid(text);
      }
      return Duration.ofNanos(signed.longValueExact());
    }

    private static BigInteger nanos(Matcher term, String text) {
      Long unit = UNITS.get(term.group(3));
      if (unit == null) {
        throw invalid(text);
      }
      BigInteger whole = term.group(1).isEmpty() ? BigInteger.ZERO : new BigInteger(term.group(1));
      return whole.multiply(BigInteger.valueOf(unit)).add(fraction(term.group(2), unit));
    }

    /**
     * In floating point, of the digits that fit into 63 bits, and cut: so does Go, and only so do
     * both agree to the nanosecond.
     */
    private static BigInteger fraction(String digits, long unit) {
      if (digits.isEmpty()) {
        return BigInteger.ZERO;
      }
      String significant = digits;
      while (new BigInteger(significant).compareTo(LIMIT) > 0) {
        significant = significant.substring(0, significant.length() - 1);
      }
      double scale = Math.pow(10, significant.length());
      double nanos = new BigInteger(significant).doubleValue() * (unit / scale);
      return BigInteger.valueOf((long) nanos);
    }

    private static IllegalArgumentException invalid(String text) {
      return new IllegalArgumentException("not a Go duration: " + text);
    }
  }
}
