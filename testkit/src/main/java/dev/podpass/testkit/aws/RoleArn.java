// SPDX-License-Identifier: Apache-2.0
package dev.podpass.testkit.aws;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The name of a role.
 *
 * @param path with both slashes; {@code /} if there is none
 */
record RoleArn(String partition, String account, String path, String name) {
  private static final Pattern PATTERN =
      Pattern.compile("arn:(aws[a-z-]*):iam::(\\d{12}):role(/(?:[!-.0-~]+/)*)([\\w+=,.@-]{1,64})");

  static Optional<RoleArn> parse(String arn) {
    Matcher matcher = PATTERN.matcher(arn);
    return matcher.matches()
        ? Optional.of(
            new RoleArn(matcher.group(1), matcher.group(2), matcher.group(3), matcher.group(4)))
        : Optional.empty();
  }

  /** The principal that a session of this role is, from which the role's path is gone. */
  String session(String sessionName) {
    return "arn:%s:sts::%s:assumed-role/%s/%s".formatted(partition, account, name, sessionName);
  }

  @Override
  public String toString() {
    return "arn:%s:iam::%s:role%s%s".formatted(partition, account, path, name);
  }
}
