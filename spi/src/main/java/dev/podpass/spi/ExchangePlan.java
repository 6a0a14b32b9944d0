// SPDX-License-Identifier: Apache-2.0
package dev.podpass.spi;

import java.util.List;
import java.util.Set;

/**
 * One exchange, decided but not yet done: a {@link PodTokenPlan}, which sends the pod's token, or a
 * {@link TokenlessPlan}, which does not get to see it. No third kind will be added.
 *
 * @since 0.1
 */
public sealed interface ExchangePlan permits PodTokenPlan, TokenlessPlan {
  /**
   * Everything that decides what is sent, the token excepted. Plans of equal descriptions share
   * answers through the node cache, so whatever is left out here is given to pulls that did not ask
   * for it.
   */
  PlanDescription description();

  /** As whom, for which registry and scope. */
  default Identity identity() {
    return description().identity();
  }

  /**
   * The audiences that the token may have; the token must have exactly one of them and no other.
   * Empty for a {@link TokenlessPlan}.
   */
  default Set<String> audiences() {
    return description().audiences();
  }

  /**
   * Each call, in order. Connections to the HTTPS endpoints are opened before the exchange begins,
   * in parallel; the exchange is timed; its answer may be kept in the node cache. A plan without
   * steps sends nothing: it is neither timed nor kept.
   */
  default List<ExchangeStep> steps() {
    return description().steps();
  }
}
