// SPDX-License-Identifier: Apache-2.0
package dev.podpass.spi;

/**
 * The operator's fallbacks for the two cases in which no identity is named.
 *
 * @param withoutToken kubelet sent no token: a static pod, or {@code requireServiceAccount: false}
 * @param withoutIdentity kubelet sent a token, but no annotation, flag or variable names an
 *     identity
 * @since 0.1
 */
public record FallbackPolicy(Fallback withoutToken, Fallback withoutIdentity) {
  /** Fails in both cases. */
  public static final FallbackPolicy STRICT = new FallbackPolicy(Fallback.FAIL, Fallback.FAIL);

  /** The behaviour if no identity is named. */
  public enum Fallback {
    /** The request fails. */
    FAIL,
    /** The node's own identity, from the cloud's metadata service. */
    NODE,
    /** No credential; the registry decides on anonymous pulls. */
    ANONYMOUS
  }
}
