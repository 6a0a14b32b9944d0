// SPDX-License-Identifier: Apache-2.0
package dev.podpass.admin.kubeletconfig;

import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.IntStream;

/**
 * One of the {@code matchImages}, matched as kubelet does it: both hosts have the same number of
 * labels, and each matches; the port is the same, or absent in both; the path is a plain prefix.
 *
 * @param text as it is written
 * @param labels the host, split at dots
 * @param port with its colon; empty if there is none
 * @param path with its slash; empty if there is none
 * @see <a
 *     href="https://kubernetes.io/docs/reference/config-api/kubelet-config.v1/">CredentialProvider
 *     </a>
 */
public record ImagePattern(String text, List<String> labels, String port, String path) {
  /** What Go's {@code net/url} takes in a host, as kubelet parses it. */
  private static final Pattern HOST = Pattern.compile("[A-Za-z0-9._~!$&'()*+,;=<>\"\\[\\]:-]*");

  private static final Pattern PORT = Pattern.compile("(?::[0-9]*)?");
  private static final Pattern PATH_ESCAPES = Pattern.compile("(?:[^%]|%[0-9A-Fa-f]{2})*");

  /** Keeps its own copy of the labels. */
  public ImagePattern {
    labels = List.copyOf(labels);
  }

  /**
   * Reads a pattern by the rules that kubelet parses it with.
   *
   * @throws IllegalArgumentException if kubelet would refuse it, with the reason
   */
  public static ImagePattern parse(String text) {
    if (text.chars().anyMatch(c -> c < ' ' || c == 0x7f)) {
      throw new IllegalArgumentException("it has control characters");
    }
    String plain = text.split("[?#]", 2)[0];
    int slash = plain.indexOf('/');
    String authority = slash < 0 ? plain : plain.substring(0, slash);
    String path = slash < 0 ? "" : plain.substring(slash);
    String host = authority.substring(authority.lastIndexOf('@') + 1);
    int colon = host.lastIndexOf(':');
    boolean hasPort = colon > host.lastIndexOf(']');
    String port = hasPort ? host.substring(colon) : "";
    // Go takes the brackets of an IPv6 address off where a port follows, and nowhere else.
    String name = hasPort ? host.substring(0, colon).replaceFirst("^\\[(.*)]$", "$1") : host;
    require(HOST.matcher(name).matches(), "its host has characters that no host has");
    require(PORT.matcher(port).matches(), "its port is not a number");
    require(PATH_ESCAPES.matcher(path).matches(), "its path has a broken %-escape");
    return new ImagePattern(
        text, List.of(name.split("\\.", -1)), port.equals(":") ? "" : port, path);
  }

  private static void require(boolean condition, String otherwise) {
    if (!condition) {
      throw new IllegalArgumentException(otherwise);
    }
  }

  /** Whether kubelet would run the provider for that image, given without tag and digest. */
  public boolean matches(String image) {
    ImagePattern target = parse(image);
    return sameShape(target)
        && target.path.startsWith(path)
        && IntStream.range(0, labels.size())
            .allMatch(i -> Glob.matches(labels.get(i), target.labels.get(i)));
  }

  /** Whether some image could match both. */
  boolean overlaps(ImagePattern other) {
    boolean paths = path.startsWith(other.path) || other.path.startsWith(path);
    return paths
        && sameShape(other)
        && IntStream.range(0, labels.size())
            .allMatch(i -> Glob.overlap(labels.get(i), other.labels.get(i)));
  }

  private boolean sameShape(ImagePattern other) {
    return port.equals(other.port) && labels.size() == other.labels.size();
  }
}
