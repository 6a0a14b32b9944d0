// SPDX-License-Identifier: Apache-2.0
package dev.podpass.testkit;

import dev.podpass.testkit.aws.Role;
import dev.podpass.testkit.aws.Trust;

/**
 * A world in which the issuer's default token may pull: one AWS account that trusts the issuer, a
 * role for the service accounts of {@code team-a}, and another for the node.
 */
public final class ExampleWorld {
  /** The account. */
  public static final String ACCOUNT = "123456789012";

  /** The role that {@code system:serviceaccount:team-a:*} may assume. */
  public static final String ROLE = "arn:aws:iam::123456789012:role/team-a-pull";

  /** The role of the instance. */
  public static final String NODE_ROLE = "arn:aws:iam::123456789012:role/node";

  /** What the issuer's tokens are for. */
  public static final String AUDIENCE = "sts.amazonaws.com";

  /** An image of the account's private registry. */
  public static final String IMAGE = "123456789012.dkr.ecr.us-east-1.amazonaws.com/team-a/app";

  private static final String[] PULL = {
    "ecr:GetAuthorizationToken",
    "ecr:BatchCheckLayerAvailability",
    "ecr:BatchGetImage",
    "ecr:GetDownloadUrlForLayer",
    "ecr-public:GetAuthorizationToken",
    "sts:GetServiceBearerToken"
  };

  private ExampleWorld() {}

  /** Adds this world to the clouds. */
  public static void addTo(FakeClouds clouds) {
    var iam = clouds.aws().iam();
    iam.registerProvider(ACCOUNT, clouds.issuer().published(), AUDIENCE);
    iam.put(role(clouds.issuer().url()));
    clouds.aws().instanceRole(Role.of(NODE_ROLE).allowing(PULL));
  }

  /** The role, for the tokens of these issuers; to be varied, and put again. */
  public static Role role(String... issuers) {
    Role role = Role.of(ROLE).allowing(PULL);
    for (String issuer : issuers) {
      role = role.trusting(new Trust(issuer, "system:serviceaccount:team-a:*", AUDIENCE));
    }
    return role;
  }
}
