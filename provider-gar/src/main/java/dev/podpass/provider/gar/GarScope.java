// SPDX-License-Identifier: Apache-2.0
package dev.podpass.provider.gar;

/**
 * An OAuth scope, which limits an access token.
 *
 * @param text the scope's URL
 * @see <a href="https://developers.google.com/identity/protocols/oauth2/scopes">OAuth 2.0
 *     scopes</a>
 */
record GarScope(String text) {
  static final GarScope CLOUD_PLATFORM =
      new GarScope("https://www.googleapis.com/auth/cloud-platform");

  static final GarScope READ_ONLY =
      new GarScope("https://www.googleapis.com/auth/devstorage.read_only");

  /** Its last path segment. */
  String shortName() {
    return text.substring(text.lastIndexOf('/') + 1);
  }

  @Override
  public String toString() {
    return text;
  }
}
