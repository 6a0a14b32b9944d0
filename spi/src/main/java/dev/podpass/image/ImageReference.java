// SPDX-License-Identifier: Apache-2.0
package dev.podpass.image;

import dev.podpass.failure.CredentialException;
import dev.podpass.failure.Kind;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * An image as kubelet names it: {@code host[:port]/repository[:tag][@digest]}. Kubelet sends no tag
 * and no digest; both are understood, for people do.
 *
 * @param registry the host it is pulled from
 * @param repository the path below the host
 * @param tag the tag, if there is one
 * @param digest the digest as {@code algorithm:hex}, if there is one
 * @see <a href="https://github.com/distribution/reference">the grammar of image references</a>
 */
public record ImageReference(
    RegistryHost registry, String repository, Optional<String> tag, Optional<String> digest) {
  private static final int MAX_LENGTH = 1_024;
  private static final int MAX_REPOSITORY = 255;
  private static final String PATH_COMPONENT = "[a-z0-9]+(?:(?:\\.|_|__|-+)[a-z0-9]+)*+";
  private static final Pattern REPOSITORY =
      Pattern.compile(PATH_COMPONENT + "(?:/" + PATH_COMPONENT + ")*+");
  private static final Pattern TAG = Pattern.compile("[A-Za-z0-9_][A-Za-z0-9._-]{0,127}");
  private static final Pattern DIGEST =
      Pattern.compile("[a-z0-9]+(?:[+._-][a-z0-9]+)*+:[0-9a-f]{32,128}");

  /** Checks each part against the grammar. */
  public ImageReference {
    require(repository.length() <= MAX_REPOSITORY, "its repository is longer than 255 characters");
    require(
        REPOSITORY.matcher(repository).matches(),
        "\"" + repository + "\" is not a repository (lower-case path)");
    tag.ifPresent(t -> require(TAG.matcher(t).matches(), "\"" + t + "\" is not a tag"));
    digest.ifPresent(d -> require(DIGEST.matcher(d).matches(), "\"" + d + "\" is not a digest"));
  }

  /**
   * Reads a whole reference.
   *
   * @throws CredentialException of kind {@code BAD_REQUEST} if it is not one, or names no registry
   */
  public static ImageReference parse(String image) {
    require(!image.isEmpty(), "it is empty");
    require(image.length() <= MAX_LENGTH, "it is longer than 1024 characters");
    require(image.chars().allMatch(c -> c > ' ' && c < 0x7f), "it is not plain printable ASCII");
    int slash = image.indexOf('/');
    int at = image.indexOf('@');
    require(at < 0 || at > slash, "it has user information before the registry host");
    require(!image.contains("://"), quoted(image) + " has a scheme");
    requireRegistry(image, slash);
    RegistryHost registry = RegistryHost.parse(image.substring(0, slash));
    Optional<String> digest = at < 0 ? Optional.empty() : Optional.of(image.substring(at + 1));
    String named = image.substring(slash + 1, at < 0 ? image.length() : at);
    int colon = named.indexOf(':');
    Optional<String> tag = colon < 0 ? Optional.empty() : Optional.of(named.substring(colon + 1));
    String repository = colon < 0 ? named : named.substring(0, colon);
    return new ImageReference(registry, repository, tag, digest);
  }

  /** The first component is a host only with a dot or a port in it, or as {@code localhost}. */
  private static void requireRegistry(String image, int slash) {
    String first = slash < 0 ? "" : image.substring(0, slash);
    boolean host = first.contains(".") || first.contains(":") || first.equals("localhost");
    require(
        host, quoted(image) + " is a Docker Hub short name; podpass needs the registry host in it");
  }

  private static String quoted(String text) {
    return "\"" + text + "\"";
  }

  private static void require(boolean condition, String otherwise) {
    if (!condition) {
      throw new CredentialException(Kind.BAD_REQUEST, "the image cannot be used: " + otherwise);
    }
  }

  /** Registry and repository without tag and digest, as kubelet sends it. */
  public String name() {
    return registry + "/" + repository;
  }
}
