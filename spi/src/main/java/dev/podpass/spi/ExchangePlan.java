// SPDX-License-Identifier: Apache-2.0
package dev.podpass.spi;

import dev.podpass.spi.failure.CredentialException;
import dev.podpass.spi.http.Connections;
import dev.podpass.spi.image.RegistryHost;
import dev.podpass.spi.token.ValidatedToken;
import java.util.List;
import java.util.Set;

/**
 * One exchange that is decided and not yet run: a {@link PodTokenPlan}, which sends the pod's
 * token, or a {@link TokenlessPlan}, which never receives it. No third kind will be added.
 *
 * @since 0.1
 */
public sealed interface ExchangePlan {
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

  /**
   * A plan that exchanges the pod's token, or returns it as the credential. Its {@link #audiences}
   * must not be empty: the token is validated against them before the exchange.
   */
  non-sealed interface PodTokenPlan extends ExchangePlan {
    /**
     * Runs the exchange. Called at most once, and not always on the thread that made the plan. If
     * another pull has the answer first, this one is not used, and the process may end meanwhile.
     *
     * @param token the pod's token, validated against {@link #audiences}
     * @param connections the only way to the network
     * @throws CredentialException if it fails, with the cloud's error code and request id
     */
    CredentialAnswer exchange(ValidatedToken token, Connections connections);
  }

  /**
   * A plan that does not use the pod's token: the node's own identity, or no identity. Its answers
   * are never stored in the node cache, because no token authenticates the workload.
   */
  non-sealed interface TokenlessPlan extends ExchangePlan {
    /**
     * Runs the exchange. Called at most once, and not always on the thread that made the plan. If
     * another pull has the answer first, this one is not used, and the process may end meanwhile.
     *
     * @param connections the only way to the network
     * @throws CredentialException if it fails, with the cloud's error code and request id
     */
    CredentialAnswer exchange(Connections connections);
  }

  /**
   * A plan for an anonymous pull: no request is sent.
   *
   * @param registry the registry of the image
   */
  record AnonymousPlan(RegistryHost registry) implements TokenlessPlan {
    @Override
    public PlanDescription description() {
      Identity.Part nobody = new Identity.Part("identity", new Sourced<>("anonymous", "policy"));
      return PlanDescription.of(
          new Identity(registry, "anonymous", List.of(nobody)), Set.of(), List.of());
    }

    @Override
    public CredentialAnswer exchange(Connections connections) {
      return new CredentialAnswer.Anonymous();
    }
  }
}
