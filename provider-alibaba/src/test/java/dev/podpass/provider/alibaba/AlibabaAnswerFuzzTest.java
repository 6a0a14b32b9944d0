// SPDX-License-Identifier: Apache-2.0
package dev.podpass.provider.alibaba;

import static dev.podpass.core.testing.AnsweredExchange.PLANTED;
import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.podpass.core.testing.AnsweredExchange;
import dev.podpass.spi.http.HttpResponse;
import dev.podpass.spi.testing.SeedFile;
import dev.podpass.testkit.ExampleWorld;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.provider.ArgumentsSource;

class AlibabaAnswerFuzzTest {
  private static final String AUDIENCE = ExampleWorld.ALIBABA_AUDIENCE;

  private static final String SESSION =
      """
      {"Credentials": {"AccessKeyId": "STS.id", "AccessKeySecret": "%s", "SecurityToken": "t-%s",
       "Expiration": "2099-01-01T00:00:00Z"}}
      """
          .formatted(PLANTED, PLANTED);

  private static final AnsweredExchange INSTANCE = exchange(ExampleWorld.ALIBABA_IMAGE);
  private static final AnsweredExchange PERSONAL = exchange(ExampleWorld.ALIBABA_PERSONAL_IMAGE);

  static AnsweredExchange exchange(String image) {
    return new AnsweredExchange(new AlibabaCredentialProvider(), image, Map.of())
        .set(AlibabaOptions.ROLE_ARN, ExampleWorld.ALIBABA_ROLE)
        .set(AlibabaOptions.PROVIDER_ARN, ExampleWorld.ALIBABA_PROVIDER)
        .set(
            AlibabaOptions.INSTANCE,
            ExampleWorld.ALIBABA_REGISTRY + "=" + ExampleWorld.ALIBABA_INSTANCE);
  }

  /** The bytes as an answer, and as an error, of STS and of both editions' API. */
  @ArgumentsSource(SeedFile.class)
  @FuzzTest
  void whateverAlibabaAnswersIsACredentialOrAFailure(byte[] bytes) {
    for (int status : List.of(200, 400, 403, 500)) {
      HttpResponse fuzzed = new HttpResponse(status, List.of(), bytes);
      INSTANCE.exchange(AUDIENCE, _ -> fuzzed);
      answered(INSTANCE, fuzzed);
      answered(PERSONAL, fuzzed);
    }
  }

  @Test
  void aGenuineAnswerIsACredential() {
    String login =
        "{\"Code\":\"success\",\"TempUsername\":\"u\",\"AuthorizationToken\":\"a\",\"ExpireTime\":4000000000000}";
    String personal =
        "{\"data\":{\"tempUserName\":\"u\",\"authorizationToken\":\"a\",\"expireDate\":4000000000000}}";

    assertThat(answered(INSTANCE, HttpResponse.of(200, login))).isEmpty();
    assertThat(answered(PERSONAL, HttpResponse.of(200, personal))).isEmpty();
  }

  private static String answered(AnsweredExchange exchange, HttpResponse response) {
    return exchange.exchange(
        AUDIENCE,
        request ->
            request.uri().getHost().startsWith("sts.") ? HttpResponse.of(200, SESSION) : response);
  }
}
