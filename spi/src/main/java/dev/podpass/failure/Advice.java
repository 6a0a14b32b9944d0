// SPDX-License-Identifier: Apache-2.0
package dev.podpass.failure;

/**
 * What an error of somebody else's means here.
 *
 * @param kind how it is told
 * @param hint what an operator can do
 * @param reach whom else it would meet
 * @since 0.1
 */
public record Advice(Kind kind, String hint, Reach reach) {
  private static final String LATER = "; kubelet asks again by itself";

  /** The cloud says no. */
  public static Advice denied(String hint) {
    return new Advice(Kind.DENIED, hint, Reach.REQUEST);
  }

  /** The cloud takes the token for what it is, and does not trust whom it was issued to. */
  public static Advice distrusted(String hint) {
    return new Advice(Kind.DENIED, hint, Reach.WORKLOAD);
  }

  /** Somebody has to set something differently. */
  public static Advice configuration(String hint) {
    return new Advice(Kind.CONFIGURATION, hint, Reach.REQUEST);
  }

  /** Too much is asked of the cloud. */
  public static Advice throttled(String hint) {
    return new Advice(Kind.TRY_AGAIN, hint + LATER, Reach.WORKLOAD);
  }

  /** The cloud, or what it depends on, is out of order. */
  public static Advice unavailable(String hint) {
    return new Advice(Kind.UNAVAILABLE, hint + LATER, Reach.WORKLOAD);
  }

  /** The same, of a service that may have judged this token rather than the workload. */
  public Advice ofThisTokenAlone() {
    return new Advice(kind, hint, Reach.REQUEST);
  }
}
