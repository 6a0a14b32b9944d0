// SPDX-License-Identifier: Apache-2.0
package dev.podpass.spi.trust;

import dev.podpass.spi.ProviderSettings;
import dev.podpass.spi.image.ImageReference;
import dev.podpass.spi.token.ServiceAccountSubject;
import java.util.List;
import java.util.regex.Pattern;

/**
 * The input of a {@link TrustGuide}: issuer, service account and images. The grammar of each part
 * excludes quotes, spaces and dollar signs, so that it can be inserted into a script.
 *
 * @param issuer the issuer of the cluster's tokens, an https URL, letter by letter
 * @param namespace the namespace of the service account
 * @param serviceAccount the service account, or {@link #ALL} of the namespace
 * @param images the images to pull, at least one
 * @param settings the options of the provider and of its guide
 * @since 0.1
 */
public record TrustRequest(
    String issuer,
    String namespace,
    String serviceAccount,
    List<ImageReference> images,
    ProviderSettings settings) {
  /** Stands for every service account of a namespace; see {@link TrustGuide#trustsNamespaces}. */
  public static final String ALL = "*";

  private static final Pattern ISSUER = Pattern.compile("https://[A-Za-z0-9._~:/-]+");
  private static final Pattern NAMESPACE = Pattern.compile(ServiceAccountSubject.NAMESPACE_NAME);
  private static final Pattern ACCOUNT =
      Pattern.compile(ServiceAccountSubject.SERVICE_ACCOUNT_NAME);
  private static final int LONGEST_PLAIN_NAME = 40;
  private static final int LONGEST_PART = 16;

  /** Validates each part against its grammar. */
  public TrustRequest {
    var _ = requireIssuer(issuer);
    require(NAMESPACE.matcher(namespace).matches(), "the namespace is not a name");
    require(
        serviceAccount.equals(ALL) || ACCOUNT.matcher(serviceAccount).matches(),
        "the service account is not a name");
    images = List.copyOf(images);
    require(!images.isEmpty(), "an image is missing");
  }

  /**
   * Returns the text if it can be an issuer.
   *
   * @throws IllegalArgumentException if it cannot
   */
  public static String requireIssuer(String text) {
    require(ISSUER.matcher(text).matches(), "must be an https URL");
    return text;
  }

  private static void require(boolean condition, String otherwise) {
    if (!condition) {
      throw new IllegalArgumentException(otherwise);
    }
  }

  /** Whether it is for every service account of the namespace. */
  public boolean isForNamespace() {
    return serviceAccount.equals(ALL);
  }

  /** The {@code sub} claim of the tokens; a pattern if it is for a namespace. */
  public String subject() {
    return "system:serviceaccount:" + namespace + ":" + serviceAccount;
  }

  /**
   * A name for cloud resources of the service account: at most 45 letters, digits, hyphens and
   * underscores. It is unique: names of Kubernetes contain no underscore, so it separates namespace
   * and service account, and a name that is cut, or contains dots, ends in another one and a hash.
   */
  public String name() {
    if (isForNamespace()) {
      // No service account has such a name.
      return new TrustRequest(issuer, namespace, "all", images, settings).name() + "_";
    }
    String plain = namespace + "_" + serviceAccount;
    if (plain.length() <= LONGEST_PLAIN_NAME && !serviceAccount.contains(".")) {
      return plain;
    }
    return "%s_%s_%s"
        .formatted(cut(namespace), cut(serviceAccount.replace('.', '-')), ShortHash.of(subject()));
  }

  /** The name of what podpass makes for the service account, where it needs no other. */
  public String resource() {
    return "podpass-" + name();
  }

  private static String cut(String part) {
    return part.substring(0, Math.min(part.length(), LONGEST_PART));
  }

  /** The service account, as a Terraform module's map has it for a key. */
  public String account() {
    return namespace + "/" + serviceAccount;
  }

  /** The images, as a Terraform module lists them. */
  public List<String> names() {
    return images.stream().map(ImageReference::name).distinct().toList();
  }

  /** A hash of issuer and subject: unique across clusters. */
  public String key() {
    return ShortHash.of(issuer, subject());
  }
}
