// SPDX-License-Identifier: Apache-2.0
package dev.podpass.provider.acr;

import static dev.podpass.core.testing.AnsweredExchange.PLANTED;
import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.podpass.core.testing.AnsweredExchange;
import dev.podpass.spi.http.HttpRequest;
import dev.podpass.spi.http.HttpResponse;
import dev.podpass.spi.testing.SeedFile;
import dev.podpass.testkit.ExampleWorld;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.provider.ArgumentsSource;

class AzureAnswerFuzzTest {
  private static final HttpResponse ACCESS_TOKEN =
      HttpResponse.of(
          200, "{\"access_token\":\"%s\",\"expires_in\":3599}".formatted("a" + PLANTED));
  private static final HttpResponse REFRESH_TOKEN =
      HttpResponse.of(200, "{\"refresh_token\":\"e30.eyJleHAiOjQwMDAwMDAwMDB9.e30\"}");

  private static final AnsweredExchange EXCHANGE =
      new AnsweredExchange(
          new AcrCredentialProvider(),
          ExampleWorld.ACR_IMAGE,
          Map.of(
              "kubernetes.azure.com/acr-client-id", ExampleWorld.AZURE_CLIENT_ID,
              "kubernetes.azure.com/acr-tenant-id", ExampleWorld.AZURE_TENANT));

  /** The bytes as an answer, and as an error, of Entra ID and of the registry. */
  @ArgumentsSource(SeedFile.class)
  @FuzzTest
  void whateverAzureAnswersIsACredentialOrAFailure(byte[] bytes) {
    for (int status : List.of(200, 400, 401, 500)) {
      HttpResponse fuzzed = new HttpResponse(status, List.of(), bytes);
      exchange(fuzzed, REFRESH_TOKEN);
      exchange(ACCESS_TOKEN, fuzzed);
    }
  }

  @Test
  void aGenuineAnswerIsACredential() {
    assertThat(exchange(ACCESS_TOKEN, REFRESH_TOKEN)).isEmpty();
  }

  private static String exchange(HttpResponse accessToken, HttpResponse refreshToken) {
    return EXCHANGE.exchange(
        ExampleWorld.AZURE_AUDIENCE, request -> answer(request, accessToken, refreshToken));
  }

  private static HttpResponse answer(
      HttpRequest request, HttpResponse accessToken, HttpResponse refreshToken) {
    return switch (request.uri().getPath()) {
      case "/v2/" ->
          HttpResponse.of(401, "")
              .with(
                  "WWW-Authenticate",
                  "Bearer realm=\"https://%1$s/oauth2/token\",service=\"%1$s\""
                      .formatted(ExampleWorld.ACR_REGISTRY));
      case "/oauth2/exchange" -> refreshToken;
      default -> accessToken;
    };
  }
}
