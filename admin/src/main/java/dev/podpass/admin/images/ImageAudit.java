// SPDX-License-Identifier: Apache-2.0
package dev.podpass.admin.images;

import dev.podpass.admin.images.PullRecordReader.PulledImage;
import dev.podpass.admin.kubeletconfig.FileEntry;
import dev.podpass.admin.node.ImageVerification;
import dev.podpass.admin.node.NodeFiles;
import dev.podpass.core.protocol.DockerHub;
import dev.podpass.spi.Sourced;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Who may start the images of a node that podpass serves: what kubelet has recorded of pulls,
 * joined with how it verifies, with the entries of its configuration, and with podpass's audit log.
 * Nothing is changed.
 *
 * @param unverified why every image is open to every pod, if it is
 * @param skipped audit logs that were not read, each with its reason
 * @param preloaded whether images without a record are open
 * @param unknown what keeps podpass's images or their openers from being known
 * @param unrecorded images of podpass's audit log that are open for this reason if they are still
 *     on the node: kubelet's garbage collection deletes the records of images that it removes, and
 *     of those that it cannot remove
 */
public record ImageAudit(
    String records,
    String verification,
    Optional<String> unverified,
    List<Row> images,
    int others,
    List<String> skipped,
    boolean preloaded,
    List<String> unknown,
    List<String> unrecorded) {

  public ImageAudit {
    images = List.copyOf(images);
    skipped = List.copyOf(skipped);
    unknown = List.copyOf(unknown);
    unrecorded = List.copyOf(unrecorded);
  }

  /**
   * One image.
   *
   * @param image as pods name it, without tag and digest
   * @param open whether every pod of the node may start it
   * @param accounts whose pods may start it, each with the identities by which it got a credential
   * @param secrets pull secrets whose pods may start it
   * @param why what makes it open, or will
   */
  public record Row(
      String image,
      boolean open,
      Map<String, Set<String>> accounts,
      List<String> secrets,
      List<String> why) {}

  /**
   * Audits a node.
   *
   * @param identities whether to read them, from audit logs of many megabytes
   */
  public static ImageAudit of(
      NodeFiles files,
      ImageVerification verification,
      List<FileEntry> entries,
      Optional<Sourced<String>> version,
      boolean identities) {
    PullRecords records = PullRecords.read(files, verification.records());
    List<FileEntry> podpass = entries.stream().filter(FileEntry::isPodpass).toList();
    AuditedPulls pulls =
        AuditedPulls.read(
            files,
            podpass.stream()
                .filter(_ -> identities)
                .flatMap(entry -> entry.option("--audit-log").stream())
                .collect(Collectors.toCollection(LinkedHashSet::new)));
    Predicate<String> isServed = image -> podpass.stream().anyMatch(entry -> entry.matches(image));
    Optional<String> unverified = verification.none(version);
    List<Row> rows =
        records.images().stream()
            .filter(image -> isServed.test(image.image()))
            .map(image -> row(image, verification, unverified, entries, pulls))
            .toList();
    boolean preloaded = unverified.isEmpty() && verification.opensPreloaded();
    return new ImageAudit(
        records
            .missing()
            .orElse(verification.records() + ", " + records.images().size() + " images"),
        unverified.orElseGet(verification::policyText),
        // A kubelet that has never kept records has never verified.
        unverified.or(records::missing),
        rows,
        records.images().size() - rows.size(),
        pulls.skipped(),
        preloaded,
        Stream.concat(
                entries.stream().flatMap(entry -> unknown(entry).stream()),
                records.unread().stream())
            .toList(),
        preloaded && records.missing().isEmpty()
            ? unrecorded(pulls.images().filter(isServed), rows)
            : List.of());
  }

  private static List<String> unrecorded(Stream<String> pulled, List<Row> rows) {
    Set<String> recorded =
        rows.stream().map(row -> DockerHub.expand(row.image())).collect(Collectors.toSet());
    return pulled.filter(image -> !recorded.contains(image)).sorted().toList();
  }

  /** The same where more is not known. */
  public ImageAudit withUnknown(List<String> more) {
    return new ImageAudit(
        records,
        verification,
        unverified,
        images,
        others,
        skipped,
        preloaded,
        Stream.concat(more.stream(), unknown.stream()).toList(),
        unrecorded);
  }

  public long open() {
    return images.stream().filter(Row::open).count();
  }

  /** Whether no image that podpass serves is known to be open. */
  public boolean isGood() {
    return unverified.isEmpty() && open() == 0;
  }

  private static Optional<String> unknown(FileEntry entry) {
    return switch (entry.program().owner()) {
      case PODPASS, PROBABLY_PODPASS ->
          entry
              .program()
              .unreadable()
              .map(reason ->
                  "the settings of %s cannot be read: %s".formatted(entry.label(), reason));
      case UNKNOWN ->
          Optional.of(
              "whether %s is podpass: its program was not found, and neither its name nor its settings tell"
                  .formatted(entry.label()));
      case ANOTHER -> Optional.empty();
    };
  }

  private static Row row(
      PulledImage image,
      ImageVerification verification,
      Optional<String> unverified,
      List<FileEntry> entries,
      AuditedPulls pulls) {
    List<String> why = new ArrayList<>();
    unverified.ifPresent(why::add);
    if (image.everyPod()) {
      why.add(
          "pulled with a credential of no service account: by another plugin, for a static pod, or"
              + " anonymously");
    }
    if (verification.allows(image.image())) {
      why.add("preloadedImagesVerificationAllowlist has it");
    }
    boolean open = !why.isEmpty();
    entries.stream()
        .filter(entry -> entry.matches(image.image()))
        .flatMap(entry -> opener(entry).stream())
        .forEach(why::add);
    Map<String, Set<String>> accounts = new TreeMap<>();
    String name = DockerHub.expand(image.image());
    for (String account : image.serviceAccounts()) {
      accounts.put(account, pulls.of(name, account));
    }
    return new Row(image.image(), open, accounts, image.secrets(), why);
  }

  /** Why the next pull by an entry may open an image. */
  private static Optional<String> opener(FileEntry entry) {
    if (entry.token().isEmpty()) {
      return Optional.of(
          "the entry %s matches it and has no tokenAttributes: each pull by it opens the image"
              .formatted(entry.label()));
    }
    return entry
        .withoutToken()
        .filter(mode -> entry.isPodpass() && mode.equals("node"))
        .map(_ ->
            "the entry %s lets static pods pull as the node: such a pull opens the image"
                .formatted(entry.label()));
  }
}
