// SPDX-License-Identifier: Apache-2.0
package dev.podpass.testkit.aws;

import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;

/** An IAM role. Each method gives another role that differs in that alone. */
public record Role(String arn, List<Trust> trusts, Policy permissions, Duration maxSession) {
  public Role {
    if (RoleArn.parse(arn).isEmpty()) {
      throw new IllegalArgumentException("not a role's ARN: " + arn);
    }
    trusts = List.copyOf(trusts);
  }

  /** A role without trust and permissions, whose sessions last an hour at most. */
  public static Role of(String arn) {
    return new Role(arn, List.of(), Policy.NOTHING, Duration.ofHours(1));
  }

  /** Trusts the issuer's subjects that match. */
  public Role trusting(Trust trust) {
    return new Role(
        arn, Stream.concat(trusts.stream(), Stream.of(trust)).toList(), permissions, maxSession);
  }

  /** Allows actions on everything. */
  public Role allowing(String... actions) {
    return permitting(permissions.allowing("*", actions));
  }

  /** Has these permissions and no others. */
  public Role permitting(Policy policy) {
    return new Role(arn, trusts, policy, maxSession);
  }

  /** Lets sessions last so long: from one to twelve hours, as IAM has it. */
  public Role lasting(Duration longest) {
    if (longest.compareTo(Duration.ofHours(1)) < 0 || longest.compareTo(Duration.ofHours(12)) > 0) {
      throw new IllegalArgumentException("MaxSessionDuration is from 1 h to 12 h: " + longest);
    }
    return new Role(arn, trusts, permissions, longest);
  }

  RoleArn name() {
    return RoleArn.parse(arn).orElseThrow();
  }
}
