// SPDX-License-Identifier: Apache-2.0
package dev.podpass.spi;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.podpass.spi.testing.SeedFile;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.params.provider.ArgumentsSource;

class OptionsFuzzTest {
  private static final Duration DAY = Duration.ofDays(1);
  private static final ProviderOption<Duration> DURATION =
      ProviderOption.duration("duration", "A duration.", Duration.ZERO, DAY);

  private static final ProviderOption<URI> ENDPOINT =
      ProviderOption.https("endpoint", "An endpoint.");
  private static final ProviderOption<List<String>> ANNOTATIONS =
      ProviderOption.annotations("annotations", "Annotations.");

  @ArgumentsSource(SeedFile.class)
  @FuzzTest
  void areWhatTheySayOrRefused(byte[] text) {
    parsed(DURATION, text).ifPresent(value -> assertThat(value).isBetween(Duration.ZERO, DAY));
    parsed(ENDPOINT, text).ifPresent(uri -> assertThat(uri.getScheme()).isEqualTo("https"));
    parsed(ANNOTATIONS, text)
        .ifPresent(keys -> assertThat(keys).isNotEmpty().allMatch(key -> key.length() < 400));
  }

  private static <T> Optional<T> parsed(ProviderOption<T> option, byte[] text) {
    try {
      return Optional.of(option.parse(new String(text, UTF_8)));
    } catch (IllegalArgumentException e) {
      assertThat(e).hasMessageMatching("(?s).+");
      return Optional.empty();
    }
  }
}
