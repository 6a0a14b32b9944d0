// SPDX-License-Identifier: Apache-2.0
package dev.podpass.provider.ecr;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.podpass.core.testing.AnsweredExchange;
import dev.podpass.spi.http.HttpResponse;
import dev.podpass.spi.testing.SeedFile;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.provider.ArgumentsSource;

class AwsAnswerFuzzTest {
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
          request -> AwsAnswers.isOfEcr(request) ? fuzzed : AwsAnswers.SESSION);
    }
  }

  @Test
  void aGenuineAnswerIsACredential() {
    assertThat(EXCHANGE.exchange("sts.amazonaws.com", AwsAnswers::genuine)).isEmpty();
  }
}
