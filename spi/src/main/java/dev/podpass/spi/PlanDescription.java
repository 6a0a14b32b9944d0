// SPDX-License-Identifier: Apache-2.0
package dev.podpass.spi;

import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The canonical description of an exchange: everything that decides what is sent, the token
 * excepted. Plans with equal values here send equal requests, so it is what the node cache is keyed
 * by, and what {@code podpass explain} prints. No secret.
 *
 * <p>Where a value came from ({@link Sourced#source}) informs people and decides nothing.
 *
 * @param identity as whom, at which registry
 * @param repository the only repository that the credential is good for; empty if it is good for
 *     the whole registry
 * @param audiences the audiences that the token may have, exactly one of them; empty if the token
 *     is not used
 * @param steps each call, in order
 * @param parameters what else is sent, in order: the name and policy of a session, scopes,
 *     lifetimes, delegates
 * @since 0.1
 */
public record PlanDescription(
    Identity identity,
    Optional<String> repository,
    Set<String> audiences,
    List<ExchangeStep> steps,
    List<Parameter> parameters) {

  /** Keeps its own copies of the collections. */
  public PlanDescription {
    audiences = Set.copyOf(audiences);
    steps = List.copyOf(steps);
    parameters = List.copyOf(parameters);
  }

  /** A description without parameters, whose credential is good for the whole registry. */
  public static PlanDescription of(
      Identity identity, Set<String> audiences, List<ExchangeStep> steps) {
    return new PlanDescription(identity, Optional.empty(), audiences, steps, List.of());
  }

  /** The same with these parameters. */
  public PlanDescription with(List<Parameter> others) {
    return new PlanDescription(identity, repository, audiences, steps, others);
  }

  /** The same with a credential that is good for this repository alone. */
  public PlanDescription forRepository(String only) {
    return new PlanDescription(identity, Optional.of(only), audiences, steps, parameters);
  }

  /**
   * Something that is sent.
   *
   * @param name what it is, such as {@code session policy}
   * @param value its value, as it is sent
   */
  public record Parameter(String name, String value) {}
}
