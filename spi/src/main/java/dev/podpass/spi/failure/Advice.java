// SPDX-License-Identifier: Apache-2.0
package dev.podpass.spi.failure;

/**
 * Classification and hint for a cloud error.
 *
 * @param kind the kind of failure it becomes
 * @param hint the operator's next action
 * @param scope whether other pulls would fail in the same way
 * @since 0.1
 */
public record Advice(Kind kind, String hint, FailureScope scope) {
  private static final String LATER = "; kubelet asks again by itself";

  /**
   * {@return the advice for an error that only its HTTP status explains} Providers first handle
   * their cloud's error codes.
   *
   * @param status other than 200
   * @param service what answered, for the hint
   * @param denied the action if the service denies access: with 401 this token (scope {@code
   *     REQUEST}), with 403 the workload (scope {@code WORKLOAD})
   * @param configuration the action if the request cannot be served
   */
  public static Advice byStatus(int status, String service, String denied, String configuration) {
    return switch (status) {
      // The service does not accept this token; it may accept the next one.
      case 401 -> denied(denied);
      // The service has accepted the token, so it would answer the workload's next one the same.
      case 403 -> distrusted(denied);
      // The service got no complete request in time, also after retries on new connections.
      case 408 -> throttled(service + " timed out");
      case 429 -> throttled(service + " throttles requests");
      // Of the others, 5xx is the service's fault. 3xx and 4xx mean that the request or its URL is
      // wrong (400, 404, 405, 410, 422 …), which no repetition corrects.
      default ->
          status < 500
              ? configuration(configuration)
              : unavailable(service + " reports an internal error");
    };
  }

  /**
   * {@return the advice for an error of a node's metadata service, which denies access only by its
   * configuration: it accepts no token from outside}
   *
   * @param status other than 200
   * @param service its name, for the hint
   * @param identity the action that gives the node an identity
   * @param access the action that lets kubelet reach the service
   */
  public static Advice byMetadataStatus(
      int status, String service, String identity, String access) {
    return switch (status) {
      case 401, 403 -> configuration(access);
      case 404 -> configuration(identity);
      case 429 -> throttled(service + " throttles this node");
      default -> byStatus(status, service, access, access);
    };
  }

  /**
   * {@return the advice for a cloud that denies access}
   *
   * @param hint the operator's next action
   */
  public static Advice denied(String hint) {
    return new Advice(Kind.DENIED, hint, FailureScope.REQUEST);
  }

  /**
   * {@return the advice for a cloud that accepts the token, but does not trust its subject}
   *
   * @param hint the operator's next action
   */
  public static Advice distrusted(String hint) {
    return new Advice(Kind.DENIED, hint, FailureScope.WORKLOAD);
  }

  /**
   * {@return the advice for a configuration that must change}
   *
   * @param hint the operator's next action
   */
  public static Advice configuration(String hint) {
    return new Advice(Kind.CONFIGURATION, hint, FailureScope.REQUEST);
  }

  /**
   * {@return the advice for a cloud that throttles}
   *
   * @param hint which service throttles; "kubelet asks again by itself" is added
   */
  public static Advice throttled(String hint) {
    return new Advice(Kind.TRY_AGAIN, hint + LATER, FailureScope.WORKLOAD);
  }

  /**
   * {@return the advice for a cloud that is unavailable, or depends on a service that is}
   *
   * @param hint which service is unavailable; "kubelet asks again by itself" is added
   */
  public static Advice unavailable(String hint) {
    return new Advice(Kind.UNAVAILABLE, hint + LATER, FailureScope.WORKLOAD);
  }

  /**
   * {@return this advice for a service that may have rejected this token rather than the workload}
   */
  public Advice ofThisTokenAlone() {
    return new Advice(kind, hint, FailureScope.REQUEST);
  }

  /** Whether a failure applies to other pulls, so that they can share it through the node cache. */
  public enum FailureScope {
    /** This request only: its input is invalid, or it is unknown whether others would fail. */
    REQUEST,
    /**
     * All requests of the same workload for the same identity, with any token: the cloud does not
     * trust the workload, throttles, or is unavailable.
     */
    WORKLOAD
  }
}
