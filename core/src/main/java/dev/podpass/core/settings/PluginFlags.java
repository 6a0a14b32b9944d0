// SPDX-License-Identifier: Apache-2.0
package dev.podpass.core.settings;

import dev.podpass.core.cache.CacheSettings.Mode;
import dev.podpass.core.log.LogLevel;
import dev.podpass.core.pull.FallbackPolicy.Fallback;
import dev.podpass.core.pull.Mirrors;
import dev.podpass.core.pull.WhenUnavailable;
import dev.podpass.spi.ProviderOption;
import dev.podpass.spi.Sourced;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/** The flags that apply to all providers. */
public final class PluginFlags {
  public static final Flag<String> PROVIDER =
      Flag.global(
          ProviderOption.text(
              "provider",
              "ID",
              "Serve only the hosts of this provider; the file name podpass-ID"
                  + " also sets it."));

  public static final Flag<Fallback> OTHERWISE =
      Flag.global(
          ProviderOption.oneOf(
                  "otherwise",
                  "What to do if kubelet sends no token, or no identity is configured.",
                  Fallback.class)
              .withDefault("fail"));
  public static final Flag<Fallback> WITHOUT_TOKEN =
      Flag.global(
          ProviderOption.oneOf(
              "without-token",
              "What to do if kubelet sends no token; --otherwise if not set.",
              Fallback.class));

  public static final Flag<Fallback> WITHOUT_IDENTITY =
      Flag.global(
          ProviderOption.oneOf(
              "without-identity",
              "What to do if kubelet sends a token, but no identity is"
                  + " configured; --otherwise if not set.",
              Fallback.class));

  public static final Flag<WhenUnavailable> WHEN_UNAVAILABLE =
      Flag.global(
          ProviderOption.oneOf(
                  "when-unavailable",
                  "What to return while the cloud is unavailable; present-images: a"
                      + " placeholder that lets pods use images that their service account"
                      + " has pulled before.",
                  WhenUnavailable.class)
              .withDefault("fail"));

  public static final Flag<String> TOKEN_ISSUER =
      Flag.global(
          ProviderOption.of(
              "token-issuer",
              "URL",
              "The only accepted issuer of tokens.",
              ProviderOption.matching("\\S*", "must be a URL without spaces")));

  public static final Flag<Path> TOKEN_JWKS =
      Flag.global(
          ProviderOption.of(
              "token-jwks",
              "FILE",
              "Verify tokens with the keys of this JWK Set before they are sent. Clusters rotate their"
                  + " keys (EKS each week): podpass node reconcile refreshes the file if"
                  + " --token-issuer is set, and nothing else does.",
              Path::of));

  public static final Flag<String> ALLOW_AUDIENCE =
      Flag.global(
          ProviderOption.text(
              "allow-audience",
              "AUDIENCE[,AUDIENCE]",
              "Let passthrough and exchange send tokens with these audiences, which do not contain"
                  + " the host of the registry. No other service may take them."));

  public static final Flag<Mirrors> MIRROR =
      Flag.globalList(
          ProviderOption.of(
              "mirror",
              "SOURCE[/PREFIX]=TARGET[/PREFIX]",
              "Get the credential of the registry TARGET for images of SOURCE, because the"
                  + " container runtime pulls them from there; separate several by commas, or"
                  + " repeat it.",
              Mirrors::parse));

  public static final Flag<Path> CA_BUNDLE =
      Flag.global(
          ProviderOption.of(
              "ca-bundle",
              "FILE",
              "Trust these CA certificates (PEM) in addition to the node's.",
              Path::of));

  public static final Flag<Duration> DEADLINE =
      Flag.global(
          ProviderOption.duration(
                  "deadline",
                  "Time limit, from the start of the process; kubelet waits one minute.",
                  Duration.ofSeconds(1),
                  Duration.ofSeconds(55))
              .withDefault("45s"));

  public static final Flag<Duration> MAX_CACHE_DURATION =
      Flag.global(
          ProviderOption.duration(
                  "max-cache-duration",
                  "Longest time that kubelet may cache a response; at most 24h.",
                  Duration.ZERO,
                  Duration.ofHours(24))
              .withDefault("12h"));

  public static final Flag<Mode> CACHE =
      Flag.global(
          ProviderOption.oneOf(
                  "cache",
                  "Share responses between the pulls of this node; auto: if the"
                      + " directory is safe.",
                  Mode.class)
              .withDefault("auto"));

  public static final Flag<Path> CACHE_DIR =
      Flag.global(
          ProviderOption.of(
                  "cache-dir", "DIR", "Directory of the node cache: mode 0700, on tmpfs.", Path::of)
              .withDefault("/run/podpass"));

  public static final Flag<Boolean> CACHE_PER_POD =
      Flag.global(
          ProviderOption.flag(
              "cache-per-pod",
              "Cache responses for each pod instead of each service account; kubelet needs"
                  + " cacheType: Token."));

  public static final Flag<Path> METRICS_FILE =
      Flag.global(
          ProviderOption.of(
              "metrics-file",
              "PATH",
              "Metrics file for node_exporter's textfile collector.",
              Path::of));

  public static final Flag<Path> AUDIT_LOG =
      Flag.global(
          ProviderOption.of(
              "audit-log", "PATH", "Audit log: one line of JSON for each request.", Path::of));

  public static final Flag<LogLevel> LOG_LEVEL =
      Flag.global(
          ProviderOption.oneOf(
                  "log-level", "Log level on stderr; failures are always printed.", LogLevel.class)
              .withDefault("off"));

  private PluginFlags() {}

  /** What to do without a token, and the option that says so. */
  public static Sourced<Fallback> withoutToken(FlagTexts flags) {
    return flags.sourced(WITHOUT_TOKEN).or(() -> flags.sourced(OTHERWISE)).orElseThrow();
  }

  /** What to do without an identity, and the option that says so. */
  public static Sourced<Fallback> withoutIdentity(FlagTexts flags) {
    return flags.sourced(WITHOUT_IDENTITY).or(() -> flags.sourced(OTHERWISE)).orElseThrow();
  }

  public static List<Flag<?>> all() {
    return List.of(
        PROVIDER,
        OTHERWISE,
        WITHOUT_TOKEN,
        WITHOUT_IDENTITY,
        WHEN_UNAVAILABLE,
        TOKEN_ISSUER,
        TOKEN_JWKS,
        ALLOW_AUDIENCE,
        MIRROR,
        CA_BUNDLE,
        DEADLINE,
        MAX_CACHE_DURATION,
        CACHE,
        CACHE_DIR,
        CACHE_PER_POD,
        METRICS_FILE,
        AUDIT_LOG,
        LOG_LEVEL);
  }
}
