// SPDX-License-Identifier: Apache-2.0
package dev.podpass.settings;

import dev.podpass.cache.CacheMode;
import dev.podpass.log.LogFormat;
import dev.podpass.log.LogLevel;
import dev.podpass.spi.Fallback;
import dev.podpass.spi.ProviderOption;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/** The options that hold for every provider. */
public final class PluginFlags {
  public static final Flag<String> PROVIDER =
      Flag.global(
          ProviderOption.text(
              "provider",
              "ID",
              "Use this provider only, and refuse other hosts; without it, a program called"
                  + " podpass-ID, or as the cloud's own plugin, does so."));

  public static final Flag<Fallback> WITHOUT_TOKEN =
      Flag.global(
          ProviderOption.oneOf(
                  "without-token", "What to do if kubelet sends no token.", Fallback.class)
              .withDefault("fail"));

  public static final Flag<Fallback> WITHOUT_IDENTITY =
      Flag.global(
          ProviderOption.oneOf(
                  "without-identity",
                  "What to do if there is a token, but nothing names an identity.",
                  Fallback.class)
              .withDefault("fail"));

  public static final Flag<String> TOKEN_ISSUER =
      Flag.global(ProviderOption.text("token-issuer", "URL", "The only issuer of tokens to send."));

  public static final Flag<Path> TOKEN_JWKS =
      Flag.global(
          ProviderOption.of(
              "token-jwks",
              "FILE",
              "Verify tokens with the keys of this JWK Set before they are sent.",
              Path::of));

  public static final Flag<Path> CA_BUNDLE =
      Flag.global(
          ProviderOption.of(
              "ca-bundle",
              "FILE",
              "Trust these CA certificates (PEM) besides the node's.",
              Path::of));

  public static final Flag<Duration> DEADLINE =
      Flag.global(
          ProviderOption.duration(
                  "deadline",
                  "When to give up, from the start of the process; kubelet waits a minute.",
                  Duration.ofSeconds(1),
                  Duration.ofSeconds(55))
              .withDefault("45s"));

  public static final Flag<Duration> MAX_CACHE_DURATION =
      Flag.global(
          ProviderOption.duration(
                  "max-cache-duration",
                  "The longest that kubelet may keep an answer, whatever its expiry; at most 24h.",
                  Duration.ZERO,
                  Duration.ofHours(24))
              .withDefault("12h"));

  public static final Flag<CacheMode> CACHE =
      Flag.global(
          ProviderOption.oneOf(
                  "cache",
                  "Whether the pulls of this node share answers; auto: if the directory is safe.",
                  CacheMode.class)
              .withDefault("auto"));

  public static final Flag<Path> CACHE_DIR =
      Flag.global(
          ProviderOption.of(
                  "cache-dir", "DIR", "Where they are kept, of mode 0700, on tmpfs.", Path::of)
              .withDefault("/run/podpass"));

  public static final Flag<Boolean> CACHE_ON_DISK =
      Flag.global(
          ProviderOption.flag(
              "cache-on-disk", "The directory may lie on a disk; answers are encrypted then."));

  public static final Flag<Path> CACHE_KEY_DIR =
      Flag.global(
          ProviderOption.of(
                  "cache-key-dir",
                  "DIR",
                  "Where the key to answers on a disk is kept, of mode 0700, on tmpfs.",
                  Path::of)
              .withDefault("/run/podpass"));

  public static final Flag<Boolean> CACHE_PER_POD =
      Flag.global(
          ProviderOption.flag(
              "cache-per-pod",
              "Pods of one service account do not share answers either; kubelet needs cacheType:"
                  + " Token."));

  public static final Flag<Path> METRICS_FILE =
      Flag.global(
          ProviderOption.of(
              "metrics-file",
              "FILE",
              "Count requests here, for node_exporter's textfile collector.",
              Path::of));

  public static final Flag<Path> AUDIT_LOG =
      Flag.global(
          ProviderOption.of(
              "audit-log", "FILE", "Write a line of JSON for each request here.", Path::of));

  public static final Flag<Long> AUDIT_LOG_SIZE =
      Flag.global(
          ProviderOption.of(
                  "audit-log-size",
                  "MIB",
                  "How large it may grow, in MiB, before it is rotated; five older ones are kept.",
                  PluginFlags::parseMebibytes)
              .withDefault("10"));

  public static final Flag<LogLevel> LOG_LEVEL =
      Flag.global(
          ProviderOption.oneOf(
                  "log-level", "How much to tell on stderr besides a failure.", LogLevel.class)
              .withDefault("off"));

  public static final Flag<LogFormat> LOG_FORMAT =
      Flag.global(
          ProviderOption.oneOf("log-format", "How to tell it.", LogFormat.class)
              .withDefault("text"));

  private PluginFlags() {}

  public static List<Flag<?>> all() {
    return List.of(
        PROVIDER,
        WITHOUT_TOKEN,
        WITHOUT_IDENTITY,
        TOKEN_ISSUER,
        TOKEN_JWKS,
        CA_BUNDLE,
        DEADLINE,
        MAX_CACHE_DURATION,
        CACHE,
        CACHE_DIR,
        CACHE_ON_DISK,
        CACHE_KEY_DIR,
        CACHE_PER_POD,
        METRICS_FILE,
        AUDIT_LOG,
        AUDIT_LOG_SIZE,
        LOG_LEVEL,
        LOG_FORMAT);
  }

  private static long parseMebibytes(String text) {
    if (!text.matches("[1-9][0-9]{0,4}")) {
      throw new IllegalArgumentException("must be a number from 1 to 99999");
    }
    return Long.parseLong(text) << 20;
  }
}
