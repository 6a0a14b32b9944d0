// SPDX-License-Identifier: Apache-2.0
package dev.podpass.cache;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.podpass.cache.CachedOutcome.Answered;
import dev.podpass.failure.Advice;
import dev.podpass.failure.CredentialException;
import dev.podpass.failure.Kind;
import dev.podpass.http.Deadline;
import dev.podpass.log.Log;
import dev.podpass.secret.Secret;
import dev.podpass.spi.CacheKeyType;
import dev.podpass.spi.CredentialAnswer.Anonymous;
import dev.podpass.spi.CredentialAnswer.RegistryCredential;
import dev.podpass.testkit.SettableClock;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class NodeCacheTest {
  private static final Duration LIFE = Duration.ofMinutes(50);
  private static final CacheKey KEY = Ask.usual().key();
  private static final EntryDescription ABOUT =
      new EntryDescription("fake", "registry.example", "team-a/puller", "role r1");

  private final SettableClock clock = new SettableClock(Instant.parse("2026-11-25T10:00:00Z"));
  private final AtomicInteger exchanges = new AtomicInteger();

  @TempDir private Path above;
  private Path directory;
  private NodeCache cache;

  @BeforeEach
  void open() throws Exception {
    directory = above.resolve("cache");
    cache = with(new DigestSealing());
  }

  /** Without a look at where it lies: tests run on disks, too. */
  private NodeCache with(Sealing sealing) throws UnsafeDirectoryException {
    return new NodeCache(Optional.of(store(sealing)), "on", false, clock, Log.NONE);
  }

  private Store store(Sealing sealing) throws UnsafeDirectoryException {
    PrivateDirectory place = new CacheDirectory(directory, false, true).open();
    return new Store(place, sealing, clock, Log.NONE);
  }

  @Test
  void makesOneExchangeForAsLongAsItsAnswerHolds() {
    assertThat(password(cache)).isEqualTo("password-1");
    clock.advance(LIFE.minusSeconds(1));
    assertThat(password(cache)).isEqualTo("password-1");

    clock.advance(Duration.ofSeconds(1));

    assertThat(password(cache)).isEqualTo("password-2");
  }

  /** Such as one that an earlier version has left, with whatever end a cloud told it. */
  @Test
  void anEntryCountsForADayAtMostWhateverItsEnd() {
    Instant far = Instant.parse("9999-12-31T23:59:59Z");
    answer(cache, KEY, () -> granted(far, far));

    clock.advance(Duration.ofHours(24).minusSeconds(1));
    assertThat(password(cache)).isEqualTo("password-1");
    clock.advance(Duration.ofSeconds(1));

    assertThat(cache.list()).isEmpty();
    assertThat(password(cache)).isEqualTo("password-2");
  }

  @Test
  void doesNotKeepAnAnswerForOneImageUnderTheKeyOfMany() {
    Supplier<Answered> ofImage =
        () -> {
          Answered granted = granted();
          return switch (granted.answer()) {
            case RegistryCredential credential ->
                new Answered(credential.goodFor(CacheKeyType.IMAGE), granted.until());
            case Anonymous _ -> throw new AssertionError("no credential");
          };
        };
    CacheKey ofRepository =
        Ask.usual().of(Ask.usual().description().forRepository("team-a/app")).key();

    answer(cache, KEY, ofImage);
    assertThat(cache.list()).isEmpty();

    answer(cache, ofRepository, ofImage);
    assertThat(cache.list()).hasSize(1);
  }

  @Test
  void keepsWhatIsAskedForByOthersApart() {
    password(cache);

    Answered other = answer(cache, Ask.usual().as("role", "r2").key(), this::granted);

    assertThat(passwordOf(other)).isEqualTo("password-2");
  }

  @Test
  void doesNotTrustAnEntryFromTheFuture() {
    password(cache);

    clock.advance(Duration.ofHours(-1));

    assertThat(password(cache)).isEqualTo("password-2");
  }

  @Test
  void doesNotKeepWhatMayNotBeKept() {
    Supplier<Answered> nothing = () -> new Answered(new Anonymous(), clock.instant());

    answer(cache, KEY, nothing);

    assertThat(password(cache)).isEqualTo("password-1");
  }

  @Test
  void remembersForAMomentThatTheWorkloadIsNotTrusted() {
    CredentialException first = failure(cache, Advice.distrusted("mend the trust policy"));
    CredentialException second = failure(cache, Advice.distrusted("mend the trust policy"));

    assertThat(exchanges).hasValue(1);
    assertThat(second.kind()).isEqualTo(Kind.DENIED);
    assertThat(second.line())
        .isEqualTo(first.text() + " (a moment ago, for another pull); hint: mend the trust policy");
    clock.advance(Duration.ofSeconds(5));
    assertThat(password(cache)).isEqualTo("password-2");
  }

  @Test
  void remembersThrottlingForAsLongAsTheCloudAsks() {
    Exchange throttled = new Exchanging(refusing(Advice.throttled("wait")), Duration.ofMinutes(2));
    Deadline deadline = Deadline.of(Duration.ofSeconds(45), Duration.ZERO);
    assertThatThrownBy(() -> cache.answer(KEY, ABOUT, deadline, throttled)).hasMessage("it failed");

    clock.advance(Duration.ofSeconds(119));

    assertThat(failure(cache, Advice.throttled("wait")).kind()).isEqualTo(Kind.TRY_AGAIN);
    assertThat(exchanges).hasValue(1);
    clock.advance(Duration.ofSeconds(1));
    assertThat(password(cache)).isEqualTo("password-2");
  }

  @Test
  void aTokensOwnFaultDoesNotFailItsSiblings() {
    failure(cache, Advice.denied("the clock is wrong"));
    failure(cache, Advice.configuration("the audience is wrong"));
    failure(cache, Advice.unavailable("no such key").ofThisTokenAlone());

    assertThat(exchanges).hasValue(3);
    assertThat(password(cache)).isEqualTo("password-4");
  }

  @Test
  void oneOfManyMakesTheExchangeAndTheOthersWaitForIt() throws Exception {
    int pulls = 8;
    CyclicBarrier start = new CyclicBarrier(pulls);
    List<Callable<String>> all = new ArrayList<>();
    for (int i = 0; i < pulls; i++) {
      all.add(() -> {
        start.await();
        return password(cache);
      });
    }

    List<String> passwords = new ArrayList<>();
    try (ExecutorService threads = Executors.newFixedThreadPool(pulls)) {
      for (Future<String> pull : threads.invokeAll(all)) {
        passwords.add(pull.get());
      }
    }

    assertThat(passwords).hasSize(pulls).containsOnly("password-1");
    assertThat(exchanges).hasValue(1);
  }

  @Test
  void waitsForAnotherNoLongerThanHalfOfWhatIsLeft() throws Exception {
    PrivateDirectory place = new CacheDirectory(directory, false, true).open();
    try (SingleFlightLock stopped = SingleFlightLock.of(KEY, place)) {
      assertThat(stopped.take()).isTrue();
      Deadline deadline = Deadline.of(Duration.ofMillis(400), Duration.ZERO);

      assertThat(passwordOf(answer(cache, KEY, deadline, this::granted))).isEqualTo("password-1");

      assertThat(deadline.remaining()).isLessThanOrEqualTo(Duration.ofMillis(200));
    }
    assertThat(password(cache)).isEqualTo("password-1");
  }

  @Test
  void whoWaitsForAnExchangeThatFailsOfItsOwnTokenGoesOnAlone() throws Exception {
    Store store = store(new DigestSealing());
    try (SingleFlightLock other = store.flight(KEY)) {
      assertThat(other.take()).isTrue();
      // Only a leader's giving up ends the wait in time: the lock is held until the end.
      Deadline deadline = Deadline.of(Duration.ofMinutes(10), Duration.ZERO);
      try (ExecutorService thread = Executors.newSingleThreadExecutor()) {
        CountDownLatch waiting = new CountDownLatch(1);
        Future<Answered> waiter =
            thread.submit(() -> {
              waiting.countDown();
              return answer(cache, KEY, deadline, this::granted);
            });
        waiting.await();
        while (!waiter.isDone()) {
          clock.advance(Duration.ofNanos(1_000));
          store.giveUp(KEY);
        }
        assertThat(passwordOf(waiter.get())).isEqualTo("password-1");
      }
      assertThat(deadline.remaining()).isGreaterThan(Duration.ofMinutes(9).plusSeconds(51));
    }
  }

  @Test
  void anOldSignThatALeaderGaveUpMeansNothing() {
    failure(cache, Advice.denied("the clock is wrong"));
    assertThat(directory.resolve(KEY.fileName() + ".gave-up")).isEmptyFile();

    assertThat(password(cache)).isEqualTo("password-2");
    assertThat(password(cache)).isEqualTo("password-2");
  }

  @Test
  void aFailureTakesNoAnswerAway() {
    CredentialException failure =
        catchThrowableOfType(
            CredentialException.class,
            () ->
                answer(
                    cache,
                    KEY,
                    () -> {
                      password(cache); // Another's exchange comes to its end meanwhile.
                      throw CredentialException.of(Advice.throttled("wait"), "it failed");
                    }));

    assertThat(failure.kind()).isEqualTo(Kind.TRY_AGAIN);
    assertThat(password(cache)).isEqualTo("password-1");
  }

  @Test
  void writesFilesThatNobodyElseCanRead() throws IOException {
    password(cache);

    for (Path file :
        List.of(
            entry(),
            directory.resolve(SingleFlightLock.FILE),
            directory.resolve(ExpirySweep.MARKER))) {
      assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
          .isEqualTo("rw-------");
    }
  }

  @Test
  void replacesWhatIsDamaged() throws IOException {
    password(cache);
    byte[] whole = Files.readAllBytes(entry());

    Files.write(entry(), Arrays.copyOf(whole, whole.length / 2));
    assertThat(password(cache)).isEqualTo("password-2");
    Files.writeString(entry(), "garbage");
    assertThat(password(cache)).isEqualTo("password-3");
    Files.write(entry(), new byte[1 << 20]);
    assertThat(password(cache)).isEqualTo("password-4");
    assertThat(password(cache)).isEqualTo("password-4");
  }

  @Test
  void readsNoFileThatOthersCanReadAndFollowsNoLink() throws IOException {
    password(cache);
    Files.setPosixFilePermissions(entry(), PosixFilePermissions.fromString("rw-r-----"));
    assertThat(password(cache)).isEqualTo("password-2");

    Path elsewhere = Files.move(entry(), above.resolve("elsewhere"));
    Files.createSymbolicLink(entry(), elsewhere);
    assertThat(password(cache)).isEqualTo("password-3");
    assertThat(Files.readString(elsewhere)).contains("password-2").doesNotContain("password-3");

    Files.delete(entry());
    Files.createDirectory(entry());
    assertThat(password(cache)).isEqualTo("password-4");
    assertThat(password(cache)).isEqualTo("password-4");
  }

  @Test
  void exchangesAloneWhereThereCanBeNoLock() throws Exception {
    password(cache);
    Files.delete(entry());
    Files.delete(directory.resolve(SingleFlightLock.FILE));
    Process fifo =
        new ProcessBuilder(
                "mkfifo", "-m", "600", directory.resolve(SingleFlightLock.FILE).toString())
            .start();
    assertThat(fifo.waitFor()).isZero();

    assertThat(password(cache)).isEqualTo("password-2");
    assertThat(password(cache)).isEqualTo("password-3");
  }

  @Test
  void aCacheThatIsGoneCostsAnExchangeAndNoPull() throws IOException {
    password(cache);
    cache.clear();
    Files.delete(directory.resolve(SingleFlightLock.FILE));
    Files.delete(directory.resolve(ExpirySweep.MARKER));
    Files.delete(directory);

    assertThat(password(cache)).isEqualTo("password-2");
    assertThat(password(cache)).isEqualTo("password-3");
  }

  @Test
  void encryptsWhatLiesOnADisk() throws Exception {
    byte[] key = AesGcmSealing.newKey();
    password(with(new AesGcmSealing(key)));

    assertThat(new String(Files.readAllBytes(entry()), UTF_8)).doesNotContain("password", "team-a");
    assertThat(password(with(new AesGcmSealing(key)))).isEqualTo("password-1");
    assertThat(password(with(new AesGcmSealing(AesGcmSealing.newKey())))).isEqualTo("password-2");
  }

  static Stream<Sealing> sealings() {
    return Stream.of(new DigestSealing(), new AesGcmSealing(AesGcmSealing.newKey()));
  }

  @ParameterizedTest
  @MethodSource("sealings")
  void anEntryDoesNotPassForAnothers(Sealing sealing) throws Exception {
    NodeCache sealed = with(sealing);
    password(sealed);
    CacheKey other = Ask.usual().as("role", "r2").key();

    Files.copy(entry(), directory.resolve(other.fileName()));

    assertThat(passwordOf(answer(sealed, other, this::granted))).isEqualTo("password-2");
  }

  @ParameterizedTest
  @MethodSource("sealings")
  void damageAnywhereInAnEntryIsFoundAndCostsAnExchange(Sealing sealing) throws Exception {
    NodeCache sealed = with(sealing);
    password(sealed);
    byte[] whole = Files.readAllBytes(entry());
    int before = exchanges.get();

    for (int i = 0; i < whole.length; i++) {
      byte[] damaged = whole.clone();
      damaged[i] ^= (byte) (1 << i % 8);
      Files.write(entry(), damaged);
      assertThat(password(sealed)).as("byte %d", i).isNotEqualTo("password-1");
      Files.write(entry(), Arrays.copyOf(whole, i));
      assertThat(password(sealed)).as("cut at %d", i).isNotEqualTo("password-1");
    }

    assertThat(exchanges).hasValue(before + 2 * whole.length);
    assertThat(password(sealed)).isEqualTo("password-" + exchanges);
  }

  @Test
  void neverServesACredentialPastItsOwnExpiry() {
    Instant expiry = clock.instant().plusSeconds(60);
    answer(cache, KEY, () -> granted(expiry, expiry.plusSeconds(3600)));

    clock.advance(Duration.ofSeconds(59));
    assertThat(password(cache)).isEqualTo("password-1");
    clock.advance(Duration.ofSeconds(1));
    assertThat(password(cache)).isEqualTo("password-2");
  }

  @Test
  void aClockThatLeapsByADayCostsAnExchangeEachWay() {
    password(cache);

    clock.advance(Duration.ofDays(1));
    assertThat(password(cache)).isEqualTo("password-2");
    assertThat(password(cache)).isEqualTo("password-2");
    clock.advance(Duration.ofDays(-1));
    assertThat(password(cache)).isEqualTo("password-3");
    assertThat(password(cache)).isEqualTo("password-3");
  }

  @Test
  void aClockThatLeapsPastTheExpiryWhileAnotherExchangesProlongsNoWait() throws Exception {
    try (SingleFlightLock other = store(new DigestSealing()).flight(KEY)) {
      assertThat(other.take()).isTrue();
      Deadline deadline = Deadline.of(Duration.ofMillis(400), Duration.ZERO);
      try (ExecutorService thread = Executors.newSingleThreadExecutor()) {
        Future<Answered> waiter = thread.submit(() -> answer(cache, KEY, deadline, this::granted));
        clock.advance(Duration.ofDays(1));
        clock.advance(Duration.ofDays(-2));
        assertThat(passwordOf(waiter.get())).isEqualTo("password-1");
      }
    }
  }

  @Test
  void takesAwayWhatIsOverAndWhatSomebodyDiedOver() throws IOException {
    password(cache);
    Path abandoned = Files.createFile(directory.resolve(".new-abandoned.0"));
    Files.setLastModifiedTime(abandoned, FileTime.from(clock.instant().minusSeconds(1)));
    clock.advance(LIFE.plusMinutes(1));

    answer(cache, Ask.usual().as("role", "r2").key(), this::granted);

    assertThat(abandoned).doesNotExist();
    assertThat(entry()).doesNotExist();
    assertThat(cache.list()).hasSize(1);
  }

  @Test
  void listsWithoutSecretsAndForgets() {
    password(cache);

    assertThat(cache.list())
        .singleElement()
        .satisfies(entry -> {
          assertThat(entry.about()).isEqualTo(ABOUT);
          assertThat(entry.until()).isEqualTo(clock.instant().plus(LIFE));
          assertThat(entry.failure()).isEmpty();
          assertThat(entry.toString()).doesNotContain("password");
        });
    assertThat(cache.clear()).isEqualTo(1);
    assertThat(cache.list()).isEmpty();
    assertThat(password(cache)).isEqualTo("password-2");
  }

  @Test
  void autoDoesWithoutAnUnsafePlaceAndOnInsists() throws IOException {
    Files.setPosixFilePermissions(
        Files.createDirectories(directory), PosixFilePermissions.fromString("rwxr-xr-x"));
    NodeCache auto = CacheOpener.open(settings(CacheMode.AUTO), clock, Log.NONE);

    assertThat(auto.state()).startsWith("off: ");
    assertThat(password(auto)).isEqualTo("password-1");
    assertThat(password(auto)).isEqualTo("password-2");
    assertThatThrownBy(() -> CacheOpener.open(settings(CacheMode.ON), clock, Log.NONE))
        .isInstanceOf(CredentialException.class)
        .hasMessageContaining("--cache=on, but " + directory + " is open to others")
        .extracting("kind")
        .isEqualTo(Kind.CONFIGURATION);
    assertThat(CacheOpener.open(settings(CacheMode.OFF), clock, Log.NONE).state()).isEqualTo("off");
  }

  private CacheSettings settings(CacheMode mode) {
    return new CacheSettings(mode, directory, false, directory, false);
  }

  private Path entry() {
    return directory.resolve(KEY.fileName());
  }

  private String password(NodeCache from) {
    return passwordOf(answer(from, KEY, this::granted));
  }

  private static String passwordOf(Answered answered) {
    return switch (answered.answer()) {
      case RegistryCredential credential -> credential.password().reveal();
      case Anonymous _ -> throw new AssertionError("no credential");
    };
  }

  private CredentialException failure(NodeCache from, Advice advice) {
    return catchThrowableOfType(
        CredentialException.class, () -> answer(from, KEY, refusing(advice)));
  }

  private Supplier<Answered> refusing(Advice advice) {
    return () -> {
      exchanges.incrementAndGet();
      throw CredentialException.of(advice, "it failed");
    };
  }

  private Answered granted() {
    Instant until = clock.instant().plus(LIFE);
    return granted(until, until);
  }

  private Answered granted(Instant expiry, Instant until) {
    Secret password = Secret.of("password-" + exchanges.incrementAndGet());
    return new Answered(RegistryCredential.of("user", password).expiringAt(expiry), until);
  }

  private static Answered answer(NodeCache from, CacheKey key, Supplier<Answered> exchange) {
    return answer(from, key, Deadline.of(Duration.ofSeconds(45), Duration.ZERO), exchange);
  }

  private static Answered answer(
      NodeCache from, CacheKey key, Deadline deadline, Supplier<Answered> exchange) {
    return from.answer(key, ABOUT, deadline, new Exchanging(exchange, Duration.ZERO));
  }

  private record Exchanging(Supplier<Answered> exchange, Duration asked) implements Exchange {
    @Override
    public Answered make() {
      return exchange.get();
    }

    @Override
    public Optional<Duration> retryAfter() {
      return Optional.of(asked);
    }
  }
}
