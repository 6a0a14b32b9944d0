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
  private static final Set<String> REQUEST_VERSIONS =
      Set.of(
          CredentialProviderRequest.API_VERSION,
          "credentialprovider.kubelet.k8s.io/v1beta1",
          "credentialprovider.kubelet.k8s.io/v1alpha1");
  private static final Pattern QUALIFIED_NAME =
      Pattern.compile(
          "(?:(?=.{1,253}/)[a-z0-9](?:[a-z0-9-]*[a-z0-9])?(?:\\.[a-z0-9](?:[a-z0-9-]*[a-z0-9])?)*/)?"
              + "[a-z0-9](?:[a-z0-9_.-]{0,61}[a-z0-9])?");
  private static final Pattern PART =
      Pattern.compile("([0-9]+(?:\\.[0-9]*)?|\\.[0-9]+)(ns|us|µs|μs|ms|s|m|h)");
  private static final Pattern GO_DURATION =
      Pattern.compile("[+-]?(?:0|(?:" + PART.pattern() + ")+)");
  private static final BigDecimal LONGEST = BigDecimal.valueOf(Long.MAX_VALUE);

  private final List<Finding> findings = new ArrayList<>();

  private EntryRules() {}

  static List<Finding> check(List<FileEntry> entries) {
    EntryRules rules = new EntryRules();
    Set<String> names = new HashSet<>();
    for (FileEntry entry : entries) {
      rules.name(entry, names);
      rules.version(entry);
      rules.cacheDuration(entry);
      if (entry.matchImages().isEmpty()) {
        rules.refuse(entry.line(), entry.label() + " has no matchImages");
      }
      entry.token().ifPresent(token -> rules.token(entry, token));
    }
    return rules.findings;
  }

  private void name(FileEntry entry, Set<String> names) {
    if (entry.name().isEmpty() || entry.name().get().text().isEmpty()) {
      refuse(entry.line(), "name is missing; it is the file that kubelet runs");
      return;
    }
    Text name = entry.name().get();
    if (name.text().contains("/") || name.text().contains(" ")) {
      refuse(name.line(), "name \"" + name.text() + "\" has a slash or a space; it is a file name");
    }
    if (name.text().equals(".") || name.text().equals("..")) {
      refuse(name.line(), "name is " + name.text() + ", which is a directory");
    }
    if (!names.add(name.text())) {
      refuse(
          name.line(),
          "duplicate name " + name.text() + "; link the file under another name for each entry");
    }
  }

  private void version(FileEntry entry) {
    if (entry.apiVersion().isEmpty()) {
      refuse(
          entry.line(),
          entry.label()
              + " has no apiVersion; write apiVersion: "
              + CredentialProviderRequest.API_VERSION);
    } else if (!REQUEST_VERSIONS.contains(entry.apiVersion().get().text())) {
      refuse(
          entry.apiVersion().get().line(),
          "apiVersion is %s; write apiVersion: %s"
              .formatted(entry.apiVersion().get().text(), CredentialProviderRequest.API_VERSION));
    }
  }

  private void cacheDuration(FileEntry entry) {
    Optional<Text> duration = entry.defaultCacheDuration();
    if (duration.isEmpty()) {
      refuse(
          entry.line(),
          entry.label() + " has no defaultCacheDuration; write defaultCacheDuration: 0s");
    } else if (!isDuration(duration.get().text())) {
      refuse(
          duration.get().line(),
          "defaultCacheDuration is \"%s\", which is not a duration such as 0s or 1h30m"
              .formatted(duration.get().text()));
    } else if (duration.get().text().startsWith("-")
        && duration.get().text().matches(".*[1-9].*")) {
      refuse(duration.get().line(), "defaultCacheDuration is negative");
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
    return GO_DURATION.matcher(text).matches() && sum.compareTo(LONGEST) <= 0;
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

  private void token(FileEntry entry, TokenAttributes token) {
    if (token.audience().map(Text::text).orElse("").isEmpty()) {
      refuse(token.line(), entry.label() + " has no serviceAccountTokenAudience");
    }
    if (token.requireServiceAccount().isEmpty()) {
      refuse(token.line(), entry.label() + " has no requireServiceAccount; write true or false");
    }
    if (!entry
        .apiVersion()
        .map(Text::text)
        .orElse("")
        .equals(CredentialProviderRequest.API_VERSION)) {
      refuse(
          token.line(),
          "tokenAttributes need apiVersion: " + CredentialProviderRequest.API_VERSION);
    }
    cacheType(entry, token);
    annotations(token);
  }

  private void cacheType(FileEntry entry, TokenAttributes token) {
    if (token.cacheType().isEmpty()) {
      refuse(token.line(), entry.label() + " has no cacheType; write ServiceAccount or Token");
    } else if (!Set.of("ServiceAccount", "Token").contains(token.cacheType().get().text())) {
      refuse(
          token.cacheType().get().line(),
          "cacheType is %s; write ServiceAccount or Token"
              .formatted(token.cacheType().get().text()));
    }
  }

  private void annotations(TokenAttributes token) {
    if (!token.required().isEmpty() && !token.requireServiceAccount().orElse(true)) {
      refuse(
          token.required().getFirst().line(),
          "requiredServiceAccountAnnotationKeys need requireServiceAccount: true");
    }
    keys(token.required(), Set.of());
    keys(token.optional(), Set.copyOf(token.required().stream().map(Text::text).toList()));
    if (!token.required().isEmpty()) {
      findings.add(
          Finding.warning(
              token.required().getFirst().line(),
              "pods whose service account lacks a required annotation are pulled anonymously,"
                  + " without a message"));
    }
  }

  private void keys(List<Text> keys, Set<String> taken) {
    Set<String> seen = new HashSet<>();
    for (Text key : keys) {
      if (!QUALIFIED_NAME.matcher(key.text().toLowerCase(Locale.ROOT)).matches()) {
        refuse(key.line(), "\"" + key.text() + "\" is not the key of an annotation");
      }
      if (!seen.add(key.text())) {
        refuse(key.line(), "the annotation " + key.text() + " appears twice");
      }
      if (taken.contains(key.text())) {
        refuse(key.line(), "the annotation " + key.text() + " is both required and optional");
      }
    }
  }

  private void refuse(int line, String message) {
    findings.add(Finding.rejected(line, message));
  }
}
