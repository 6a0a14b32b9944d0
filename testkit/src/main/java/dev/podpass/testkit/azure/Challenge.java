// SPDX-License-Identifier: Apache-2.0
package dev.podpass.testkit.azure;

import dev.podpass.testkit.net.Answer;
import dev.podpass.testkit.net.Headers;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Whom a registry sends those who come without a credential to. */
record Challenge(String realm, String service) {
  private static final String HEADER = "Www-Authenticate";
  private static final Pattern GENUINE =
      Pattern.compile("Bearer realm=\"(?<realm>[^\"]*)\",service=\"(?<service>[^\"]*)\"");

  /** The challenge that names a login server, as recorded. */
  static Challenge of(String loginServer) {
    return new Challenge("https://" + loginServer + "/oauth2/token", loginServer);
  }

  /** The challenge of a genuine answer, or empty if it has none. */
  static Optional<Challenge> in(Answer answer) {
    return answer
        .headers()
        .first(HEADER)
        .map(GENUINE::matcher)
        .filter(Matcher::matches)
        .map(found -> new Challenge(found.group("realm"), found.group("service")));
  }

  String header() {
    return "Bearer realm=\"%s\",service=\"%s\"".formatted(realm, service);
  }

  /** The answer with these challenges and no others, each in a header of its own. */
  static Answer replace(Answer answer, List<String> challenges) {
    Stream<Headers.Field> others =
        answer.headers().fields().stream().filter(field -> !field.name().equals(HEADER));
    Stream<Headers.Field> own = challenges.stream().map(value -> new Headers.Field(HEADER, value));
    return new Answer(
        answer.status(),
        new Headers(Stream.concat(others, own).toList()),
        answer.body(),
        answer.chunked());
  }
}
