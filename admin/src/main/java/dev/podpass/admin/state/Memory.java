// SPDX-License-Identifier: Apache-2.0
package dev.podpass.admin.state;

import dev.podpass.admin.kubelet.Kubelet;
import dev.podpass.admin.kubelet.Kubelet.Health;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The memory of a node: nothing in it is needed to know what is podpass's. */
public record Memory(
    Optional<Original> original,
    Optional<Pending> pending,
    Optional<Good> good,
    Optional<Failed> failed,
    List<String> losses) {
  public static final Memory NONE =
      new Memory(Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty(), List.of());

  private static final Duration RETRY = Duration.ofHours(1);

  public sealed interface Part {}

  /** Its files, the one that is removed last at the end. */
  public enum File {
    FAILED,
    GOOD,
    PENDING,
    ORIGINAL;

    String fileName() {
      return name().toLowerCase(Locale.ROOT);
    }

    static File of(Part part) {
      return switch (part) {
        case Original _ -> ORIGINAL;
        case Pending _ -> PENDING;
        case Good _ -> GOOD;
        case Failed _ -> FAILED;
      };
    }
  }

  public Memory {
    losses = List.copyOf(losses);
  }

  /**
   * Kubelet's file before the first change, and what to remove in the end.
   *
   * @param names that the program has had there
   * @param made directories that podpass created, the outer first
   * @param replaced the name of the entry whose place podpass's took
   * @param known whether it is known what the file was
   * @param text of the file; empty if there was none
   * @param trusted whether only root could change it
   * @param of digests of the texts that it is without podpass's entries
   */
  public record Original(
      String config,
      String binDir,
      List<String> names,
      List<String> made,
      Optional<String> replaced,
      boolean known,
      Optional<String> text,
      boolean trusted,
      Set<String> of)
      implements Part {
    public Original {
      names = List.copyOf(names);
      made = List.copyOf(made);
      of = Set.copyOf(of);
    }

    /** Whether a file with that text is the one that there was, with its owner and mode. */
    public boolean isRestoredBy(Optional<String> content) {
      return known && trusted && text.equals(content);
    }
  }

  /**
   * A text that was written, and the processes that ran then and have not read it.
   *
   * @param text digest of it; empty if the file was removed
   * @param before the process of kubelet just before the write
   * @param after the process just after it; empty until that is noted
   * @param health of kubelet before the change; a kubelet that was not seen proves nothing
   * @param unit kubelet's, which a kubelet that does not run cannot tell
   * @param seen the process that was healthy with it, and too young to prove it
   */
  public record Pending(
      Written written,
      String text,
      String before,
      Optional<String> after,
      Health health,
      Optional<String> unit,
      Optional<String> seen)
      implements Part {
    public String values() {
      return written.values();
    }

    /** Whether a process started after the text was written. */
    public boolean isReadBy(String process) {
      return after.isPresent() && !unread().contains(process);
    }

    /** The processes that have not read it. */
    public Set<String> unread() {
      return Stream.concat(Stream.of(before), after.stream())
          .filter(it -> !it.equals(Kubelet.NONE))
          .collect(Collectors.toUnmodifiableSet());
    }

    public Pending noting(String process) {
      return new Pending(written, text, before, Optional.of(process), health, unit, seen);
    }

    public Pending expecting(Health expected) {
      return new Pending(written, text, before, after, expected, unit, seen);
    }

    public Pending seenAs(String process) {
      return new Pending(written, text, before, after, health, unit, Optional.of(process));
    }
  }

  /** A text with which kubelet was healthy, and the last process known to have read its entries. */
  public record Good(Written written, String text, String process) implements Part {
    public String values() {
      return written.values();
    }
  }

  /**
   * A change that was put back.
   *
   * @param change digest of what it would have made
   * @param kubelet digest of the kubelet that refused it; empty if none ran
   */
  public record Failed(
      String change, Optional<String> kubelet, Instant at, String reason, List<String> log)
      implements Part {
    public Failed {
      log = List.copyOf(log);
    }

    public Instant nextTry() {
      return at.plus(RETRY);
    }

    /** Whether the same change must wait; a clock that was set back prolongs nothing. */
    public boolean holds(String again, Optional<String> running, Instant now) {
      boolean same = running.isEmpty() || kubelet.isEmpty() || running.equals(kubelet);
      return change.equals(again) && same && !now.isBefore(at) && now.isBefore(nextTry());
    }
  }

  public Optional<Written> written() {
    return pending.map(Pending::written).or(() -> good.map(Good::written));
  }

  /** Digest of podpass's entries in what was written last; empty without any. */
  public String values() {
    return last().values();
  }

  /** Whether a kubelet is known to have read these entries. */
  public boolean hasRead(String process, String entries) {
    return good.filter(it -> it.values().equals(entries) && it.process().equals(process))
        .isPresent();
  }

  /** What was written last, or that it is nothing. */
  public Written last() {
    return written().orElse(Written.NONE);
  }
}
