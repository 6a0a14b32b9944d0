// SPDX-License-Identifier: Apache-2.0
package dev.podpass.spi.image;

import dev.podpass.spi.failure.CredentialException;
import dev.podpass.spi.failure.Kind;
import dev.podpass.spi.secret.Redaction;
import java.util.Arrays;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * An image reference: {@code host[:port]/repository[:tag][@digest]}. Kubelet sends neither tag nor
 * digest; both are accepted, because operators type them.
 *
 * @param host its registry host as it is written, which is how kubelet and Docker look for the
 *     credential; {@link #registry()} is the same host for comparisons
 * @param repository the path after the host; empty for a request that names a registry alone, as
 *     Docker's protocol of credential helpers does
 * @param tag the tag, if any
 * @param digest the digest as {@code algorithm:hex}, if any
 * @see <a href="https://github.com/distribution/reference">the grammar of image references</a>
 * @since 0.1
 */
public record ImageReference(
    String host, String repository, Optional<String> tag, Optional<String> digest) {
  private static final int MAX_LENGTH = 1_024;
  private static final int MAX_REPOSITORY = 255;
  private static final String PATH_COMPONENT = "[a-z0-9]+(?:(?:\\.|_|__|-+)[a-z0-9]+)*+";
  private static final Pattern REPOSITORY =
      Pattern.compile(PATH_COMPONENT + "(?:/" + PATH_COMPONENT + ")*+");
  private static final String A_REPOSITORY = "a repository (lower-case path)";
  private static final Pattern TAG = Pattern.compile("[A-Za-z0-9_][A-Za-z0-9._-]{0,127}");
  private static final Pattern DIGEST =
      Pattern.compile("[a-z0-9]+(?:[+._-][a-z0-9]+)*+:[0-9a-f]{32,128}");
  private static final Pattern NAMED =
      Pattern.compile("([^/@]+/%s)(?::%s)?(?:@%s)?".formatted(REPOSITORY, TAG, DIGEST));

  /** Validates each part against the grammar. */
  public ImageReference {
    var _ = RegistryHost.parse(host);
    require(repository.length() <= MAX_REPOSITORY, "its repository is longer than 255 characters");
    if (!repository.isEmpty() || tag.isPresent() || digest.isPresent()) {
      requireForm(REPOSITORY, repository, A_REPOSITORY);
    }
    tag.ifPresent(text -> requireForm(TAG, text, "a tag"));
    digest.ifPresent(text -> requireForm(DIGEST, text, "a digest"));
  }

  /**
   * {@return a registry without a repository}
   *
   * @param host with the port, if there is one
   */
  public static ImageReference ofRegistry(String host) {
    return new ImageReference(host, "", Optional.empty(), Optional.empty());
  }

  /**
   * {@return the parsed reference}
   *
   * @param image as an operator or kubelet writes it
   * @throws CredentialException of kind {@code BAD_REQUEST} if it is invalid, or names no registry
   */
  public static ImageReference parse(String image) {
    require(!image.isEmpty(), "it is empty");
    require(image.length() <= MAX_LENGTH, "it is longer than 1024 characters");
    require(image.chars().allMatch(c -> c > ' ' && c < 0x7f), "it is not plain printable ASCII");
    String host = host(image);
    require(!host.contains("@"), "it has user information before the registry host");
    if (image.contains("://")) {
      throw refused(
          Redaction.quoted(image) + " has a scheme", "write it as " + image.split("://", 2)[1]);
    }
    String first = image.split("[:@/]", 2)[0];
    if (first.contains(".") && (host.isEmpty() || image.length() == host.length() + 1)) {
      throw refused(
          Redaction.quoted(image) + " names a registry host and no repository",
          "write it as " + first + "/REPOSITORY");
    }
    if (!isRegistry(host)) {
      throw refused(
          Redaction.quoted(image) + " is a Docker Hub short name",
          "write the registry host before it; Docker Hub's public images need no credential");
    }
    var _ = RegistryHost.parse(host);
    String[] path = image.substring(host.length() + 1).split("@", 2);
    String[] named = path[0].split(":", 2);
    require(!named[0].isEmpty(), "\"\" is not " + A_REPOSITORY);
    return new ImageReference(host, named[0], second(named), second(path));
  }

  /**
   * {@return the name of an image, as kubelet passes it to plugins: without tag and digest} Empty
   * if one of the parts after the host is malformed, for then kubelet rejects the image.
   *
   * @param image as a pod names it, valid or not
   */
  public static Optional<String> name(String image) {
    Matcher named = NAMED.matcher(image);
    return named.matches() ? Optional.of(named.group(1)) : Optional.empty();
  }

  /**
   * {@return the first component, which may be a host; empty if it is the only one}
   *
   * @param image as a pod names it, valid or not
   */
  public static String host(String image) {
    return image.substring(0, Math.max(0, image.indexOf('/')));
  }

  /**
   * {@return whether the first component of an image is a registry host: it contains a dot or a
   * port, or is {@code localhost}}
   *
   * @param first what is before the first slash
   */
  public static boolean isRegistry(String first) {
    return first.contains(".") || first.contains(":") || first.equals("localhost");
  }

  private static Optional<String> second(String[] parts) {
    return Arrays.stream(parts).skip(1).findFirst();
  }

  private static CredentialException refused(String what, String hint) {
    return new CredentialException(Kind.BAD_REQUEST, "the image cannot be used: " + what, hint);
  }

  private static CredentialException refused(String what) {
    return new CredentialException(Kind.BAD_REQUEST, "the image cannot be used: " + what);
  }

  private static void requireForm(Pattern form, String part, String what) {
    if (!form.matcher(part).matches()) {
      throw refused(Redaction.quoted(part) + " is not " + what);
    }
  }

  private static void require(boolean condition, String otherwise) {
    if (!condition) {
      throw refused(otherwise);
    }
  }

  /** {@return the registry host for comparisons, in lower case} */
  public RegistryHost registry() {
    return RegistryHost.parse(host);
  }

  /** {@return host and repository without tag and digest, as kubelet sends them} */
  public String name() {
    return repository.isEmpty() ? host : host + "/" + repository;
  }
}
