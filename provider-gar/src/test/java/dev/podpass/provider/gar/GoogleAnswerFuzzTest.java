// SPDX-License-Identifier: Apache-2.0
package dev.podpass.provider.gar;

import static dev.podpass.core.testing.AnsweredExchange.PLANTED;
import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.podpass.core.testing.AnsweredExchange;
import dev.podpass.spi.http.HttpResponse;
import dev.podpass.spi.testing.SeedFile;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.provider.ArgumentsSource;

class GoogleAnswerFuzzTest {
  private static final String AUDIENCE =
      "//iam.googleapis.com/projects/123456789012/locations/global/workloadIdentityPools/pool/providers/cluster";
  private static final String IMAGE = "europe-west1-docker.pkg.dev/my-project/apps/api";
  private static final String FEDERATED =
      """
      {"access_token": "ya29.%s", "expires_in": 3600, "token_type": "Bearer",
       "issued_token_type": "urn:ietf:params:oauth:token-type:access_token"}
      """
          .formatted(PLANTED);

  private static final AnsweredExchange DIRECT =
      new AnsweredExchange(new GarCredentialProvider(), IMAGE, Map.of())
          .set(GarOptions.AUDIENCE, AUDIENCE);
  private static final AnsweredExchange IMPERSONATING =
      new AnsweredExchange(
              new GarCredentialProvider(),
              IMAGE,
              Map.of(
                  GarOptions.SERVICE_ACCOUNT_ANNOTATION_KEY,
                  "puller@my-project.iam.gserviceaccount.com"))
          .set(GarOptions.AUDIENCE, AUDIENCE);

  /** The bytes as an answer, and as an error, of STS and of IAM. */
  @ArgumentsSource(SeedFile.class)
  @FuzzTest
  void whateverGoogleAnswersIsACredentialOrAFailure(byte[] bytes) {
    for (int status : List.of(200, 400, 403, 500)) {
      HttpResponse fuzzed = new HttpResponse(status, List.of(), bytes);
      DIRECT.exchange(AUDIENCE, _ -> fuzzed);
      IMPERSONATING.exchange(
          AUDIENCE,
          request ->
              request.uri().getPath().endsWith(":generateAccessToken")
                  ? fuzzed
                  : HttpResponse.of(200, FEDERATED).with("Content-Type", "application/json"));
    }
  }

  @Test
  void aGenuineAnswerIsACredential() {
    HttpResponse federated =
        HttpResponse.of(200, FEDERATED).with("Content-Type", "application/json");
    String impersonated = "{\"accessToken\":\"ya29.b\",\"expireTime\":\"2099-01-01T00:00:00Z\"}";

    assertThat(DIRECT.exchange(AUDIENCE, _ -> federated)).isEmpty();
    assertThat(
            IMPERSONATING.exchange(
                AUDIENCE,
                request ->
                    request.uri().getPath().endsWith(":generateAccessToken")
                        ? HttpResponse.of(200, impersonated)
                        : federated))
        .isEmpty();
  }
}
