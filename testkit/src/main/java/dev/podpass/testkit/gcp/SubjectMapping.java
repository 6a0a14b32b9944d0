// SPDX-License-Identifier: Apache-2.0
package dev.podpass.testkit.gcp;

import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * What a provider makes {@code google.subject} of.
 *
 * @param expression as it would stand in the provider, in CEL; a name, which is not evaluated
 * @param value what it means; empty if the claims have no such value
 */
public record SubjectMapping(
    String expression, Function<Map<String, Object>, Optional<String>> value) {

  /** {@code assertion.sub}, the usual one. */
  public static final SubjectMapping SUB = ofClaim("sub");

  /** A claim that is a string. */
  public static SubjectMapping ofClaim(String name) {
    return new SubjectMapping(
        "assertion." + name, claims -> Optional.ofNullable(claims.get(name)).map(Object::toString));
  }
}
