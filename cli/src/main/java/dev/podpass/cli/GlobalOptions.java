// SPDX-License-Identifier: Apache-2.0
package dev.podpass.cli;

import dev.podpass.spi.Fallback;
import dev.podpass.spi.ProviderOption;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/** The options that hold for every provider. */
final class GlobalOptions {
  static final Flag<String> PROVIDER =
      Flag.global(
          ProviderOption.text(
              "provider",
              "ID",
              "Use this provider only, and refuse other hosts; without it, a program called"
                  + " podpass-ID, or as the cloud's own plugin, does so."));

  static final Flag<Fallback> WITHOUT_TOKEN =
      Flag.global(
          ProviderOption.oneOf(
                  "without-token", "What to do if kubelet sends no token.", Fallback.class)
              .orElse("fail"));

  static final Flag<Fallback> WITHOUT_IDENTITY =
      Flag.global(
          ProviderOption.oneOf(
                  "without-identity",
                  "What to do if there is a token, but nothing names an identity.",
                  Fallback.class)
              .orElse("fail"));

  static final Flag<String> TOKEN_ISSUER =
      Flag.global(ProviderOption.text("token-issuer", "URL", "The only issuer of tokens to send."));

  static final Flag<Path> TOKEN_JWKS =
      Flag.global(
          ProviderOption.of(
              "token-jwks",
              "FILE",
              "Verify tokens with the keys of this JWK Set before they are sent.",
              Path::of));

  static final Flag<Path> CA_BUNDLE =
      Flag.global(
          ProviderOption.of(
              "ca-bundle",
              "FILE",
              "Trust these CA certificates (PEM) besides the node's.",
              Path::of));

  static final Flag<Duration> DEADLINE =
      Flag.global(
          ProviderOption.duration(
                  "deadline",
                  "When to give up, from the start of the process; kubelet waits a minute.",
                  Duration.ofSeconds(1),
                  Duration.ofSeconds(55))
              .orElse("45s"));

  static final Flag<Duration> MAX_CACHE_DURATION =
      Flag.global(
          ProviderOption.duration(
              "max-cache-duration",
              "The longest that kubelet may keep an answer.",
              Duration.ZERO,
              Duration.ofDays(1)));

  static final Flag<LogLevel> LOG_LEVEL =
      Flag.global(
          ProviderOption.oneOf(
                  "log-level", "How much to tell on stderr besides a failure.", LogLevel.class)
              .orElse("off"));

  static final Flag<LogFormat> LOG_FORMAT =
      Flag.global(
          ProviderOption.oneOf("log-format", "How to tell it.", LogFormat.class).orElse("text"));

  private GlobalOptions() {}

  static List<Flag<?>> all() {
    return List.of(
        PROVIDER,
        WITHOUT_TOKEN,
        WITHOUT_IDENTITY,
        TOKEN_ISSUER,
        TOKEN_JWKS,
        CA_BUNDLE,
        DEADLINE,
        MAX_CACHE_DURATION,
        LOG_LEVEL,
        LOG_FORMAT);
  }
}
