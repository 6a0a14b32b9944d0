// SPDX-License-Identifier: Apache-2.0
package dev.podpass.core.cache;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.podpass.core.cache.CachedOutcome.Answered;
import dev.podpass.core.cache.CachedOutcome.Failed;
import dev.podpass.spi.CredentialAnswer.CacheKeyType;
import dev.podpass.spi.CredentialAnswer.RegistryCredential;
import dev.podpass.spi.failure.Advice.FailureScope;
import dev.podpass.spi.failure.CredentialException;
import dev.podpass.spi.failure.Kind;
import dev.podpass.spi.secret.Secret;
import java.time.Instant;
import java.util.Arrays;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EntryCodecTest {
  private static final Instant WRITTEN = Instant.parse("2026-11-25T10:00:00.123456789Z");
  private static final Instant UNTIL = Instant.parse("2026-11-25T10:50:00Z");
  private static final EntryDescription ABOUT =
      new EntryDescription("fake", "registry.example", "team-a/puller", "role r1");

  private static final String REST =
      "\"provider\":\"p\",\"registry\":\"r\",\"workload\":\"w\",\"identity\":\"i\","
          + "\"written\":\"2026-11-25T10:00:00Z\",\"until\":\"2026-11-25T10:50:00Z\","
          + "\"credential\":{\"username\":\"u\",\"password\":\"p\",\"scope\":\"REGISTRY\"}}";

  @Test
  void readsWhatIsWrittenByHand() {
    assertThat(EntryCodec.decode(("{\"version\":1," + REST).getBytes(UTF_8))).isPresent();
  }

  @Test
  void readsACredentialAsItWasWritten() {
    RegistryCredential credential =
        RegistryCredential.of("user", Secret.of("planted-password"))
            .expiringAt(UNTIL)
            .validFor(CacheKeyType.IMAGE);
    CacheEntry entry = new CacheEntry(ABOUT, WRITTEN, new Answered(credential, UNTIL));

    CacheEntry read = EntryCodec.decode(EntryCodec.encode(entry)).orElseThrow();

    assertThat(read.about()).isEqualTo(ABOUT);
    assertThat(read.written()).isEqualTo(WRITTEN);
    assertThat(read.outcome().until()).isEqualTo(UNTIL);
    assertThat(read.outcome())
        .asInstanceOf(InstanceOfAssertFactories.type(Answered.class))
        .extracting(Answered::answer)
        .asInstanceOf(InstanceOfAssertFactories.type(RegistryCredential.class))
        .satisfies(kept -> {
          assertThat(kept.username()).isEqualTo("user");
          assertThat(kept.password().reveal()).isEqualTo("planted-password");
          assertThat(kept.expiry()).contains(UNTIL);
          assertThat(kept.cacheKeyType()).isEqualTo(CacheKeyType.IMAGE);
        });
    assertThat(read.toString()).doesNotContain("planted-password");
    assertThat(EntrySummary.of(read).toString()).doesNotContain("planted-password");
  }

  @Test
  void readsAFailureAsItWasWritten() {
    CredentialException failure = new CredentialException(Kind.DENIED, "no", "ask");
    CacheEntry entry = new CacheEntry(ABOUT, WRITTEN, new Failed(failure, UNTIL));

    CacheEntry read = EntryCodec.decode(EntryCodec.encode(entry)).orElseThrow();

    assertThat(read.outcome())
        .asInstanceOf(InstanceOfAssertFactories.type(Failed.class))
        .extracting(Failed::failure)
        .satisfies(kept -> {
          assertThat(kept.kind()).isEqualTo(Kind.DENIED);
          assertThat(kept.line()).isEqualTo("no; hint: ask");
          assertThat(kept.scope()).isEqualTo(FailureScope.WORKLOAD);
        });
    assertThat(EntrySummary.of(read).failure()).contains("no");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "garbage",
        "{}",
        "{\"version\":2}",
        "{\"version\":\"1\"," + REST,
        "{\"version\":1.9," + REST,
        "{\"version\":true," + REST,
        "{\"version\":1,\"unknown\":\"x\"," + REST,
        "{\"version\":1,\"failure\":\"x\"," + REST,
        "{" + REST,
        "{\"version\":1,\"provider\":\"p\",\"registry\":\"r\",\"workload\":\"w\",\"identity\":\"i\","
            + "\"written\":\"x\",\"until\":\"2026-11-25T10:50:00Z\",\"credential\":{}}",
        "{\"version\":1,\"provider\":\"p\",\"registry\":\"r\",\"workload\":\"w\",\"identity\":\"i\","
            + "\"written\":\"2026-11-25T10:00:00Z\",\"until\":\"2026-11-25T10:50:00Z\","
            + "\"credential\":{\"username\":\"u\",\"password\":\"\",\"scope\":\"REGISTRY\"}}",
        "{\"version\":1,\"provider\":\"p\",\"registry\":\"r\",\"workload\":\"w\",\"identity\":\"i\","
            + "\"written\":\"2026-11-25T10:00:00Z\",\"until\":\"2026-11-25T10:50:00Z\","
            + "\"credential\":{\"username\":\"u\",\"password\":\"p\",\"scope\":\"GLOBAL\"}}"
      })
  void whateverElseIsThereIsNoEntry(String text) {
    assertThat(EntryCodec.decode(text.getBytes(UTF_8))).isEmpty();
  }

  @Test
  void anEntryThatIsCutShortIsNone() {
    CredentialException failure = new CredentialException(Kind.DENIED, "no", "ask");
    byte[] whole = EntryCodec.encode(new CacheEntry(ABOUT, WRITTEN, new Failed(failure, UNTIL)));

    for (int length = 0; length < whole.length; length++) {
      assertThat(EntryCodec.decode(Arrays.copyOf(whole, length))).isEmpty();
    }
  }
}
