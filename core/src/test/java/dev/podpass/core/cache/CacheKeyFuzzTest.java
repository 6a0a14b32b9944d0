// SPDX-License-Identifier: Apache-2.0
package dev.podpass.core.cache;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.api.FuzzedDataProvider;
import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.podpass.spi.ExchangeStep;
import dev.podpass.spi.Identity;
import dev.podpass.spi.Identity.Part;
import dev.podpass.spi.PlanDescription;
import dev.podpass.spi.PlanDescription.Parameter;
import dev.podpass.spi.Sourced;
import dev.podpass.spi.image.RegistryHost;
import dev.podpass.spi.secret.Secret;
import dev.podpass.spi.testing.TestTokens;
import dev.podpass.spi.token.ServiceAccountToken;
import dev.podpass.spi.token.TokenPolicy;
import dev.podpass.spi.token.ValidatedToken;
import java.net.URI;
import java.time.Clock;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Supplier;
import java.util.stream.Stream;

class CacheKeyFuzzTest {
  private static final String[] NAMES = {"a", "aa", "b"};

  @FuzzTest
  void twoPullsShareAKeyOnlyIfAllThatCountsIsTheSame(FuzzedDataProvider data) {
    Pull one = Pull.of(data);
    Pull other = Pull.of(data);

    assertThat(one.key().fileName().equals(other.key().fileName())).isEqualTo(one.equals(other));
  }

  /** All that counts. */
  private record Pull(String provider, PlanDescription plan, Workload workload, boolean perPod) {
    static Pull of(FuzzedDataProvider data) {
      Identity identity =
          new Identity(
              RegistryHost.parse(data.pickValue(NAMES)),
              text(data),
              list(data, () -> new Part(text(data), new Sourced<>(text(data), "fuzzed"))));
      PlanDescription plan =
          new PlanDescription(
              identity,
              data.consumeBoolean() ? Optional.of(text(data)) : Optional.empty(),
              new TreeSet<>(list(data, () -> text(data))),
              list(data, () -> new ExchangeStep(text(data), uri(data))),
              list(data, () -> new Parameter(text(data), text(data))));
      boolean perPod = data.consumeBoolean();
      return new Pull(text(data), plan, Workload.of(data, perPod), perPod);
    }

    CacheKey key() {
      return new Ask(provider, plan, "", perPod).key(workload.token());
    }
  }

  private record Workload(String issuer, String namespace, String account, String pod) {
    static Workload of(FuzzedDataProvider data, boolean perPod) {
      return new Workload(
          data.pickValue(NAMES),
          data.pickValue(NAMES),
          data.pickValue(NAMES),
          perPod ? data.pickValue(NAMES) : "any");
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
  private static String text(FuzzedDataProvider data) {
    return data.consumeBoolean() ? data.pickValue(NAMES) : data.consumeString(3);
  }

  private static URI uri(FuzzedDataProvider data) {
    return URI.create("https://" + data.pickValue(NAMES) + "/" + data.pickValue(NAMES));
  }

  private static <T> List<T> list(FuzzedDataProvider data, Supplier<T> element) {
    return Stream.generate(element).limit(data.consumeInt(0, 2)).toList();
  }
}
