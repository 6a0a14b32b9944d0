// SPDX-License-Identifier: Apache-2.0
package dev.podpass.testkit.pki;

import java.time.Instant;

/**
 * When a certificate is valid. Both periods are constants, not read from the fakes' clock: TLS
 * clients judge certificates by the system's time, whatever time a test has set for the cloud.
 */
record Validity(Instant from, Instant until) {
  static final Validity CURRENT =
      new Validity(Instant.parse("2020-01-01T00:00:00Z"), Instant.parse("2049-12-31T00:00:00Z"));
  static final Validity PAST =
      new Validity(Instant.parse("2020-01-01T00:00:00Z"), Instant.parse("2021-01-01T00:00:00Z"));
}
