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
      case "slow_down" -> byStatus(429);
      case "temporarily_unavailable", "server_error" -> byStatus(503);
      default -> byStatus(error.status());
    };
  }

  private Advice byStatus(int status) {
    boolean noSuchCall = status == 404 || status == 405 || status == 410;
    return Advice.byStatus(status, service, trust, noSuchCall ? endpoint : trust);
  }
}
