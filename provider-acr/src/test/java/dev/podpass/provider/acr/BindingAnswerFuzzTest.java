// SPDX-License-Identifier: Apache-2.0
package dev.podpass.provider.acr;

import static dev.podpass.core.testing.AnsweredExchange.PLANTED;
import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.podpass.core.testing.AnsweredExchange;
import dev.podpass.spi.http.HttpRequest;
import dev.podpass.spi.http.HttpResponse;
import dev.podpass.spi.testing.SeedFile;
import dev.podpass.testkit.BindingServer;
import dev.podpass.testkit.ExampleWorld;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.provider.ArgumentsSource;

class BindingAnswerFuzzTest {
  private static final AnsweredExchange EXCHANGE =
      new AnsweredExchange(
              new AcrCredentialProvider(),
              ExampleWorld.ACR_IMAGE,
              Map.of("kubernetes.azure.com/acr-client-id", ExampleWorld.AZURE_CLIENT_ID))
          .set(AcrOptions.BINDING_SNI, BindingServer.NAME)
          .set(AcrOptions.BINDING_SERVER, "10.0.0.4");

  /** The bytes as an answer, and as an error of each type, of the identity binding endpoint. */
  @ArgumentsSource(SeedFile.class)
  @FuzzTest
  void whateverTheClusterAnswersIsACredentialOrAFailure(byte[] bytes) {
    for (int status : List.of(200, 400, 403, 500)) {
      for (String type : List.of("application/json", "text/plain")) {
        exchange(new HttpResponse(status, List.of(), bytes).with("Content-Type", type));
      }
    }
  }

  @Test
  void aGenuineAnswerIsACredential() {
    String token = "{\"access_token\":\"%s\",\"expires_in\":3599}".formatted("a" + PLANTED);

    assertThat(exchange(HttpResponse.of(200, token))).isEmpty();
    assertThat(exchange(HttpResponse.of(403, "{\"message\":\"no right\"}"))).contains("no right");
  }

  private static String exchange(HttpResponse accessToken) {
    return EXCHANGE.exchange(BindingServer.AUDIENCE, request -> answer(request, accessToken));
  }

  private static HttpResponse answer(HttpRequest request, HttpResponse accessToken) {
    return switch (request.uri().getPath()) {
      case "/v2/" ->
          HttpResponse.of(401, "")
              .with(
                  "WWW-Authenticate",
                  "Bearer realm=\"https://%1$s/oauth2/token\",service=\"%1$s\""
                      .formatted(ExampleWorld.ACR_REGISTRY));
      case "/oauth2/exchange" ->
          HttpResponse.of(200, "{\"refresh_token\":\"e30.eyJleHAiOjQwMDAwMDAwMDB9.e30\"}");
      default -> accessToken;
    };
  }
}
