// SPDX-License-Identifier: Apache-2.0
package dev.podpass.provider.exchange;

import dev.podpass.spi.CloudError;
import dev.podpass.spi.failure.Advice;

/**
 * The advice for errors by the codes of OAuth and by status, which mean the same at every exchange.
 *
 * @param service what answers, for the hints
 * @param trust the action that makes the service trust the pod
 * @param endpoint the action if the service knows no such call
 */
record StatusAdvice(String service, String trust, String endpoint) {

  Advice of(CloudError error) {
    return switch (error.code().orElse("")) {
      case "invalid_grant", "invalid_token", "access_denied" ->
          Advice.distrusted(trust).ofThisTokenAlone();
      case "unsupported_grant_type", "unsupported_token_type" -> Advice.configuration(endpoint);
      case "slow_down" -> throttled();
      case "temporarily_unavailable", "server_error" -> unavailable();
      default -> byStatus(error.status());
    };
  }

  private Advice byStatus(int status) {
    return switch (status) {
      // It may be the token that is refused, and not the service account.
      case 401 -> Advice.distrusted(trust).ofThisTokenAlone();
      case 403 -> Advice.distrusted(trust);
      case 404, 405, 410 -> Advice.configuration(endpoint);
      case 408, 429 -> throttled();
      default -> status >= 500 ? unavailable() : Advice.configuration(trust);
    };
  }

  private Advice throttled() {
    return Advice.throttled(service + " limits token exchanges");
  }

  private Advice unavailable() {
    return Advice.unavailable(service + " has a fault");
  }
}
