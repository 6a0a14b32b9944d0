// SPDX-License-Identifier: Apache-2.0
package dev.podpass.provider.ecr;

import static dev.podpass.core.testing.AnsweredExchange.PLANTED;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.podpass.core.testing.AnsweredExchange;
import dev.podpass.spi.http.HttpRequest;
import dev.podpass.spi.http.HttpResponse;
import dev.podpass.spi.testing.SeedFile;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.provider.ArgumentsSource;

class AwsAnswerFuzzTest {
  private static final String SESSION =
      """
      <AssumeRoleWithWebIdentityResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/">
        <AssumeRoleWithWebIdentityResult><Credentials>
          <AccessKeyId>ASIAEXAMPLE</AccessKeyId>
          <SecretAccessKey>%s</SecretAccessKey>
          <SessionToken>session-%s</SessionToken>
          <Expiration>2099-01-01T00:00:00Z</Expiration>
        </Credentials></AssumeRoleWithWebIdentityResult>
      </AssumeRoleWithWebIdentityResponse>
      """
          .formatted(PLANTED, PLANTED);

  private static final AnsweredExchange EXCHANGE =
      new AnsweredExchange(
          new EcrCredentialProvider(),
          "123456789012.dkr.ecr.us-east-1.amazonaws.com/team-a/app",
          Map.of(EcrOptions.ROLE_ANNOTATION_KEY, "arn:aws:iam::123456789012:role/puller"));

  /** The bytes as an answer, and as an error, of STS and of ECR. */
  @ArgumentsSource(SeedFile.class)
  @FuzzTest
  void whateverAwsAnswersIsACredentialOrAFailure(byte[] bytes) {
    for (int status : List.of(200, 400, 403, 500)) {
      HttpResponse fuzzed = new HttpResponse(status, List.of(), bytes);
      EXCHANGE.exchange("sts.amazonaws.com", _ -> fuzzed);
      EXCHANGE.exchange(
          "sts.amazonaws.com",
          request -> isOfEcr(request) ? fuzzed : HttpResponse.of(200, SESSION));
    }
  }

  @Test
  void aGenuineAnswerIsACredential() {
    HttpResponse login =
        HttpResponse.of(
            200,
            "{\"authorizationData\":[{\"authorizationToken\":\"QVdTOnBhc3N3b3Jk\",\"expiresAt\":4e9}]}");

    assertThat(
            EXCHANGE.exchange(
                "sts.amazonaws.com",
                request -> isOfEcr(request) ? login : HttpResponse.of(200, SESSION)))
        .isEmpty();
  }

  private static boolean isOfEcr(HttpRequest request) {
    return !new String(request.body(), UTF_8).contains("AssumeRoleWithWebIdentity");
  }
}
