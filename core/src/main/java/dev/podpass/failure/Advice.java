// SPDX-License-Identifier: Apache-2.0
package dev.podpass.failure;

/**
 * What an error of somebody else's means here.
 *
 * @param kind how it is told
 * @param hint what an operator can do
 */
public record Advice(Kind kind, String hint) {
  private static final String LATER = "; kubelet asks again by itself";

  /** The cloud says no. */
  public static Advice denied(String hint) {
    return new Advice(Kind.DENIED, hint);
  }

  /** Somebody has to set something differently. */
  public static Advice configuration(String hint) {
    return new Advice(Kind.CONFIGURATION, hint);
  }

  /** Too much is asked of the cloud. */
  public static Advice throttled(String hint) {
    return new Advice(Kind.TRY_AGAIN, hint + LATER);
  }

  /** The cloud, or what it depends on, is out of order. */
  public static Advice unavailable(String hint) {
    return new Advice(Kind.UNAVAILABLE, hint + LATER);
  }
}
