// SPDX-License-Identifier: Apache-2.0
package dev.podpass.demo;

import dev.podpass.testkit.FakeClouds;
import dev.podpass.testkit.net.ReceivedRequest;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A request that a cloud received.
 *
 * @param operation as the cloud's documentation calls it
 * @param status what was answered; 0 if nothing was
 * @param milliseconds how long it took for podpass, by its log
 */
record CloudCall(String host, String operation, int status, OptionalLong milliseconds) {
  private static final Pattern ACTION = Pattern.compile("(?:^|&)Action=(?<action>[A-Za-z]+)");
  private static final Pattern LOGGED =
      Pattern.compile("request=\"[A-Z]+ https://([^/:\"]+)[^\"]*\".* milliseconds=([0-9]+)");

  /** Operations of protocols that name none in the request, by the end of the path. */
  private static final Map<String, String> BY_PATH =
      Map.of(
          "/oauth2/v2.0/token", "token request",
          "/v2/", "challenge",
          "/oauth2/exchange", "token exchange",
          "/v1/token", "token exchange",
          ":generateAccessToken", "generateAccessToken",
          "/auth/jwt/login", "login",
          "/data/pull/team-a/app", "read of the secret");

  /** The operation and its status, as scenes expect them. */
  @Override
  public String toString() {
    return operation + " " + status;
  }

  /** The calls since the record was cleared. */
  static List<CloudCall> of(FakeClouds clouds, Run run) {
    Map<String, Deque<Long>> times = new HashMap<>();
    Matcher logged = LOGGED.matcher(run.stderr());
    while (logged.find()) {
      times
          .computeIfAbsent(logged.group(1), host -> new ArrayDeque<>())
          .add(Long.parseLong(logged.group(2)));
    }
    List<CloudCall> calls = new ArrayList<>();
    for (ReceivedRequest request : clouds.received().requests()) {
      Long time = times.getOrDefault(request.host(), new ArrayDeque<>()).poll();
      calls.add(
          new CloudCall(
              request.host(),
              operation(request),
              status(clouds, request),
              time == null ? OptionalLong.empty() : OptionalLong.of(time)));
    }
    return calls;
  }

  private static int status(FakeClouds clouds, ReceivedRequest request) {
    return clouds.received().answersOf(request.host()).stream()
        .filter(sent -> sent.request().equals(request))
        .mapToInt(sent -> sent.answer().status())
        .findFirst()
        .orElse(0);
  }

  /** The name of the operation, where the cloud's protocol puts it. */
  private static String operation(ReceivedRequest request) {
    Optional<String> target =
        request.header("X-Amz-Target").or(() -> request.header("x-acs-action"));
    if (target.isPresent()) {
      return target.get().substring(target.get().lastIndexOf('.') + 1);
    }
    Matcher action = ACTION.matcher(request.query().orElse("") + "&" + request.body().text());
    if (action.find()) {
      return action.group("action");
    }
    return BY_PATH.entrySet().stream()
        .filter(known -> request.path().endsWith(known.getKey()))
        .map(Map.Entry::getValue)
        .findFirst()
        .orElse(request.method() + " " + request.path());
  }
}
