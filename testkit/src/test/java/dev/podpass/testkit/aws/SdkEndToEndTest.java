// SPDX-License-Identifier: Apache-2.0
package dev.podpass.testkit.aws;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.podpass.testkit.ExampleWorld;
import dev.podpass.testkit.FakeClouds;
import dev.podpass.testkit.net.ReceivedRequest;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Base64;
import org.assertj.core.data.TemporalUnitOffset;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import software.amazon.awssdk.services.ecr.model.AuthorizationData;
import software.amazon.awssdk.services.sts.StsClient;
import software.amazon.awssdk.services.sts.model.AssumeRoleWithWebIdentityResponse;

/** What AWS's own clients make of the fakes: they know nothing of testkit. */
class SdkEndToEndTest {
  private static final String STS = "sts.us-east-1.amazonaws.com";
  private static final String ECR = "api.ecr.us-east-1.amazonaws.com";

  private static final String POLICY =
      """
      {"Version":"2012-10-17","Statement":[
      {"Effect":"Allow","Action":"ecr:GetAuthorizationToken","Resource":"*"},
      {"Effect":"Allow","Action":["ecr:BatchGetImage"],
       "Resource":["arn:aws:ecr:us-east-1:123456789012:repository/team-a/*"]}]}\
      """;

  @AutoClose private final FakeClouds clouds = ExampleWorld.start();
  private final SdkClients sdk = new SdkClients(clouds);

  private Session assumeRole(String region) {
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

  private AuthorizationData authorization(String region, Session.Keys keys) {
    return sdk.ecr(region, keys).build().getAuthorizationToken().authorizationData().getFirst();
  }

  private StsClient sts(String region) {
    return sdk.sts(region).build();
  }

  private String token() {
    return clouds.issuer().token().mint();
  }

  private static Session.Keys keys(AssumeRoleWithWebIdentityResponse answer) {
    var credentials = answer.credentials();
    return new Session.Keys(
        credentials.accessKeyId(), credentials.secretAccessKey(), credentials.sessionToken());
  }

  @Test
  void exchangesATokenForAPassword() {
    AuthorizationData data = authorization("us-east-1", assumeRole("us-east-1").keys());

    String pair = decoded(data.authorizationToken());
    assertThat(pair).startsWith("AWS:").hasSizeGreaterThan(1000);
    assertThat(data.proxyEndpoint())
        .isEqualTo("https://123456789012.dkr.ecr.us-east-1.amazonaws.com");
    assertThat(data.expiresAt())
        .isCloseTo(Instant.now().plus(Duration.ofHours(12)), within5Minutes());

    RegistryPassword password = clouds.aws().password(pair.substring(4)).orElseThrow();
    assertThat(password.registry()).contains("123456789012.dkr.ecr.us-east-1.amazonaws.com");
    assertThat(password.session().arn())
        .isEqualTo("arn:aws:sts::123456789012:assumed-role/team-a-pull/team-a.app");
    assertThat(clouds.received().requests())
        .extracting(ReceivedRequest::host)
        .containsExactly(STS, ECR);
    assertThat(clouds.plantedSecrets())
        .contains(
            password.value(),
            data.authorizationToken(),
            password.session().keys().secretAccessKey(),
            password.session().keys().sessionToken());
  }

  @Test
  void theSessionPolicyGoesWithThePassword() {
    Session session = assumeRole("us-east-1");
    String app = "arn:aws:ecr:us-east-1:123456789012:repository/team-a/app";
    String other = "arn:aws:ecr:us-east-1:123456789012:repository/team-b/app";

    authorization("us-east-1", session.keys());

    Session kept = clouds.aws().passwords().getFirst().session();
    assertThat(kept.policy()).get().extracting(SessionPolicy::text).isEqualTo(POLICY);
    assertThat(kept.allows("ecr:BatchGetImage", app)).isTrue();
    assertThat(kept.allows("ecr:BatchGetImage", other)).isFalse();
    assertThat(kept.allows("ecr:GetDownloadUrlForLayer", app)).isFalse();
  }

  @Test
  void livesOfSessionAndPasswordAreSettings() {
    clouds.aws().passwordLife(Duration.ofMinutes(20));
    Role role = roleIn("aws").lasting(Duration.ofHours(2));
    clouds.aws().iam().put(role);

    var answer =
        sts("us-east-1")
            .assumeRoleWithWebIdentity(r ->
                r.roleArn(role.arn())
                    .roleSessionName("s2")
                    .webIdentityToken(token())
                    .durationSeconds(7200));
    AuthorizationData data = authorization("us-east-1", keys(answer));

    assertThat(answer.credentials().expiration())
        .isCloseTo(Instant.now().plus(Duration.ofHours(2)), within5Minutes());
    assertThat(data.expiresAt())
        .isCloseTo(Instant.now().plus(Duration.ofMinutes(20)), within5Minutes());
  }

  @ParameterizedTest
  @CsvSource({
    "us-east-1, false, false",
    "eu-central-1, false, true",
    "us-west-2, true, false",
    "us-east-2, true, true",
    "us-gov-west-1, true, false",
    "cn-north-1, false, false",
    "us-iso-east-1, false, false",
    "eusc-de-east-1, false, false"
  })
  void worksInEveryPartitionAndVariant(String region, boolean fips, boolean dualStack) {
    String partition = Partition.ofRegion(region).orElseThrow().id();
    Role role = roleIn(partition);
    clouds.aws().iam().put(role);

    var answer =
        sdk.sts(region)
            .fipsEnabled(fips)
            .dualstackEnabled(dualStack)
            .build()
            .assumeRoleWithWebIdentity(
                r -> r.roleArn(role.arn()).roleSessionName("s2").webIdentityToken(token()));
    var data =
        sdk.ecr(region, keys(answer))
            .fipsEnabled(fips)
            .dualstackEnabled(dualStack)
            .build()
            .getAuthorizationToken()
            .authorizationData()
            .getFirst();

    assertThat(answer.assumedRoleUser().arn())
        .isEqualTo("arn:" + partition + ":sts::123456789012:assumed-role/pull/s2");
    assertThat(decoded(data.authorizationToken())).startsWith("AWS:");
    assertThat(data.proxyEndpoint()).startsWith("https://123456789012.dkr.ecr." + region + ".");
  }

  private Role roleIn(String partition) {
    return Role.of("arn:" + partition + ":iam::123456789012:role/some/path/pull")
        .trusting(
            new Trust(
                clouds.issuer().url(), "system:serviceaccount:team-a:app", "sts.amazonaws.com"))
        .allowing("ecr:*");
  }

  private static String decoded(String base64) {
    return new String(Base64.getDecoder().decode(base64), StandardCharsets.UTF_8);
  }

  private static TemporalUnitOffset within5Minutes() {
    return within(5, ChronoUnit.MINUTES);
  }
}
