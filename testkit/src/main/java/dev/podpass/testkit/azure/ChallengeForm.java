// SPDX-License-Identifier: Apache-2.0
package dev.podpass.testkit.azure;

import java.util.List;

/**
 * Forms of a challenge that RFC 9110 allows and that mean the same: a client has to find realm and
 * service of {@code Bearer} in each.
 */
public enum ChallengeForm {
  /** Values without quotes. */
  UNQUOTED("Bearer realm=%s,service=%s"),
  /** The other parameter first. */
  SERVICE_FIRST("Bearer service=\"%2$s\",realm=\"%1$s\""),
  /** One more parameter, whose value has a comma and an equals sign in it. */
  WITH_SCOPE("Bearer realm=\"%s\",service=\"%s\",scope=\"repository:app:pull,push=1\""),
  /** Unknown parameters, quoted and not. */
  UNKNOWN_PARAMETERS("Bearer error=\"invalid_token\",realm=\"%s\",x=1,service=\"%s\",y=2"),
  /** White space wherever it may be. */
  SPACED("Bearer  realm = \"%s\" ,\t service = \"%s\" "),
  /** Empty elements in the list. */
  EMPTY_ELEMENTS("Bearer ,realm=\"%s\",,service=\"%s\",,"),
  /** Other letter case in scheme and names. */
  UPPER_CASE("BEARER REALM=\"%s\",SERVICE=\"%s\""),
  /** Characters escaped that need not be. */
  ESCAPED("Bearer realm=\"\\%s\",service=\"\\%s\""),
  /** Another scheme in a header before. */
  AFTER_BASIC("Basic realm=\"elsewhere\"", "Bearer realm=\"%s\",service=\"%s\""),
  /** Another scheme in a header after. */
  BEFORE_BASIC("Bearer realm=\"%s\",service=\"%s\"", "Basic realm=\"elsewhere\""),
  /** Two schemes in one header. */
  AFTER_BASIC_IN_ONE_HEADER("Basic realm=\"elsewhere\", Bearer realm=\"%s\",service=\"%s\""),
  /** The same the other way round. */
  BEFORE_BASIC_IN_ONE_HEADER("Bearer realm=\"%s\",service=\"%s\", Basic realm=\"elsewhere\""),
  /** A scheme with a token in place of parameters. */
  AFTER_TOKEN68("Negotiate YWJjZA==, Bearer realm=\"%s\",service=\"%s\""),
  /** Another scheme whose quoted parameter looks like a challenge of Bearer. */
  AFTER_DECOY(
      "Basic realm=\"Bearer realm=https://elsewhere.example.com/oauth2/token,service=x\"",
      "Bearer realm=\"%s\",service=\"%s\"");

  @SuppressWarnings("ImmutableEnumChecker") // Made by List.of.
  private final List<String> headers;

  ChallengeForm(String... headers) {
    this.headers = List.of(headers);
  }

  List<String> write(Challenge challenge) {
    return headers.stream()
        .map(header -> header.formatted(challenge.realm(), challenge.service()))
        .toList();
  }
}
