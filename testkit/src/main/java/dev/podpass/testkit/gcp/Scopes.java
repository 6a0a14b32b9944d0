// SPDX-License-Identifier: Apache-2.0
package dev.podpass.testkit.gcp;

import java.util.Set;
import java.util.regex.Pattern;

/** OAuth scopes of Google's APIs. */
final class Scopes {
  static final String CLOUD_PLATFORM = "https://www.googleapis.com/auth/cloud-platform";
  static final String IAM = "https://www.googleapis.com/auth/iam";

  /** Any of these lets a registry be read. */
  static final Set<String> PULL =
      Set.of(
          CLOUD_PLATFORM,
          CLOUD_PLATFORM + ".read-only",
          "https://www.googleapis.com/auth/devstorage.read_only",
          "https://www.googleapis.com/auth/devstorage.read_write",
          "https://www.googleapis.com/auth/devstorage.full_control");

  private static final Pattern SCOPE =
      Pattern.compile("https://www\\.googleapis\\.com/auth/[a-z0-9._/-]+");

  private Scopes() {}

  static boolean isScope(String text) {
    return SCOPE.matcher(text).matches();
  }
}
