// SPDX-License-Identifier: Apache-2.0
package dev.podpass.spi;

import dev.podpass.failure.CredentialException;
import dev.podpass.http.Connections;
import dev.podpass.token.AcceptedToken;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * One exchange, decided but not yet done. It is what an operator is shown, what a cache is keyed
 * by, and what errors name.
 */
public interface ExchangePlan {
  /** Who asks, as whom, for which registry and scope. */
  Identity identity();

  /**
   * The audiences that the token may have; exactly one of them must be in it. Empty if the token is
   * not used at all, and then it is not handed to {@link #exchange}.
   */
  Set<String> audiences();

  /** Each call, in order. */
  List<ExchangeStep> steps();

  /**
   * What else is decided and an operator may want to see: the name and policy of a session, scopes,
   * lifetimes. Shown by {@code podpass explain}; no secret.
   */
  default List<Detail> details() {
    return List.of();
  }

  /**
   * Something about an exchange.
   *
   * @param name what it is, such as {@code session policy}
   * @param value its value, as it is sent
   */
  record Detail(String name, String value) {}

  /**
   * Does it.
   *
   * @param token the pod's token, if {@link #audiences} asks for one
   * @param connections the only way to the network
   * @throws CredentialException if there is no credential, with the cloud's code and request id
   */
  CredentialAnswer exchange(Optional<AcceptedToken> token, Connections connections);
}
