// SPDX-License-Identifier: Apache-2.0
package dev.podpass.testkit.aws;

import java.util.List;
import java.util.stream.Stream;

/** What may be done with what: IAM's policy, without conditions, principals and negations. */
public record Policy(List<Statement> statements) {
  /** Allows nothing. */
  public static final Policy NOTHING = new Policy(List.of());

  /** Allows or denies actions on resources; both may hold {@code *} and {@code ?}. */
  public record Statement(Effect effect, List<String> actions, List<String> resources) {
    public Statement {
      actions = List.copyOf(actions);
      resources = List.copyOf(resources);
    }

    boolean covers(String action, String resource) {
      return actions.stream().anyMatch(pattern -> Wildcards.matchIgnoringCase(pattern, action))
          && resources.stream().anyMatch(pattern -> Wildcards.match(pattern, resource));
    }
  }

  /** What a statement does. */
  public enum Effect {
    ALLOW,
    DENY
  }

  public Policy {
    statements = List.copyOf(statements);
  }

  /** This policy, which also allows actions on a resource. */
  public Policy allowing(String resource, String... actions) {
    Statement more = new Statement(Effect.ALLOW, List.of(actions), List.of(resource));
    return new Policy(Stream.concat(statements.stream(), Stream.of(more)).toList());
  }

  /** Whether it allows an action on a resource and nowhere denies it. */
  public boolean allows(String action, String resource) {
    return has(Effect.ALLOW, action, resource) && !has(Effect.DENY, action, resource);
  }

  private boolean has(Effect effect, String action, String resource) {
    return statements.stream()
        .anyMatch(statement -> statement.effect() == effect && statement.covers(action, resource));
  }
}
