// SPDX-License-Identifier: Apache-2.0
package dev.podpass.admin.kubeletconfig;

import dev.podpass.spi.http.IpLiteral;
import java.util.List;
import java.util.Optional;
import java.util.function.BiPredicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * One of the {@code matchImages}, with kubelet's matching rules: both hosts have the same number of
 * labels and each label matches, ports are equal or absent, and the path is a plain prefix.
 *
 * @param labels the host, split at dots
 * @param port with its colon; empty if absent
 * @param path with its slash; empty if absent
 * @see <a
 *     href="https://kubernetes.io/docs/reference/config-api/kubelet-config.v1/">CredentialProvider
 *     </a>
 */
public record ImagePattern(String text, List<String> labels, String port, String path) {
  /** The characters that Go's {@code net/url}, which kubelet uses, accepts in a host. */
  private static final Pattern HOST = Pattern.compile("[A-Za-z0-9._~!$&'()*+,;=<>\"-]*");

  private static final Pattern ADDRESS =
      Pattern.compile("\\[([^\\]%]*:[^\\]%]*)(?:%25[^\\]]+)?](?::.*)?");
  private static final Pattern PORT = Pattern.compile("(?::[0-9]*)?");
  private static final Pattern PATH_ESCAPES = Pattern.compile("(?:[^%]|%[0-9A-Fa-f]{2})*");

  public ImagePattern {
    labels = List.copyOf(labels);
  }

  /** Parses a pattern; an exception says why kubelet would reject it. */
  public static ImagePattern parse(String text) {
    if (text.chars().anyMatch(c -> c < ' ' || c == 0x7f)) {
      throw new IllegalArgumentException("it has control characters");
    }
    String plain = text.split("[?#]", 2)[0];
    int slash = plain.indexOf('/');
    String authority = slash < 0 ? plain : plain.substring(0, slash);
    String path = slash < 0 ? "" : plain.substring(slash);
    String host = authority.substring(authority.lastIndexOf('@') + 1);
    Matcher address = ADDRESS.matcher(host);
    boolean isAddress = address.matches() && IpLiteral.parse(address.group(1)).isPresent();
    require(
        isAddress || (host.indexOf('[') < 0 && host.indexOf(']') < 0),
        "its host has brackets, which only an IPv6 address has");
    int colon = isAddress ? host.indexOf(']') + 1 : (host + ":").indexOf(':');
    String port = host.substring(colon);
    // Go removes the brackets of an IPv6 address only where a port follows.
    String name = isAddress && !port.isEmpty() ? address.group(1) : host.substring(0, colon);
    require(isAddress || HOST.matcher(name).matches(), "its host has characters that no host has");
    require(PORT.matcher(port).matches(), "its port is not a number");
    require(PATH_ESCAPES.matcher(path).matches(), "its path has a broken %-escape");
    return new ImagePattern(
        text, List.of(name.split("\\.", -1)), port.equals(":") ? "" : port, path);
  }

  /** Parses a pattern; empty if kubelet would reject it. */
  public static Optional<ImagePattern> accepted(String text) {
    try {
      return Optional.of(parse(text));
    } catch (IllegalArgumentException _) {
      return Optional.empty();
    }
  }

  /**
   * The registries of a key in a docker config: a pattern, or a URL with the version of the API.
   */
  public static Optional<ImagePattern> ofDockerConfig(String key) {
    return accepted(
        key.replaceFirst("^https?://", "")
            .replaceFirst("/(v[12]/?)?$", "")
            .replaceFirst("^index\\.docker\\.io", "docker.io"));
  }

  private static void require(boolean condition, String otherwise) {
    if (!condition) {
      throw new IllegalArgumentException(otherwise);
    }
  }

  /** Whether kubelet would run the provider for an image, given without tag and digest. */
  public boolean matches(String image) {
    return matches(parse(image));
  }

  /** The same for an image that was parsed as if it were a pattern. */
  public boolean matches(ImagePattern image) {
    return sameShape(image) && image.path.startsWith(path) && eachLabel(image, Glob::matches);
  }

  /** Whether an image exists that matches both. */
  public boolean overlaps(ImagePattern other) {
    return sameShape(other)
        && (path.startsWith(other.path) || other.path.startsWith(path))
        && eachLabel(other, Glob::overlap);
  }

  /** Whether it matches each image that the other matches; false where that is not certain. */
  public boolean covers(ImagePattern other) {
    return sameShape(other) && other.path.startsWith(path) && eachLabel(other, Glob::matches);
  }

  /** From the last, which has the fewest globs: there may be many patterns and images. */
  private boolean eachLabel(ImagePattern other, BiPredicate<String, String> rule) {
    for (int i = labels.size() - 1; i >= 0; i--) {
      if (!rule.test(labels.get(i), other.labels.get(i))) {
        return false;
      }
    }
    return true;
  }

  /** The same for all repositories of the host on one port. */
  public ImagePattern onPort(String other) {
    return new ImagePattern(text, labels, other, "");
  }

  private boolean sameShape(ImagePattern other) {
    return port.equals(other.port) && labels.size() == other.labels.size();
  }
}
