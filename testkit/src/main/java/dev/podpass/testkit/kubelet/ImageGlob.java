// SPDX-License-Identifier: Apache-2.0
package dev.podpass.testkit.kubelet;

import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Kubelet's pattern for images, in {@code matchImages} and as keys of {@code auth}. A {@code *}
 * stands for characters of one label of the host, so both have the same number of labels; the port
 * must be the same, or absent in both; the path is a plain prefix, not one of whole segments.
 */
public final class ImageGlob {
  private final Place pattern;

  /** A host's labels, the port with its colon, and the path with its slash. */
  private record Place(List<String> labels, String port, String path) {}

  private ImageGlob(Place pattern) {
    this.pattern = pattern;
  }

  /** A pattern of {@code matchImages}. */
  public static ImageGlob of(String pattern) {
    if (pattern.isEmpty() || pattern.matches(".*[?#\\\\\\s].*")) {
      throw new IllegalArgumentException("not an image pattern: " + pattern);
    }
    return new ImageGlob(parse(pattern));
  }

  /** A key of {@code auth}, where docker's old forms count too: {@code https://registry/v2/}. */
  public static ImageGlob ofAuthKey(String key) {
    Place place = parse(key.replaceFirst("^https?://", ""));
    boolean versioned = place.path().startsWith("/v1/") || place.path().startsWith("/v2/");
    String path = versioned ? place.path().substring(3) : place.path();
    return new ImageGlob(new Place(place.labels(), place.port(), path.equals("/") ? "" : path));
  }

  /** Whether kubelet takes it for a pattern of that image. */
  public boolean matches(String image) {
    Place place = parse(image);
    return pattern.labels().size() == place.labels().size()
        && pattern.port().equals(place.port())
        && place.path().startsWith(pattern.path())
        && IntStream.range(0, place.labels().size())
            .allMatch(i -> matches(pattern.labels().get(i), place.labels().get(i)));
  }

  private static boolean matches(String pattern, String label) {
    String regex =
        Arrays.stream(pattern.split("\\*", -1))
            .map(Pattern::quote)
            .collect(Collectors.joining(".*"));
    return label.matches(regex);
  }

  private static Place parse(String text) {
    int slash = text.indexOf('/');
    String authority = slash < 0 ? text : text.substring(0, slash);
    int colon = authority.lastIndexOf(':');
    boolean hasPort = colon > authority.lastIndexOf(']');
    String host = hasPort ? authority.substring(0, colon) : authority;
    return new Place(
        List.of(host.split("\\.", -1)),
        hasPort ? authority.substring(colon) : "",
        slash < 0 ? "" : text.substring(slash));
  }
}
