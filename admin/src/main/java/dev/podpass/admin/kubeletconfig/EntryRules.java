// SPDX-License-Identifier: Apache-2.0
package dev.podpass.admin.kubeletconfig;

import dev.podpass.admin.kubeletconfig.FileEntry.Text;
import dev.podpass.admin.kubeletconfig.FileEntry.TokenAttributes;
import dev.podpass.core.protocol.CredentialProviderRequest;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Kubelet's validation rules for entries, by which it refuses to start.
 *
 * @see <a
 *     href="https://github.com/kubernetes/kubernetes/blob/master/pkg/credentialprovider/plugin/config.go">kubelet's
 *     validateCredentialProviderConfig</a>
 */
final class EntryRules {
  private static final String VERSION = CredentialProviderRequest.API_VERSION;
  private static final Pattern VERSIONS =
      Pattern.compile(Pattern.quote(VERSION) + "(?:|beta1|alpha1)");
  private static final Pattern QUALIFIED_NAME =
      Pattern.compile(
          "(?:(?=.{1,253}/)[a-z0-9](?:[a-z0-9-]*[a-z0-9])?(?:\\.[a-z0-9](?:[a-z0-9-]*[a-z0-9])?)*/)?"
              + "[a-z0-9](?:[a-z0-9_.-]{0,61}[a-z0-9])?");
  private static final Pattern PART =
      Pattern.compile("([0-9]+(?:\\.[0-9]*)?|\\.[0-9]+)(ns|us|µs|μs|ms|s|m|h)");
  private static final Pattern DURATION = Pattern.compile("[+-]?(?:0|(?:" + PART.pattern() + ")+)");
  private static final BigDecimal LONGEST = BigDecimal.valueOf(Long.MAX_VALUE);

  private final List<Finding> findings = new ArrayList<>();

  private EntryRules() {}

  /** What the text of a field must be, and what is said otherwise. */
  private record Rule(Predicate<String> holds, String otherwise) {}

  static List<Finding> check(List<FileEntry> entries) {
    EntryRules rules = new EntryRules();
    Set<String> names = new HashSet<>();
    entries.forEach(entry -> rules.entry(entry, names));
    return rules.findings;
  }

  private void entry(FileEntry entry, Set<String> names) {
    field(
        entry.name().filter(name -> !name.text().isEmpty()),
        entry.line(),
        "name is missing; it is the file that kubelet runs",
        new Rule(
            name -> name.matches("(?s)[^/ ]*"),
            "name \"%s\" has a slash or a space; it is a file name"),
        new Rule(name -> !name.matches("\\.\\.?"), "name is %s, which is a directory"),
        new Rule(names::add, "duplicate name %s; link the file under another name for each entry"));
    field(
        entry.apiVersion(),
        entry.line(),
        entry.label() + " has no apiVersion; write apiVersion: " + VERSION,
        new Rule(VERSIONS.asMatchPredicate(), "apiVersion is %s; write apiVersion: " + VERSION));
    field(
        entry.defaultCacheDuration(),
        entry.line(),
        entry.label() + " has no defaultCacheDuration; write defaultCacheDuration: 0s",
        new Rule(
            EntryRules::isDuration,
            "defaultCacheDuration is \"%s\", which is not a duration such as 0s or 1h30m"),
        new Rule(
            text -> !text.matches("-.*[1-9].*") || !isDuration(text),
            "defaultCacheDuration is negative"));
    require(!entry.matchImages().isEmpty(), entry.line(), entry.label() + " has no matchImages");
    entry.token().ifPresent(token -> token(entry, token));
  }

  private void token(FileEntry entry, TokenAttributes token) {
    field(
        token.audience().filter(audience -> !audience.text().isEmpty()),
        token.line(),
        entry.label() + " has no serviceAccountTokenAudience");
    require(
        token.requireServiceAccount().isPresent(),
        token.line(),
        entry.label() + " has no requireServiceAccount; write true or false");
    require(
        entry.apiVersion().filter(version -> version.text().equals(VERSION)).isPresent(),
        token.line(),
        "tokenAttributes need apiVersion: " + VERSION);
    field(
        token.cacheType(),
        token.line(),
        entry.label() + " has no cacheType; write ServiceAccount or Token",
        new Rule(
            type -> type.equals("ServiceAccount") || type.equals("Token"),
            "cacheType is %s; write ServiceAccount or Token"));
    if (!token.required().isEmpty()) {
      int line = token.required().getFirst().line();
      require(
          token.requireServiceAccount().orElse(true),
          line,
          "requiredServiceAccountAnnotationKeys need requireServiceAccount: true");
      findings.add(
          Finding.warning(
              line,
              "pods whose service account lacks a required annotation are pulled anonymously,"
                  + " without a message"));
    }
    keys(token.required(), Set.of());
    keys(token.optional(), Set.copyOf(token.required().stream().map(Text::text).toList()));
  }

  private void keys(List<Text> keys, Set<String> taken) {
    Set<String> seen = new HashSet<>();
    for (Text key : keys) {
      field(
          Optional.of(key),
          key.line(),
          "",
          new Rule(
              text -> QUALIFIED_NAME.matcher(text.toLowerCase(Locale.ROOT)).matches(),
              "\"%s\" is not the key of an annotation"),
          new Rule(seen::add, "the annotation %s appears twice"),
          new Rule(
              text -> !taken.contains(text), "the annotation %s is both required and optional"));
    }
  }

  private void field(Optional<Text> field, int line, String missing, Rule... rules) {
    require(field.isPresent(), line, missing);
    field.ifPresent(text -> {
      for (Rule rule : rules) {
        require(
            rule.holds().test(text.text()),
            text.line(),
            rule.otherwise().replace("%s", text.text()));
      }
    });
  }

  private void require(boolean condition, int line, String otherwise) {
    if (!condition) {
      findings.add(Finding.rejected(line, otherwise));
    }
  }

  /** Go's durations are nanoseconds in 64 bits. */
  private static boolean isDuration(String text) {
    BigDecimal sum = BigDecimal.ZERO;
    Matcher part = PART.matcher(text);
    while (part.find()) {
      sum =
          sum.add(new BigDecimal(part.group(1)).multiply(BigDecimal.valueOf(unit(part.group(2)))));
    }
    return DURATION.matcher(text).matches() && sum.compareTo(LONGEST) <= 0;
  }

  private static long unit(String name) {
    return switch (name) {
      case "h" -> 3_600_000_000_000L;
      case "m" -> 60_000_000_000L;
      case "s" -> 1_000_000_000;
      case "ms" -> 1_000_000;
      case "ns" -> 1;
      default -> 1_000;
    };
  }
}
