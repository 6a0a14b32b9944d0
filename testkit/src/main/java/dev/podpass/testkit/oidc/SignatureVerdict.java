// SPDX-License-Identifier: Apache-2.0
package dev.podpass.testkit.oidc;

/** What a cloud that knows an issuer's keys finds of a token's signature. */
public enum SignatureVerdict {
  /** One of the issuer's keys made it. */
  VALID,
  /** The key it names did not make it. */
  INVALID,
  /** The issuer publishes no key of that id. */
  UNKNOWN_KEY,
  /** The key it names is not for that algorithm. */
  UNSUPPORTED
}
