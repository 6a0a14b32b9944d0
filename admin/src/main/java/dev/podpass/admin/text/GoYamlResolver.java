// SPDX-License-Identifier: Apache-2.0
package dev.podpass.admin.text;

import java.math.BigInteger;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.nodes.NodeId;
import org.yaml.snakeyaml.nodes.Tag;
import org.yaml.snakeyaml.resolver.Resolver;

/**
 * Resolves scalars without quotes as {@code go.yaml.in/yaml/v2} does, with which kubelet reads its
 * files: neither as YAML 1.1 nor as YAML 1.2.
 *
 * @see <a href="https://github.com/yaml/go-yaml/blob/v2.4.3/resolve.go">resolve.go</a>
 */
final class GoYamlResolver extends Resolver {
  private static final Pattern TRUE = Pattern.compile("y|Y|[Yy]es|YES|[Tt]rue|TRUE|[Oo]n|ON");
  private static final Pattern FALSE = Pattern.compile("n|N|[Nn]o|NO|[Ff]alse|FALSE|[Oo]ff|OFF");
  private static final Pattern NULL = Pattern.compile("~?|[Nn]ull|NULL");
  private static final Pattern NOT_FINITE =
      Pattern.compile("\\.(?:nan|NaN|NAN)|[+-]?\\.(?:inf|Inf|INF)");
  private static final Pattern INTEGER =
      Pattern.compile("([+-]?)(0[xX]|0[bB]|0[oO]|0(?=.)|)([0-9a-fA-F]+)|0b([+-][01]+)");
  private static final Pattern FLOAT =
      Pattern.compile("[+-]?(?:\\.[0-9]+|[0-9]+(?:\\.[0-9]*)?)(?:[eE][+-]?[0-9]+)?");

  /** After a leading dot, an underscore is allowed only between digits. */
  private static final Pattern FRACTION =
      Pattern.compile("\\.[0-9]+(?:_[0-9]+)*(?:[eE][+-]?[0-9]+(?:_[0-9]+)*)?");

  private static final BigInteger LEAST = BigInteger.TWO.pow(63).negate();
  private static final BigInteger GREATEST = BigInteger.TWO.pow(64).subtract(BigInteger.ONE);

  @Override
  protected void addImplicitResolvers() {
    // Those of YAML 1.1 are not used.
  }

  @Override
  public Tag resolve(NodeId kind, String text, boolean plain) {
    if (kind != NodeId.scalar || !plain) {
      return super.resolve(kind, text, plain);
    }
    return switch (value(text)) {
      case null -> Tag.NULL;
      case Boolean _ -> Tag.BOOL;
      case Number _ -> Tag.FLOAT;
      default -> Tag.STR;
    };
  }

  /** Returns a boolean, a number, a text, or null. */
  static @Nullable Object value(String text) {
    if (TRUE.matcher(text).matches() || FALSE.matcher(text).matches()) {
      return TRUE.matcher(text).matches();
    }
    if (NULL.matcher(text).matches()) {
      return null;
    }
    if (NOT_FINITE.matcher(text).matches()) {
      return Double.NaN;
    }
    if (text.startsWith(".")) {
      return decimal(FRACTION, text).<Object>map(number -> number).orElse(text);
    }
    boolean digits = text.matches("(?s)[0-9+-].*");
    String plain = text.replace("_", "");
    return digits
        ? integer(plain).or(() -> decimal(FLOAT, plain)).<Object>map(number -> number).orElse(text)
        : text;
  }

  /** A number that is too large is a text. */
  private static Optional<Number> decimal(Pattern form, String text) {
    return Optional.of(text)
        .filter(form.asMatchPredicate())
        .map(number -> Double.valueOf(number.replace("_", "")))
        .filter(Double::isFinite)
        .map(Number.class::cast);
  }

  private static Optional<Number> integer(String text) {
    Matcher form = INTEGER.matcher(text);
    if (!form.matches()) {
      return Optional.empty();
    }
    try {
      BigInteger value =
          form.group(4) == null
              ? new BigInteger(form.group(1) + form.group(3), radix(form.group(2)))
              : new BigInteger(form.group(4), 2);
      return Optional.of(value)
          .filter(number -> number.compareTo(LEAST) >= 0 && number.compareTo(GREATEST) <= 0)
          .map(number -> number.bitLength() < Long.SIZE ? (Number) number.longValue() : number);
    } catch (NumberFormatException _) {
      return Optional.empty();
    }
  }

  private static int radix(String prefix) {
    return switch (prefix) {
      case "" -> 10;
      case "0x", "0X" -> 16;
      case "0b", "0B" -> 2;
      default -> 8;
    };
  }
}
