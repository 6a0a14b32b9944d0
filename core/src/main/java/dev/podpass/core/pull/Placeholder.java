// SPDX-License-Identifier: Apache-2.0
package dev.podpass.core.pull;

import static dev.podpass.core.log.Log.field;

import dev.podpass.core.log.Log;
import dev.podpass.core.observe.PullOutcome.Source;
import dev.podpass.core.protocol.CacheKeyType;
import dev.podpass.core.protocol.CredentialProviderResponse;
import dev.podpass.core.protocol.CredentialProviderResponse.Auth;
import dev.podpass.core.pull.PullPlan.As;
import dev.podpass.spi.Sourced;
import dev.podpass.spi.failure.Advice.FailureScope;
import dev.podpass.spi.failure.CredentialException;
import dev.podpass.spi.failure.Kind;
import dev.podpass.spi.secret.Secret;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.HexFormat;
import java.util.Optional;

/**
 * The answer of {@link WhenUnavailable#PRESENT_IMAGES}. Kubelet takes from an answer whose
 * credential it is, and compares that with its records of earlier pulls (KEP-2535); the credential
 * itself is used only if the image has to be pulled, and no registry accepts it.
 */
public final class Placeholder {
  private static final String USER = "podpass-unavailable";
  private static final int PASSWORD_BYTES = 32;

  private Placeholder() {}

  /**
   * Whether a pull may have one: it sends the pod's token, and its image is private. An image that
   * follows a mirror has the name of a public registry.
   */
  public static boolean isGivenFor(PlannedPull planned) {
    return planned.plan().as() == As.POD
        && planned.route().mirror().isEmpty()
        && !planned.provider().mayBePublic(planned.route().requested().registry());
  }

  /** Whether the failure is answered so. */
  static boolean isFor(PlannedPull planned, CredentialException failure) {
    return planned.settings().whenUnavailable() == WhenUnavailable.PRESENT_IMAGES
        && failure.kind().mayPass()
        && !(isThrottling(failure) && isIdentityOfOwner(planned))
        && isGivenFor(planned);
  }

  private static boolean isThrottling(CredentialException failure) {
    return failure.kind() == Kind.TRY_AGAIN && failure.scope() == FailureScope.WORKLOAD;
  }

  /** The owner of a service account can have an account of their own throttled. */
  private static boolean isIdentityOfOwner(PlannedPull planned) {
    return planned.plan().exchange().identity().values().stream().anyMatch(Sourced::isByAnnotation);
  }

  /** Says so on stderr, at every log level. */
  static CredentialProviderResponse instead(PlannedPull planned, CredentialException failure) {
    planned.progress().recoveredFrom(failure, Source.PLACEHOLDER);
    planned
        .settings()
        .log()
        .event(
            Log.Level.WARNING,
            "answered with a placeholder, by which pods of this service account use images that it"
                + " has pulled before",
            field("image", planned.route().requested().name()),
            field("because", failure.line()));
    return new CredentialProviderResponse(
        CacheKeyType.IMAGE,
        Duration.ZERO,
        Optional.of(new Auth(planned.route().requested().host(), USER, password())));
  }

  /** Random, so that no registry can be made to accept it. */
  private static Secret password() {
    byte[] random = new byte[PASSWORD_BYTES];
    new SecureRandom().nextBytes(random);
    return Secret.of(HexFormat.of().formatHex(random));
  }
}
