// SPDX-License-Identifier: Apache-2.0
package dev.podpass.testkit.pki;

/** What a server certificate is like, seen by a client that trusts the fakes' authority. */
public enum CertificateKind {
  /** For the host asked for, current, from the trusted authority. */
  GENUINE,
  /** From an authority that nobody was told to trust. */
  UNKNOWN_AUTHORITY,
  /** Trusted and current, but for {@code another-host.example.com}. */
  OTHER_HOST,
  /** Trusted and for the host, but its time is over. */
  EXPIRED
}
