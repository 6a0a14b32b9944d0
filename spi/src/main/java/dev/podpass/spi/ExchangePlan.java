// SPDX-License-Identifier: Apache-2.0
package dev.podpass.spi;

import java.util.List;
import java.util.Set;

/**
 * One exchange that is decided and not yet run: a {@link PodTokenPlan}, which sends the pod's
 * token, or a {@link TokenlessPlan}, which never receives it. No third kind will be added.
 *
 * @since 0.1
 */
public sealed interface ExchangePlan permits PodTokenPlan, TokenlessPlan {
  /**
   * The complete description of the exchange except the token. Plans with equal descriptions share
   * answers through the node cache, so a parameter missing here is shared with pulls that did not
   * ask for it.
   */
  PlanDescription description();

  /** The identity, registry and scope. */
  default Identity identity() {
    return description().identity();
  }

  /**
   * The audiences accepted in the token; the token must have exactly one of them and no other.
   * Empty for a {@link TokenlessPlan}.
   */
  default Set<String> audiences() {
    return description().audiences();
  }

  /**
   * The calls in order. Connections to the HTTPS endpoints without a fixed server are opened before
   * the exchange, in parallel; the exchange is timed; its answer may be stored in the node cache. A
   * plan without steps sends nothing: it is neither timed nor stored.
   */
  default List<ExchangeStep> steps() {
    return description().steps();
  }
}
