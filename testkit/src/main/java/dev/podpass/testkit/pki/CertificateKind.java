// SPDX-License-Identifier: Apache-2.0
package dev.podpass.testkit.pki;

/** What a server certificate is like, seen by a client that trusts the fakes' authority. */
public enum CertificateKind {
  /** For the host asked for, current, from the trusted authority. */
  GENUINE,
  /** From an authority that is not trusted. */
  UNKNOWN_AUTHORITY,
  /** Trusted and current, but for {@code another-host.example.com}. */
  OTHER_HOST,
  /** Trusted and for the host, but its time is over. */
  EXPIRED,
  /** For the host, signed with the server's own key. */
  SELF_SIGNED,
  /** Issued with the key of a trusted certificate of a server, which is no authority. */
  ISSUED_BY_SERVER,
  /** From an authority that may issue for {@code corp.example} alone. */
  OUTSIDE_CONSTRAINTS,
  /** For {@code *.} the host's domain, from an authority that may not issue for the host. */
  WILDCARD_OVER_EXCLUDED,
  /** From an authority with a constraint to an empty name, which the JDK cannot read. */
  UNREADABLE_CONSTRAINTS,
  /** From an authority for e-mail. */
  EMAIL_AUTHORITY,
  /** Has the host as its common name alone. */
  COMMON_NAME_ONLY,
  /** Has a star in the middle of the host's first label. */
  PARTIAL_WILDCARD,
  /** Signed with SHA-1. */
  SHA1,
  /** For the host and genuine, but that its subject is 7,000 sequences in each other. */
  NESTED_SUBJECT,
  /** Genuine, over 100 intermediate authorities. */
  LONG_CHAIN
}
