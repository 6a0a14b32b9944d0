// SPDX-License-Identifier: Apache-2.0
package dev.podpass.testkit.azure;

import dev.podpass.testkit.net.Answer;
import dev.podpass.testkit.net.AnswerFault;
import dev.podpass.testkit.net.Fault;
import java.util.List;
import java.util.function.BiFunction;
import java.util.function.Function;

/**
 * How a registry may challenge that is not the usual way. Other answers than a challenge are left
 * as they are.
 */
public final class ChallengeFaults {
  private ChallengeFaults() {}

  /** Says the same in another form. */
  public static Fault form(ChallengeForm form) {
    return saying(form::write);
  }

  /** Names another realm: a host, scheme, port or path that no credential may go to. */
  public static Fault realm(String realm) {
    return saying(usual -> List.of(new Challenge(realm, usual.service()).header()));
  }

  /** Names another service. */
  public static Fault service(String service) {
    return saying(usual -> List.of(new Challenge(usual.realm(), service).header()));
  }

  /** Leaves out a parameter, {@code realm} or {@code service}. */
  public static Fault without(String parameter) {
    String given = parameter + "=\"[^\"]*\",?";
    return saying(usual -> List.of(usual.header().replaceFirst(given, "").replaceFirst(",$", "")));
  }

  /** Sends these values of {@code WWW-Authenticate}, each in a header of its own, or none. */
  public static Fault headers(String... values) {
    List<String> all = List.of(values);
    return saying(_ -> all);
  }

  /** Answers 200, as if no credential were needed. */
  public static Fault admitted() {
    return changing((_, _) -> Answer.json(200, "{}"));
  }

  private static Fault saying(Function<Challenge, List<String>> headers) {
    return changing((answer, challenge) -> Challenge.replace(answer, headers.apply(challenge)));
  }

  private static Fault changing(BiFunction<Answer, Challenge, Answer> change) {
    return new AnswerFault.Altered(
        answer -> Challenge.in(answer).map(found -> change.apply(answer, found)).orElse(answer));
  }
}
