// SPDX-License-Identifier: Apache-2.0
package dev.podpass.spi;

import dev.podpass.failure.CredentialException;
import dev.podpass.spi.http.Connections;
import dev.podpass.token.ValidatedToken;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** One exchange, decided but not yet done. */
public interface ExchangePlan {
  /**
   * Everything that decides what {@link #exchange} sends, the token excepted. Plans of equal
   * descriptions share answers through the node cache, so whatever is left out here is given to
   * pulls that did not ask for it. An exchange without steps is not cached.
   */
  PlanDescription description();

  /** Who asks, as whom, for which registry and scope. */
  default Identity identity() {
    return description().identity();
  }

  /**
   * The audiences that the token may have; exactly one of them must be in it. Empty if the token is
   * not used at all, and then it is not handed to {@link #exchange}.
   */
  default Set<String> audiences() {
    return description().audiences();
  }

  /** Each call, in order; connections to their endpoints are opened ahead. */
  default List<ExchangeStep> steps() {
    return description().steps();
  }

  /**
   * Does it.
   *
   * @param token the pod's token, if {@link #audiences} asks for one
   * @param connections the only way to the network
   * @throws CredentialException if there is no credential, with the cloud's code and request id
   */
  CredentialAnswer exchange(Optional<ValidatedToken> token, Connections connections);
}
