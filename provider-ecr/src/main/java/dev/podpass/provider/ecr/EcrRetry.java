// SPDX-License-Identifier: Apache-2.0
package dev.podpass.provider.ecr;

import dev.podpass.http.HttpResponse;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Errors that AWS tells with status 400 and that pass by themselves. */
final class EcrRetry {
  private static final Set<String> THROTTLING =
      Set.of(
          "Throttling",
          "ThrottlingException",
          "ThrottledException",
          "RequestLimitExceeded",
          "TooManyRequestsException");

  /** STS could not fetch the issuer's keys; its documentation says to try again. */
  private static final String ISSUER_UNREACHABLE = "IDPCommunicationError";

  private static final Pattern CODE =
      Pattern.compile(
          "<Code>(?<xml>[A-Za-z]+)</Code>"
              + "|\"__type\"\\s*:\\s*\"(?:[A-Za-z0-9._]+#)?(?<json>[A-Za-z]+)\"");

  private EcrRetry() {}

  static boolean isPassing(HttpResponse response) {
    if (response.status() != 400) {
      return false;
    }
    Matcher matcher = CODE.matcher(response.text());
    if (!matcher.find()) {
      return false;
    }
    String code = matcher.group("xml") == null ? matcher.group("json") : matcher.group("xml");
    return ISSUER_UNREACHABLE.equals(code) || isThrottling(code);
  }

  static boolean isThrottling(@Nullable String code) {
    return code != null && THROTTLING.contains(code);
  }
}
