// SPDX-License-Identifier: Apache-2.0
package dev.podpass.spi.failure;

/**
 * Classification and hint for a cloud error.
 *
 * @param kind the kind of failure it becomes
 * @param hint the operator's next action
 * @param reach whether other pulls would fail in the same way
 * @since 0.1
 */
public record Advice(Kind kind, String hint, Reach reach) {
  private static final String LATER = "; kubelet asks again by itself";

  /** The cloud denies access. */
  public static Advice denied(String hint) {
    return new Advice(Kind.DENIED, hint, Reach.REQUEST);
  }

  /** The cloud accepts the token, but does not trust its subject. */
  public static Advice distrusted(String hint) {
    return new Advice(Kind.DENIED, hint, Reach.WORKLOAD);
  }

  /** The configuration must change. */
  public static Advice configuration(String hint) {
    return new Advice(Kind.CONFIGURATION, hint, Reach.REQUEST);
  }

  /** The cloud throttles. */
  public static Advice throttled(String hint) {
    return new Advice(Kind.TRY_AGAIN, hint + LATER, Reach.WORKLOAD);
  }

  /** The cloud, or a service that it depends on, is unavailable. */
  public static Advice unavailable(String hint) {
    return new Advice(Kind.UNAVAILABLE, hint + LATER, Reach.WORKLOAD);
  }

  /** The same, for a service that may have rejected this token rather than the workload. */
  public Advice ofThisTokenAlone() {
    return new Advice(kind, hint, Reach.REQUEST);
  }

  /** Whether a failure applies to other pulls, so that they can share it through the node cache. */
  public enum Reach {
    /** This request only: its input is invalid, or it is unknown whether others would fail. */
    REQUEST,
    /**
     * All requests of the same workload for the same identity, with any token: the cloud does not
     * trust the workload, throttles, or is unavailable.
     */
    WORKLOAD
  }
}
