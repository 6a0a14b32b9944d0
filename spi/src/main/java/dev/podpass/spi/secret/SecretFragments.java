// SPDX-License-Identifier: Apache-2.0
package dev.podpass.spi.secret;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.Arrays;
import java.util.Base64;
import java.util.BitSet;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Masks what is left of known secrets in a text that repeats them in pieces: wrapped, quoted, in
 * words, escaped, in base64, or in full-width or mathematical letters. Only letters and digits are
 * compared, whatever is between them.
 */
final class SecretFragments {
  /**
   * The shortest run that counts. Of 20 characters of base64url, fewer than 12 are letters or
   * digits once in a thousand million times; an ordinary text has none of a random secret's runs.
   */
  private static final int RUN = 12;

  /** An escape of JSON, of a URL or of HTML, or a tag: its letters do not count as text. */
  private static final Pattern ESCAPE =
      Pattern.compile(
          "\\\\++(?:u(?<unit>[0-9a-fA-F]{4})|x(?<hex>[0-9a-fA-F]{2})|[nrtbf])"
              + "|%(?:25){0,8}(?<percent>[0-9a-fA-F]{2})"
              + "|&#?[0-9A-Za-z]{1,8};|<[^<>]{0,32}+>");

  private final Set<String> runs;

  SecretFragments(Secret... known) {
    runs =
        Arrays.stream(known)
            .flatMap(secret -> forms(secret.reveal()))
            .map(Letters::in)
            .flatMap(letters -> IntStream.range(0, letters.runs()).mapToObj(letters::run))
            .collect(Collectors.toSet());
  }

  /** The secret, and its base64 behind any text: three alignments, whatever the alphabet. */
  private static Stream<String> forms(String secret) {
    byte[] bytes = secret.getBytes(UTF_8);
    Stream<String> encoded =
        IntStream.range(0, Math.min(3, bytes.length))
            .mapToObj(skipped -> Arrays.copyOfRange(bytes, skipped, bytes.length))
            .map(Base64.getEncoder().withoutPadding()::encodeToString);
    return Stream.concat(Stream.of(secret), encoded);
  }

  /** The text, masked from the first fragment to the last. */
  String masked(String text, String mask) {
    BitSet found = new BitSet();
    mark(Letters.in(text), found);
    mark(Letters.unescaped(text), found);
    if (found.isEmpty()) {
      return text;
    }
    int from = found.nextSetBit(0);
    int to = found.length();
    // A mask that is there already may end in a letter with which the rest of a secret goes on.
    int first = text.lastIndexOf(mask, from);
    int last = text.lastIndexOf(mask, to);
    boolean cutsFirst = first >= 0 && first + mask.length() > from;
    boolean cutsLast = last >= 0 && last + mask.length() > to;
    return text.substring(0, cutsFirst ? first : from)
        + mask
        + text.substring(cutsLast ? last + mask.length() : to);
  }

  private void mark(Letters letters, BitSet found) {
    for (int i = 0; i < letters.runs(); i++) {
      if (runs.contains(letters.run(i))) {
        found.set(letters.begin[i], letters.end[i + RUN - 1]);
      }
    }
  }

  /** The letters and digits of a text, with their positions. */
  private static final class Letters {
    private final StringBuilder letters = new StringBuilder();
    private final int[] begin;
    private final int[] end;

    private Letters(int length) {
      begin = new int[length];
      end = new int[length];
    }

    /** As in the text. */
    static Letters in(String text) {
      Letters all = new Letters(text.length());
      all.addPlain(text, 0, text.length());
      return all;
    }

    /** With escapes resolved. */
    static Letters unescaped(String text) {
      Letters all = new Letters(text.length());
      Matcher escape = ESCAPE.matcher(text);
      int at = 0;
      while (escape.find()) {
        all.addPlain(text, at, escape.start());
        for (String code : new String[] {"unit", "hex", "percent"}) {
          if (escape.group(code) != null) {
            all.add((char) Integer.parseInt(escape.group(code), 16), escape.start(), escape.end());
          }
        }
        at = escape.end();
      }
      all.addPlain(text, at, text.length());
      return all;
    }

    private void addPlain(String text, int from, int to) {
      int i = from;
      while (i < to) {
        int point = text.codePointAt(i);
        int next = i + Character.charCount(point);
        add(plain(point), i, next);
        i = next;
      }
    }

    /** As NFKC folds full-width and mathematical letters; the executable has no table of it. */
    private static char plain(int point) {
      if (point >= 0xff01 && point <= 0xff5e) {
        return (char) (point - 0xfee0);
      }
      if (point >= 0x1d400 && point <= 0x1d6a3) {
        int letter = (point - 0x1d400) % 52;
        return (char) (letter < 26 ? 'A' + letter : 'a' + letter - 26);
      }
      if (point >= 0x1d7ce && point <= 0x1d7ff) {
        return (char) ('0' + (point - 0x1d7ce) % 10);
      }
      return Character.isBmpCodePoint(point) ? (char) point : ' ';
    }

    private void add(char c, int from, int to) {
      if ((c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9')) {
        begin[letters.length()] = from;
        end[letters.length()] = to;
        letters.append(c);
      }
    }

    int runs() {
      return Math.max(0, letters.length() - RUN + 1);
    }

    String run(int at) {
      return letters.substring(at, at + RUN);
    }
  }
}
