// SPDX-License-Identifier: Apache-2.0
package dev.podpass.admin.images;

import dev.podpass.admin.images.PullRecordReader.PulledImage;
import dev.podpass.admin.images.PullRecordReader.UnusableRecordException;
import dev.podpass.admin.node.NodeFiles;
import dev.podpass.core.file.SafeFile;
import dev.podpass.core.file.UnixAttributes;
import dev.podpass.core.file.UntrustedPathException;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * Kubelet's records of the images that it has pulled to a node.
 *
 * @param unread those that cannot be read, each with its reason: they may open any image
 * @param missing why there are no records at all
 */
record PullRecords(List<PulledImage> images, List<String> unread, Optional<String> missing) {
  private static final Pattern RECORD = Pattern.compile("sha256-[0-9a-f]{64}");

  /** Characters of a record's name: twelve of its digest. */
  private static final int SHOWN = 19;

  /** Ten thousand service accounts that share an image. */
  private static final int MAX_BYTES = 4 << 20;

  /** More images than a node has disk for. */
  private static final int MAX_FILES = 10_000;

  PullRecords {
    images = List.copyOf(images);
    unread = List.copyOf(unread);
  }

  /** Reads all in {@code image_manager/pulled} of kubelet's root directory. */
  static PullRecords read(NodeFiles files, String directory) {
    try {
      // Kubelet writes other files first, under a name that ends in .tmp.
      List<Path> records =
          SafeFile.list(
              files.trustedDirectory(directory), RECORD.asMatchPredicate(), MAX_FILES + 1);
      return records.size() > MAX_FILES
          ? none(directory + " has more than " + MAX_FILES + " records")
          : read(records);
    } catch (NoSuchFileException _) {
      return none(directory + " does not exist: this kubelet has kept no records");
    } catch (UntrustedPathException e) {
      return none(String.valueOf(e.getMessage()));
    } catch (IOException e) {
      return none(directory + " cannot be read (" + e.getClass().getSimpleName() + ")");
    }
  }

  private static PullRecords none(String because) {
    return new PullRecords(List.of(), List.of(), Optional.of(because));
  }

  private static PullRecords read(List<Path> records) {
    Map<String, PulledImage> images = new TreeMap<>();
    Map<String, List<String>> unread = new TreeMap<>();
    for (Path file : records) {
      try {
        merge(images, PullRecordReader.read(file.getFileName().toString(), content(file)));
      } catch (NoSuchFileException _) {
        // Its image has just been collected.
      } catch (IOException e) {
        add(unread, "it cannot be read (" + e.getClass().getSimpleName() + ")", file);
      } catch (UnusableRecordException e) {
        add(unread, String.valueOf(e.getMessage()), file);
      }
    }
    return new PullRecords(List.copyOf(images.values()), named(unread), Optional.empty());
  }

  private static void add(Map<String, List<String>> unread, String reason, Path file) {
    unread.computeIfAbsent(reason, _ -> new ArrayList<>()).add(file.getFileName().toString());
  }

  /** A line for each reason. A whole name looks like a secret, so that output would not have it. */
  private static List<String> named(Map<String, List<String>> unread) {
    return unread.entrySet().stream()
        .map(entry ->
            "%d unreadable records, such as %s…: %s"
                .formatted(
                    entry.getValue().size(),
                    entry.getValue().getFirst().substring(0, SHOWN),
                    entry.getKey()))
        .toList();
  }

  private static byte[] content(Path file) throws IOException, UnusableRecordException {
    UnixAttributes attributes = UnixAttributes.of(file);
    if (!attributes.regularFile()) {
      throw new UnusableRecordException("it is not a regular file");
    }
    if (attributes.changeableByOthers()) {
      throw new UnusableRecordException("another user can change it");
    }
    byte[] content = SafeFile.read(file, MAX_BYTES);
    if (content.length > MAX_BYTES) {
      throw new UnusableRecordException("it is larger than 4 MiB");
    }
    return content;
  }

  /** Two references may have one name: the tag has moved, and the old image is still there. */
  private static void merge(Map<String, PulledImage> images, Collection<PulledImage> more) {
    for (PulledImage image : more) {
      images.merge(image.image(), image, PulledImage::and);
    }
  }
}
