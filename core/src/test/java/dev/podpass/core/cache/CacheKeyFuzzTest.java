// SPDX-License-Identifier: Apache-2.0
package dev.podpass.core.cache;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.podpass.core.token.ServiceAccountToken;
import dev.podpass.core.token.TokenPolicy;
import dev.podpass.core.token.ValidatedToken;
import dev.podpass.spi.Exchange;
import dev.podpass.spi.Exchange.Parameter;
import dev.podpass.spi.ExchangeStep;
import dev.podpass.spi.Sourced;
import dev.podpass.spi.image.RegistryHost;
import dev.podpass.spi.secret.Secret;
import dev.podpass.spi.testing.SeedFile;
import dev.podpass.spi.testing.TestTokens;
import java.net.URI;
import java.time.Clock;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.ArgumentsSource;

class CacheKeyFuzzTest {
  private static final String[] NAMES = {"a", "aa", "b"};

  @ArgumentsSource(SeedFile.class)
  @FuzzTest
  void twoPullsShareAKeyOnlyIfAllThatCountsIsTheSame(byte[] bytes) {
    Choices data = new Choices(bytes);
    Pull one = Pull.of(data);
    Pull other = Pull.of(data);

    assertThat(one.key().fileName().equals(other.key().fileName())).isEqualTo(one.isAs(other));
  }

  /** All that counts. */
  private record Pull(
      String provider,
      String registry,
      List<List<String>> canonical,
      Exchange exchange,
      Workload workload,
      boolean perPod) {
    static Pull of(Choices data) {
      Exchange exchange = Exchange.as(text(data), new Sourced<>(text(data), "fuzzed"));
      if (data.isYes() && !exchange.identity().containsKey("b")) {
        exchange = exchange.and("b", new Sourced<>(text(data), "fuzzed"));
      }
      exchange = exchange.access(text(data)).audiences(new TreeSet<>(list(data, () -> text(data))));
      if (data.isYes()) {
        exchange = exchange.onlyRepository(text(data));
      }
      for (ExchangeStep step : list(data, () -> new ExchangeStep(text(data), uri(data)))) {
        exchange = exchange.call(step);
      }
      exchange = exchange.parameters(list(data, () -> new Parameter(text(data), text(data))));
      boolean perPod = data.isYes();
      return new Pull(
          text(data),
          data.name(),
          exchange.canonical(),
          exchange,
          Workload.of(data, perPod),
          perPod);
    }

    boolean isAs(Pull other) {
      return List.of(provider, registry, canonical, workload, perPod)
          .equals(
              List.of(
                  other.provider, other.registry, other.canonical, other.workload, other.perPod));
    }

    CacheKey key() {
      return new Ask(provider, RegistryHost.parse(registry), exchange, "", perPod)
          .key(workload.token());
    }
  }

  private record Workload(String issuer, String namespace, String account, String pod) {
    static Workload of(Choices data, boolean perPod) {
      return new Workload(data.name(), data.name(), data.name(), perPod ? data.name() : "any");
    }

    ValidatedToken token() {
      String claims =
          """
          {"iss":"%s","sub":"system:serviceaccount:%s:%s","aud":"aud","exp":253402300799,
           "kubernetes.io":{"pod":{"name":"%s","uid":"u"}}}
          """
              .formatted(issuer, namespace, account, pod);
      String token = TestTokens.unsigned("{\"alg\":\"RS256\"}", claims);
      return TokenPolicy.at(Clock.fixed(TestTokens.ISSUED, ZoneOffset.UTC))
          .anyIssuer()
          .unverifiedSignature()
          .validate(ServiceAccountToken.parse(Secret.of(token)), Set.of("aud"));
    }
  }

  /** Short, so that what runs together meets its like. */
  private static String text(Choices data) {
    return data.isYes() ? data.name() : data.text();
  }

  private static URI uri(Choices data) {
    return URI.create("https://" + data.name() + "/" + data.name());
  }

  private static <T> List<T> list(Choices data, Supplier<T> element) {
    return Stream.generate(element).limit(data.below(3)).toList();
  }

  /** Decisions that follow from bytes, one after the other; the first of each where they end. */
  private static final class Choices {
    private final byte[] bytes;
    private int at;

    Choices(byte[] bytes) {
      this.bytes = bytes;
    }

    int below(int bound) {
      return at < bytes.length ? (bytes[at++] & 0xff) % bound : 0;
    }

    boolean isYes() {
      return below(2) == 1;
    }

    String name() {
      return NAMES[below(NAMES.length)];
    }

    String text() {
      StringBuilder text = new StringBuilder();
      for (int length = below(4); length > 0; length--) {
        text.append((char) below(256));
      }
      return text.toString();
    }
  }
}
