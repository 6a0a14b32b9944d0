// SPDX-License-Identifier: Apache-2.0
package dev.podpass.spi;

import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The canonical description of an exchange: everything that determines what is sent, except the
 * token. Plans with equal values send equal requests, so the node cache's key is derived from it,
 * and {@code podpass explain} prints it. It contains no secret.
 *
 * <p>The source of a value ({@link Sourced#source}) is for messages and determines nothing.
 *
 * @param identity the identity and its registry
 * @param repository the only repository that the credential is valid for; empty for the whole
 *     registry
 * @param audiences the audiences accepted in the token, exactly one of them; empty if the token is
 *     not used
 * @param steps the calls, in order
 * @param parameters all other parameters, in order: name and policy of a session, scopes, lifetimes
 * @since 0.1
 */
public record PlanDescription(
    Identity identity,
    Optional<String> repository,
    Set<String> audiences,
    List<ExchangeStep> steps,
    List<Parameter> parameters) {

  public PlanDescription {
    audiences = Set.copyOf(audiences);
    steps = List.copyOf(steps);
    parameters = List.copyOf(parameters);
  }

  /** A description without parameters, for the whole registry. */
  public static PlanDescription of(
      Identity identity, Set<String> audiences, List<ExchangeStep> steps) {
    return new PlanDescription(identity, Optional.empty(), audiences, steps, List.of());
  }

  /** Returns this description with these parameters. */
  public PlanDescription with(List<Parameter> others) {
    return new PlanDescription(identity, repository, audiences, steps, others);
  }

  /** Returns this description for this repository only. */
  public PlanDescription forRepository(String only) {
    return new PlanDescription(identity, Optional.of(only), audiences, steps, parameters);
  }

  /**
   * A parameter of the exchange.
   *
   * @param name its name, such as {@code session policy}
   * @param value its value, as it is sent
   */
  public record Parameter(String name, String value) {}
}
