// SPDX-License-Identifier: Apache-2.0
package dev.podpass.provider.ecr;

import dev.podpass.spi.http.HttpResponse;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** AWS errors with status 400 that are temporary and therefore retried. */
final class EcrRetry {
  private static final Set<String> THROTTLING =
      Set.of(
          "Throttling",
          "ThrottlingException",
          "ThrottledException",
          "RequestLimitExceeded",
          "TooManyRequestsException");

  /** STS could not fetch the issuer's keys; its documentation advises a retry. */
  private static final String ISSUER_UNREACHABLE = "IDPCommunicationError";

  private static final Pattern CODE_IN_BODY =
      Pattern.compile("(?:<Code>|\"__type\"\\s*:\\s*\"(?:[A-Za-z0-9._]+#)?)(?<code>[A-Za-z]+)");

  /** Some services send the code in {@code x-amzn-ErrorType}, followed by a colon and a URL. */
  private static final Pattern CODE_IN_HEADER =
      Pattern.compile("(?:[A-Za-z0-9._]+#)?(?<code>[A-Za-z]+)");

  private EcrRetry() {}

  static boolean isPassing(HttpResponse response) {
    return response.status() == 400
        && code(response)
            .filter(code -> code.equals(ISSUER_UNREACHABLE) || isThrottling(code))
            .isPresent();
  }

  private static Optional<String> code(HttpResponse response) {
    Matcher matcher =
        response
            .header("x-amzn-ErrorType")
            .map(CODE_IN_HEADER::matcher)
            .orElseGet(() -> CODE_IN_BODY.matcher(response.text()));
    return matcher.find() ? Optional.of(matcher.group("code")) : Optional.empty();
  }

  static boolean isThrottling(String code) {
    return THROTTLING.contains(code);
  }
}
