// SPDX-License-Identifier: Apache-2.0
package dev.podpass.spi;

import dev.podpass.image.ImageReference;
import java.util.regex.Pattern;

/**
 * The input of a {@link TrustGuide}: issuer, service account and image. The grammar of each part
 * excludes quotes, spaces and dollar signs, so that it can be inserted into a script.
 *
 * @param issuer the issuer of the cluster's tokens, an https URL
 * @param namespace the namespace of the service account
 * @param serviceAccount the service account
 * @param image an image to pull
 * @param settings the options of the provider and of its guide
 * @since 0.1
 */
public record TrustRequest(
    String issuer,
    String namespace,
    String serviceAccount,
    ImageReference image,
    ProviderSettings settings) {
  private static final Pattern ISSUER = Pattern.compile("https://[A-Za-z0-9._~:/-]+");
  private static final Pattern NAMESPACE = Pattern.compile("[a-z0-9-]{1,63}");
  private static final Pattern ACCOUNT = Pattern.compile("[a-z0-9.-]{1,253}");

  /** Validates each part against its grammar. */
  public TrustRequest {
    require(ISSUER.matcher(issuer).matches(), "the issuer must be an https URL");
    require(NAMESPACE.matcher(namespace).matches(), "the namespace is not a name");
    require(ACCOUNT.matcher(serviceAccount).matches(), "the service account is not a name");
  }

  private static void require(boolean condition, String otherwise) {
    if (!condition) {
      throw new IllegalArgumentException(otherwise);
    }
  }

  /** The {@code sub} claim of the tokens. */
  public String subject() {
    return "system:serviceaccount:" + namespace + ":" + serviceAccount;
  }

  /** A name for cloud resources that are created for the service account. */
  public String shortName() {
    String name = (namespace + "-" + serviceAccount).replace('.', '-');
    return name.length() <= 50 ? name : name.substring(0, 50).replaceAll("-+$", "");
  }
}
