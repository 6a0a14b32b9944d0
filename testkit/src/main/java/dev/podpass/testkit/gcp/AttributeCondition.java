// SPDX-License-Identifier: Apache-2.0
package dev.podpass.testkit.gcp;

import java.util.Map;
import java.util.function.Predicate;

/**
 * An identity pool provider's condition on the claims of a token.
 *
 * @param expression as it would stand in the provider, in CEL; a name, which is not evaluated
 * @param test what it means
 */
public record AttributeCondition(String expression, Predicate<Map<String, Object>> test) {
  /** No condition. */
  public static final AttributeCondition NONE = new AttributeCondition("true", _ -> true);
}
