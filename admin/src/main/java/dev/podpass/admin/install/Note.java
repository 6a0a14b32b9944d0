// SPDX-License-Identifier: Apache-2.0
package dev.podpass.admin.install;

import static java.util.stream.Collectors.toUnmodifiableSet;

import dev.podpass.admin.kubelet.Kubelet;
import dev.podpass.admin.kubelet.Kubelet.Health;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * What podpass remembers of a node, besides two copies of kubelet's file: one record, replaced as a
 * whole. Without it, podpass goes on from what is on the node.
 *
 * @param files digests of other files that podpass wrote, by path: two while one is replaced
 */
public record Note(
    Optional<Place> place,
    Optional<WrittenText> written,
    Optional<Failed> failed,
    Rival rival,
    Map<String, List<String>> files,
    Optional<LastPass> last) {
  public static final Note NONE =
      new Note(
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          Rival.NONE,
          Map.of(),
          Optional.empty());

  /** The digest of a file that is not there. */
  public static final String ABSENT = "absent";

  /** Stands for the digest of a file that is not known. */
  public static final String UNKNOWN = "unknown";

  private static final Duration HOUR = Duration.ofHours(1);

  public Note {
    files = Map.copyOf(files);
  }

  /**
   * Where podpass was put.
   *
   * @param own whether the configuration is a file of podpass's own, one of several of a directory
   * @param name of the program
   * @param made directories that podpass created, the outer first
   */
  public record Place(String config, boolean own, String binDir, String name, List<String> made) {
    public Place {
      made = List.copyOf(made);
    }
  }

  /**
   * The text that was written last.
   *
   * @param base digest of the copy {@code original}: the text without podpass's entries
   * @param texts digests of texts with that base: this one, and the former one until this is there
   * @param entries digest of podpass's entries in it; empty without any
   * @param replaced the entry whose place podpass's took
   * @param health of kubelet before
   * @param unit kubelet's, which a kubelet that does not run cannot tell
   * @param back the copy {@code before}, if it is of this base
   * @param unread processes of kubelet that have not read it; none once it is settled
   * @param proven the process that has read it and lived with it, if one has
   */
  public record WrittenText(
      Instant at,
      String base,
      Set<String> texts,
      String entries,
      Optional<String> replaced,
      Health health,
      Optional<String> unit,
      Optional<Back> back,
      Set<String> unread,
      Optional<String> proven) {
    public WrittenText {
      texts = Set.copyOf(texts);
      unread = unread.stream().filter(id -> !id.equals(Kubelet.NONE)).collect(toUnmodifiableSet());
    }

    /** Whether it is not known that the text was written. */
    boolean isBegun() {
      return texts.size() > 1;
    }

    boolean isProven() {
      return proven.isPresent();
    }

    /** Whether a process has lived with it for so long that it does not crash again and again. */
    boolean isSettled() {
      return isProven() && unread.isEmpty();
    }

    /** After the write; that process has not read it, either. */
    WrittenText done(String text, String process) {
      return with(
          Set.of(text),
          health,
          Stream.concat(unread.stream(), Stream.of(process)).collect(toUnmodifiableSet()),
          Optional.empty());
    }

    WrittenText readBy(String process, boolean settled) {
      return with(texts, health, settled ? Set.of() : unread, Optional.of(process));
    }

    WrittenText expecting(Health other) {
      return with(texts, other, unread, proven);
    }

    private WrittenText with(
        Set<String> these, Health other, Set<String> without, Optional<String> by) {
      return new WrittenText(at, base, these, entries, replaced, other, unit, back, without, by);
    }
  }

  /**
   * A text with which a kubelet has lived.
   *
   * @param text digest of it
   * @param replaced as of what was written
   */
  public record Back(String text, Optional<String> replaced) {}

  /**
   * A change that was put back.
   *
   * @param change digest of what it would have made
   */
  public record Failed(String change, Instant at, String reason) {
    public Instant nextTry() {
      return at.plus(HOUR);
    }

    /** Whether the same change must wait; a clock that was set back prolongs nothing. */
    public boolean holds(String again, Instant now) {
      return change.equals(again) && !now.isBefore(at) && now.isBefore(nextTry());
    }
  }

  /**
   * Another program that takes the entries out, or another podpass that replaces them. They are
   * written against it three times since the boot, and then once an hour.
   *
   * @param entries digest of podpass's entries that were there before those that were written last
   * @param at when entries were written
   * @param count how often against it
   */
  record Rival(String entries, Instant at, int count, String boot) {
    static final Rival NONE = new Rival("", Instant.EPOCH, 0, "");
    private static final int FREE = 3;

    /** When entries may be written against it, if that is not now. */
    private Optional<Instant> waitsUntil(String now, Instant time) {
      return Optional.of(at.plus(HOUR))
          .filter(_ -> count >= FREE && boot.equals(now) && !time.isBefore(at))
          .filter(time::isBefore);
    }
  }

  /** Whether entries were written before, and are not there any more. */
  private boolean isAgainst(String values) {
    return written.filter(text -> !text.isBegun()).isPresent()
        && (entries().equals(values) || rival.entries().equals(values));
  }

  /** When entries may be written, if that is not now. */
  Optional<Instant> postponedUntil(String values, String boot, Instant now) {
    return isAgainst(values) ? rival.waitsUntil(boot, now) : Optional.empty();
  }

  /** Before entries are written. */
  Note writing(String values, String boot, Instant now) {
    return new Note(
        place,
        written,
        failed,
        new Rival(
            entries().equals(values) ? rival.entries() : entries(),
            now,
            (rival.boot().equals(boot) ? rival.count() : 0) + (isAgainst(values) ? 1 : 0),
            boot),
        files,
        last);
  }

  /**
   * The last pass, and how many passes changed files, and restarted kubelet, up to it.
   *
   * @param changedAt when a pass last changed something
   * @param contended when another podpass last wanted other options
   */
  public record LastPass(
      Instant at,
      Outcome outcome,
      String message,
      long changes,
      long restarts,
      Optional<Instant> changedAt,
      Optional<Instant> contended) {
    /** Both make passes, and the one whose options are in effect would report that all is well. */
    private static final Duration CONTENDED = Duration.ofMinutes(15);

    /** Whether two podpasses want different options here, as far as their last passes say. */
    public boolean isContended(Instant now) {
      return contended
          .filter(since -> !since.isAfter(now) && since.plus(CONTENDED).isAfter(now))
          .isPresent();
    }
  }

  /** Digest of podpass's entries in what was written last; empty without any. */
  public String entries() {
    return written.map(WrittenText::entries).orElse("");
  }

  public Note at(Place there) {
    return new Note(Optional.of(there), written, failed, rival, files, last);
  }

  public Note with(WrittenText text) {
    return new Note(place, Optional.of(text), failed, rival, files, last);
  }

  public Note with(Failed change) {
    return new Note(place, written, Optional.of(change), rival, files, last);
  }

  public Note with(LastPass pass) {
    return new Note(place, written, failed, rival, files, Optional.of(pass));
  }

  public Note withoutFailure() {
    return new Note(place, written, Optional.empty(), rival, files, last);
  }

  /** Nothing of podpass's is in kubelet's file or its plugin directory. */
  public Note bare() {
    return new Note(Optional.empty(), Optional.empty(), failed, rival, files, last);
  }

  /** With another file that podpass wrote, whose content has one of these digests. */
  public Note with(String path, List<String> digests) {
    Map<String, List<String>> more = new TreeMap<>(files);
    more.put(path, List.copyOf(digests));
    return new Note(place, written, failed, rival, more, last);
  }
}
