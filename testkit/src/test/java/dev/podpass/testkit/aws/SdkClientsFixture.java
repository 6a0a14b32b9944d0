// SPDX-License-Identifier: Apache-2.0
package dev.podpass.testkit.aws;

import static org.assertj.core.api.Assertions.assertThat;

import dev.podpass.testkit.ExampleWorld;
import dev.podpass.testkit.FakeClouds;
import org.junit.jupiter.api.AutoClose;
import software.amazon.awssdk.services.ecr.model.AuthorizationData;
import software.amazon.awssdk.services.sts.StsClient;
import software.amazon.awssdk.services.sts.model.AssumeRoleWithWebIdentityResponse;

/** AWS's own clients, pointed at the fakes. */
abstract class SdkClientsFixture {
  static final String STS = "sts.us-east-1.amazonaws.com";
  static final String ECR = "api.ecr.us-east-1.amazonaws.com";

  static final String POLICY =
      """
      {"Version":"2012-10-17","Statement":[
      {"Effect":"Allow","Action":"ecr:GetAuthorizationToken","Resource":"*"},
      {"Effect":"Allow","Action":["ecr:BatchGetImage"],
       "Resource":["arn:aws:ecr:us-east-1:123456789012:repository/team-a/*"]}]}\
      """;

  @AutoClose final FakeClouds clouds = ExampleWorld.start();
  final SdkClients sdk = new SdkClients(clouds);

  Session assumeRole(String region) {
    AssumeRoleWithWebIdentityResponse answer =
        sts(region)
            .assumeRoleWithWebIdentity(r ->
                r.roleArn(ExampleWorld.ROLE)
                    .roleSessionName("team-a.app")
                    .webIdentityToken(token())
                    .policy(POLICY));
    assertThat(answer.subjectFromWebIdentityToken()).isEqualTo("system:serviceaccount:team-a:app");
    assertThat(answer.audience()).isEqualTo("sts.amazonaws.com");
    assertThat(answer.packedPolicySize()).isPositive();
    Session session = clouds.aws().sessions().getLast();
    assertThat(keys(answer)).isEqualTo(session.keys());
    assertThat(answer.credentials().expiration()).isEqualTo(session.expiry());
    return session;
  }

  AuthorizationData authorization(String region, Session.Keys keys) {
    return sdk.ecr(region, keys).build().getAuthorizationToken().authorizationData().getFirst();
  }

  StsClient sts(String region) {
    return sdk.sts(region).build();
  }

  String token() {
    return clouds.issuer().token().mint();
  }

  static Session.Keys keys(AssumeRoleWithWebIdentityResponse answer) {
    var credentials = answer.credentials();
    return new Session.Keys(
        credentials.accessKeyId(), credentials.secretAccessKey(), credentials.sessionToken());
  }
}
