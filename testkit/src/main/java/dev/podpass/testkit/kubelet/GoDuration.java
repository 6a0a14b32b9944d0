// SPDX-License-Identifier: Apache-2.0
package dev.podpass.testkit.kubelet;

import java.math.BigInteger;
import java.time.Duration;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Go's syntax of durations: a sign, then numbers with units, such as {@code 1h15m30.918s}. What Go
 * cannot hold in 63 bits of nanoseconds is no duration.
 */
public final class GoDuration {
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
  public static Duration parse(String text) {
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
