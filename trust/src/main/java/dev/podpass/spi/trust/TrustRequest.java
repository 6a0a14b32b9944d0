// SPDX-License-Identifier: Apache-2.0
package dev.podpass.spi.trust;

import dev.podpass.spi.IdentityOptions;
import dev.podpass.spi.ProviderSettings;
import dev.podpass.spi.Sha256;
import dev.podpass.spi.Sourced;
import dev.podpass.spi.failure.CredentialException;
import dev.podpass.spi.failure.Kind;
import dev.podpass.spi.image.ImageReference;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * The input of a {@link TrustGuide}.
 *
 * @param issuer the issuer of the cluster's tokens, an https URL, letter by letter
 * @param namespace the namespace of the service account
 * @param serviceAccount the service account, or {@link #ALL} of the namespace
 * @param images the images to pull, at least one
 * @param settings the options of the provider
 * @since 0.1
 */
public record TrustRequest(
    String issuer,
    String namespace,
    String serviceAccount,
    List<ImageReference> images,
    ProviderSettings settings) {
  /** Stands for every service account of a namespace. */
  public static final String ALL = "*";

  private static final int LONGEST_PLAIN_NAME = 40;

  /** An address, a name without a domain, or one of a domain that is never public. */
  private static final Pattern NOT_PUBLIC =
      Pattern.compile("[0-9.]+|[^.]*|.*[.](?:local|localhost|internal|svc)");

  /** Copies the images. */
  public TrustRequest {
    images = List.copyOf(images);
  }

  /** {@return whether it is for every service account of the namespace} */
  public boolean isForNamespace() {
    return serviceAccount.equals(ALL);
  }

  /**
   * Requires a single service account, where no rule can trust a namespace.
   *
   * @throws CredentialException of kind {@code USAGE} if it is for all of the namespace
   */
  public void requireServiceAccount() {
    if (isForNamespace()) {
      throw refused("these registries trust single service accounts only", "give the name of one");
    }
  }

  /**
   * {@return a unique name for the cloud's resources: {@code podpass-} and at most 45 letters,
   * digits, hyphens and underscores; no name of Kubernetes has an underscore} One that is cut, or
   * of a name with dots, ends in a hash.
   */
  public String resource() {
    if (isForNamespace()) {
      // No service account has such a name.
      return new TrustRequest(issuer, namespace, "all", images, settings).resource() + "_";
    }
    String plain = namespace + "_" + serviceAccount;
    if (plain.length() <= LONGEST_PLAIN_NAME && !serviceAccount.contains(".")) {
      return "podpass-" + plain;
    }
    return "podpass-%.16s_%.16s_%s"
        .formatted(namespace, serviceAccount.replace('.', '-'), Sha256.brief(subject()));
  }

  private String subject() {
    return "system:serviceaccount:" + namespace + ":" + serviceAccount;
  }

  /** {@return the service account, as a Terraform module's map has it for a key} */
  public String account() {
    return namespace + "/" + serviceAccount;
  }

  /** {@return the images, as a Terraform module lists them} */
  public List<String> names() {
    return images.stream().map(ImageReference::name).distinct().toList();
  }

  /**
   * {@return what each image has, once, separated by spaces}
   *
   * @param part what an image has, without a space
   */
  public String each(Function<ImageReference, String> part) {
    return images.stream().map(part).distinct().collect(Collectors.joining(" "));
  }

  /**
   * {@return what all images have}
   *
   * @param <T> what an image has, with its text for a message
   * @param several what they may not differ in
   * @param part finds it
   * @throws CredentialException of kind {@code USAGE} if they differ
   */
  public <T> T only(String several, Function<ImageReference, T> part) {
    List<T> found = images.stream().map(part).distinct().toList();
    if (found.size() > 1) {
      throw refused(
          "the images need several %s: %s"
              .formatted(
                  several, found.stream().map(Object::toString).collect(Collectors.joining(", "))),
          "give the images of one at a time");
    }
    return found.getFirst();
  }

  /**
   * {@return the identity that the operator names for the service account}
   *
   * @param <T> the identity
   * @param options those of the provider that name it
   */
  public <T> Optional<T> named(IdentityOptions<T> options) {
    return options.byOperator(settings, namespace, serviceAccount, Map.of()).map(Sourced::value);
  }

  /**
   * {@return why the cloud cannot fetch the keys of the issuer; empty if its host may be public}
   *
   * @param cloud its name, which begins the sentence
   */
  public Optional<String> notFetchable(String cloud) {
    String host = issuer.substring("https://".length()).split("[:/]", 2)[0];
    return NOT_PUBLIC.matcher(host).matches()
        ? Optional.of(
            "%s cannot fetch the keys of the issuer %s: the host is not public"
                .formatted(cloud, issuer))
        : Optional.empty();
  }

  /**
   * Requires an issuer whose keys the cloud can fetch.
   *
   * @param cloud its name, which begins the message
   * @throws CredentialException of kind {@code USAGE} if its host is not public
   */
  public void requireFetchable(String cloud) {
    notFetchable(cloud)
        .ifPresent(why -> {
          throw refused(
              why, "give the cluster an issuer whose URL is public (--service-account-issuer)");
        });
  }

  /**
   * {@return the failure of a guide}
   *
   * @param what what is missing or does not fit
   * @param hint the operator's next action
   */
  public static CredentialException refused(String what, String hint) {
    return new CredentialException(Kind.USAGE, what, hint);
  }

  /** {@return a hash of issuer and subject: unique across clusters} */
  public String key() {
    return Sha256.brief(issuer, subject());
  }
}
