// SPDX-License-Identifier: Apache-2.0
package dev.podpass.core.cache;

import static org.assertj.core.api.Assertions.assertThat;

import dev.podpass.core.cache.CachedOutcome.Answered;
import dev.podpass.core.cache.CachedOutcome.Failed;
import dev.podpass.spi.Credential;
import dev.podpass.spi.failure.Advice.FailureScope;
import dev.podpass.spi.failure.CredentialException;
import dev.podpass.spi.failure.Kind;
import dev.podpass.spi.secret.Secret;
import java.time.Instant;
import java.util.Arrays;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.Test;

class EntryCodecTest {
  private static final Instant WRITTEN = Instant.parse("2026-11-25T10:00:00.123456789Z");
  private static final Instant UNTIL = Instant.parse("2026-11-25T10:50:00Z");
  private static final EntryDescription ABOUT =
      new EntryDescription("fake", "registry.example", "team-a/puller", "role r1");

  private static final String NAME = "0".repeat(64);

  @Test
  void readsACredentialAsItWasWritten() {
    Credential credential = Credential.of("user", Secret.of("planted-password")).expiringAt(UNTIL);
    CacheEntry entry = new CacheEntry(ABOUT, WRITTEN, new Answered(credential, UNTIL));

    CacheEntry read = EntryCodec.decode(NAME, EntryCodec.encode(NAME, entry)).orElseThrow();

    assertThat(read.about()).isEqualTo(ABOUT);
    assertThat(read.written()).isEqualTo(WRITTEN);
    assertThat(read.outcome().until()).isEqualTo(UNTIL);
    assertThat(read.outcome())
        .asInstanceOf(InstanceOfAssertFactories.type(Answered.class))
        .extracting(Answered::credential)
        .satisfies(kept -> {
          assertThat(kept.username()).isEqualTo("user");
          assertThat(kept.password().reveal()).isEqualTo("planted-password");
          assertThat(kept.expiry()).contains(UNTIL);
        });
    assertThat(read.toString()).doesNotContain("planted-password");
    assertThat(EntrySummary.of(read).toString()).doesNotContain("planted-password");
  }

  @Test
  void readsAFailureAsItWasWritten() {
    CredentialException failure = new CredentialException(Kind.DENIED, "no", "ask");
    CacheEntry entry = new CacheEntry(ABOUT, WRITTEN, new Failed(failure, UNTIL));

    CacheEntry read = EntryCodec.decode(NAME, EntryCodec.encode(NAME, entry)).orElseThrow();

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

  @Test
  void noBitOfAnEntryCanBeAnother() {
    byte[] whole = EntryCodec.encode(NAME, credential());

    for (int bit = 0; bit < whole.length * Byte.SIZE; bit++) {
      byte[] damaged = whole.clone();
      damaged[bit / Byte.SIZE] ^= (byte) (1 << bit % Byte.SIZE);
      assertThat(EntryCodec.decode(NAME, damaged)).as("bit %d", bit).isEmpty();
    }
  }

  @Test
  void anEntryThatIsCutShortOrContinuedIsNone() {
    byte[] whole = EntryCodec.encode(NAME, credential());

    for (int length = 0; length < whole.length; length++) {
      assertThat(EntryCodec.decode(NAME, Arrays.copyOf(whole, length))).isEmpty();
    }
    assertThat(EntryCodec.decode(NAME, Arrays.copyOf(whole, whole.length + 1))).isEmpty();
  }

  @Test
  void anEntryUnderTheNameOfAnotherIsNone() {
    assertThat(EntryCodec.decode("1".repeat(64), EntryCodec.encode(NAME, credential()))).isEmpty();
  }

  private static CacheEntry credential() {
    Credential credential = Credential.of("user", Secret.of("planted-password"));
    return new CacheEntry(ABOUT, WRITTEN, new Answered(credential.expiringAt(UNTIL), UNTIL));
  }
}
