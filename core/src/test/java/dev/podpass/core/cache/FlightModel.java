// SPDX-License-Identifier: Apache-2.0
package dev.podpass.core.cache;

import dev.podpass.core.cache.CachedOutcome.Answered;
import dev.podpass.core.cache.CachedOutcome.Failed;
import dev.podpass.core.cache.SingleFlightRules.Freshness;
import dev.podpass.core.cache.SingleFlightRules.Patience;
import dev.podpass.core.cache.SingleFlightRules.State;
import dev.podpass.spi.Credential;
import dev.podpass.spi.failure.CredentialException;
import dev.podpass.spi.failure.Kind;
import dev.podpass.spi.secret.Secret;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Pulls that follow {@link SingleFlightRules}, a second at a time, in the order of the list. */
final class FlightModel {
  private static final int END = 120;
  private static final int FAILURE_KEPT = 5;
  private static final int SETTLING = 2;

  /** One of each for millions of runs: an exception looks at the stack when it is made. */
  private static final CachedOutcome ANSWERED =
      new Answered(Credential.of("user", Secret.of("password")), Instant.MAX);

  private static final CachedOutcome FAILED =
      new Failed(new CredentialException(Kind.DENIED, "it failed"), Instant.MAX);

  private final List<Pull> pulls;
  private Optional<Result> shared = Optional.empty();
  private int sharedUntil;
  private int gaveUp;
  private @Nullable Pull leader;
  private @Nullable Pull successor;
  private int exchanges;
  private int throttledUntil = -END;
  private int exchangesWhileThrottled;
  private int now;

  private final int leftUntil;
  private int postponedTo;

  /** Without an answer of before. */
  FlightModel(List<Pull> pulls) {
    this(pulls, 0);
  }

  /**
   * With an answer that is to be renewed.
   *
   * @param leftUntil when it ends
   */
  FlightModel(List<Pull> pulls, int leftUntil) {
    this.pulls = pulls;
    this.leftUntil = leftUntil;
  }

  enum Result {
    ANSWER,
    WORKLOAD_FAILURE,
    OWN_FAILURE
  }

  /** What happens to a process one second into its exchange. */
  enum Incident {
    NONE,
    KILLED,
    STOPPED,
    STOPPED_FOR_A_WHILE
  }

  /**
   * The course of an exchange.
   *
   * @param asked how long the cloud asks it to wait after its first second; 0 if it does not
   */
  record Fate(Result result, int seconds, Incident incident, int asked) {
    static List<Fate> all() {
      return of(new int[] {1, 3, 30}, 0);
    }

    /** Those of a cloud that throttles. */
    static List<Fate> throttled() {
      List<Fate> all = new ArrayList<>(of(new int[] {1}, 4));
      all.addAll(of(new int[] {3}, 15));
      all.add(new Fate(Result.ANSWER, 1, Incident.NONE, 0));
      return all;
    }

    private static List<Fate> of(int[] durations, int asked) {
      List<Fate> all = new ArrayList<>();
      for (Result result : Result.values()) {
        for (int seconds : durations) {
          for (Incident incident : Incident.values()) {
            all.add(new Fate(result, seconds, incident, asked));
          }
        }
      }
      return all;
    }
  }

  static final class Pull {
    private final Fate fate;
    private final int arrival;
    private final int left;
    private final Patience patience;
    private int exchanged = -1;
    private boolean asked;
    private boolean leads;
    private int renewsUntil = -1;
    private int gaveUpBefore = -1;
    private int stoppedUntil;
    private boolean over;
    private int ended = -1;
    private @Nullable Result result;

    Pull(Fate fate, int arrival, int left) {
      this.fate = fate;
      this.arrival = arrival;
      this.left = left;
      this.patience = SingleFlightRules.patience(Duration.ofSeconds(left), 0);
    }

    Fate fate() {
      return fate;
    }

    int arrival() {
      return arrival;
    }

    /** How long it waits for others at most. */
    int patience() {
      return seconds(patience.forSuccessor());
    }

    /** How long it waits for the leader. */
    int patienceForLeader() {
      return seconds(patience.forLeader());
    }

    /** In whole seconds, rounded up. */
    private static int seconds(Duration duration) {
      return (int) duration.plusMillis(999).toSeconds();
    }

    int renewalPatience() {
      return seconds(SingleFlightRules.renewalPatience(Duration.ofSeconds(left)));
    }

    private Duration remaining(int now) {
      return Duration.ofSeconds(Math.max(0, arrival + left - now));
    }

    /** When; -1 if never. */
    int ended() {
      return ended;
    }

    Result result() {
      return Objects.requireNonNull(result);
    }

    @Override
    public String toString() {
      return "%s at %d: %s at %d".formatted(fate, arrival, result, ended);
    }
  }

  List<Pull> pulls() {
    return pulls;
  }

  int exchanges() {
    return exchanges;
  }

  /** How many began although the cloud had asked to wait. */
  int exchangesWhileThrottled() {
    return exchangesWhileThrottled;
  }

  /** When the last wait was over, and the pull that waited had its time; negative if none was. */
  int settled() {
    return throttledUntil + SETTLING;
  }

  void run() {
    boolean goesOn = true;
    for (now = 0; now < END && goesOn; now++) {
      goesOn = false;
      for (Pull pull : pulls) {
        goesOn |= !pull.over && pull.stoppedUntil < END;
        if (!pull.over && now >= pull.arrival && now >= pull.stoppedUntil) {
          step(pull);
        }
      }
    }
  }

  private void step(Pull pull) {
    if (pull.exchanged < 0) {
      decide(pull);
    } else {
      exchange(pull);
    }
  }

  private void decide(Pull pull) {
    if (pull.gaveUpBefore < 0) {
      pull.gaveUpBefore = gaveUp;
      if (freshness() == Freshness.DUE && leader == null) {
        leader = pull;
        pull.leads = true;
      }
    }
    Duration waited = Duration.ofSeconds(now - pull.arrival);
    Optional<Instant> until = Optional.of(Instant.ofEpochSecond(throttledUntil));
    State state =
        new State(
            freshness(),
            SingleFlightRules.throttle(until, Instant.ofEpochSecond(now), pull.remaining(now), 0),
            pull.leads,
            gaveUp != pull.gaveUpBefore,
            waited,
            pull.patience);
    switch (SingleFlightRules.next(state)) {
      case USE -> end(pull, found().orElseThrow());
      case EXCHANGE -> {
        exchanges++;
        exchangesWhileThrottled += now < throttledUntil ? 1 : 0;
        pull.exchanged = 0;
      }
      case RENEW -> {
        exchanges++;
        pull.exchanged = 0;
        pull.renewsUntil = now + pull.renewalPatience();
      }
      case WAIT -> lead(pull);
      case SUCCEED -> {
        if (!lead(pull) && successor == null) {
          successor = pull;
          pull.leads = true;
          decide(pull);
        }
      }
      case FAIL -> end(pull, Result.OWN_FAILURE);
    }
  }

  private boolean lead(Pull pull) {
    if (leader != null) {
      return false;
    }
    leader = pull;
    pull.leads = true;
    decide(pull);
    return true;
  }

  private void exchange(Pull pull) {
    if (pull.renewsUntil < 0 && found().equals(Optional.of(Result.ANSWER))) {
      end(pull, Result.ANSWER);
      return;
    }
    pull.exchanged++;
    if (pull.fate.asked > 0 && !pull.asked) {
      pull.asked = true;
      if (pull.fate.asked >= pull.remaining(now).toSeconds()) {
        leave(pull, Result.WORKLOAD_FAILURE);
        end(pull, Result.WORKLOAD_FAILURE);
        return;
      }
      throttledUntil = now + pull.fate.asked;
      pull.stoppedUntil = throttledUntil;
    }
    if (pull.exchanged == 1) {
      switch (pull.fate.incident()) {
        case NONE -> {}
        case KILLED -> {
          pull.over = true;
          release(pull);
          return;
        }
        case STOPPED -> {
          pull.stoppedUntil = END;
          return;
        }
        case STOPPED_FOR_A_WHILE -> {
          pull.stoppedUntil = now + 20;
          return;
        }
      }
    }
    boolean over = pull.exchanged >= pull.fate.seconds();
    boolean unavailable =
        over ? pull.fate.result() == Result.WORKLOAD_FAILURE : now >= pull.renewsUntil;
    if (pull.renewsUntil >= 0 && unavailable && now >= pull.stoppedUntil) {
      postponedTo = now + (int) SingleFlightRules.renewalPause(Optional.empty()).toSeconds();
      end(pull, Result.ANSWER);
      return;
    }
    if (over && now >= pull.stoppedUntil) {
      leave(pull, pull.fate.result());
      end(pull, pull.fate.result());
    }
  }

  private void leave(Pull pull, Result outcome) {
    Optional<Result> result = Optional.of(outcome).filter(r -> r != Result.OWN_FAILURE);
    switch (SingleFlightRules.after(
        pull.leads, result.map(FlightModel::remembered), found().map(FlightModel::remembered))) {
      case RESULT -> {
        shared = result;
        sharedUntil = result.equals(Optional.of(Result.ANSWER)) ? END : now + FAILURE_KEPT;
      }
      case GAVE_UP -> gaveUp++;
      case NOTHING -> {}
    }
  }

  private static CachedOutcome remembered(Result result) {
    return switch (result) {
      case ANSWER -> ANSWERED;
      case WORKLOAD_FAILURE, OWN_FAILURE -> FAILED;
    };
  }

  private Optional<Result> found() {
    if (now < sharedUntil) {
      return shared;
    }
    return now < leftUntil ? Optional.of(Result.ANSWER) : Optional.empty();
  }

  private Freshness freshness() {
    if (now < sharedUntil) {
      return Freshness.CURRENT;
    }
    if (now >= leftUntil) {
      return Freshness.NONE;
    }
    return now < postponedTo ? Freshness.CURRENT : Freshness.DUE;
  }

  private void end(Pull pull, Result result) {
    pull.result = result;
    pull.ended = now;
    pull.over = true;
    release(pull);
  }

  private void release(Pull pull) {
    if (leader == pull) {
      leader = null;
    }
    if (successor == pull) {
      successor = null;
    }
  }

  @Override
  public String toString() {
    return pulls.toString();
  }
}
