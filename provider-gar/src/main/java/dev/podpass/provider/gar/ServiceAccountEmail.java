// SPDX-License-Identifier: Apache-2.0
package dev.podpass.provider.gar;

import dev.podpass.spi.failure.CredentialException;
import dev.podpass.spi.failure.Kind;
import dev.podpass.spi.secret.Redaction;
import java.util.regex.Pattern;

/**
 * The email address of a Google service account.
 *
 * @see <a href="https://cloud.google.com/iam/docs/service-account-types">types of service
 *     accounts</a>
 */
public record ServiceAccountEmail(String text) {
  private static final Pattern FORM =
      Pattern.compile(
          "[a-z0-9][a-z0-9-]{0,62}@(?:[a-z0-9][a-z0-9-]{0,62}\\.){1,8}gserviceaccount\\.com");

  /**
   * Parses {@code name@project.iam.gserviceaccount.com}, or a default service account's address.
   */
  static ServiceAccountEmail parse(String text) {
    if (!FORM.matcher(text).matches()) {
      throw new CredentialException(
          Kind.CONFIGURATION,
          Redaction.quoted(text) + " is not the address of a Google service account",
          "it looks like name@project.iam.gserviceaccount.com");
    }
    return new ServiceAccountEmail(text);
  }

  /** Its resource name for IAM Credentials. */
  String resource() {
    return "projects/-/serviceAccounts/" + text;
  }

  @Override
  public String toString() {
    return text;
  }
}
