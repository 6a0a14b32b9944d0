// SPDX-License-Identifier: Apache-2.0
package dev.podpass.provider.exchange;

import static dev.podpass.core.testing.AnsweredExchange.PLANTED;
import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.podpass.core.testing.AnsweredExchange;
import dev.podpass.spi.http.HttpResponse;
import dev.podpass.testkit.ExampleWorld;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ExchangeAnswerFuzzTest {
  private static final List<AnsweredExchange> EXCHANGES =
      List.of(
          exchange("seconds", "/expires_in"),
          exchange("date", "/data/expires"),
          exchange("unix", "/exp"),
          exchange("jwt", "/exp"));

  private static AnsweredExchange exchange(String expiryForm, String expiry) {
    return new AnsweredExchange(new ExchangeCredentialProvider(), ExampleWorld.OWN_IMAGE, Map.of())
        .set(Preset.EXCHANGE.entry().registry(), ExampleWorld.OWN_REGISTRY)
        .set(ExchangeOptions.URL, "https://sts.example/")
        .set(ExchangeOptions.USERNAME_POINTER, "/user")
        .set(ExchangeOptions.EXPIRY_FORM, expiryForm)
        .set(ExchangeOptions.EXPIRY_POINTER, expiry);
  }

  @FuzzTest
  void whateverIsAnsweredIsACredentialOrAFailure(byte[] bytes) {
    for (AnsweredExchange exchange : EXCHANGES) {
      for (int status : List.of(200, 400, 403, 500)) {
        var _ =
            exchange.exchange(
                ExampleWorld.OWN_REGISTRY, _ -> new HttpResponse(status, List.of(), bytes));
      }
    }
  }

  @Test
  void aGenuineAnswerIsACredential() {
    String answer =
        "{\"access_token\":\"a%s\",\"user\":\"u\",\"expires_in\":60}".formatted(PLANTED);

    assertThat(answered(HttpResponse.of(200, answer))).isEmpty();
    assertThat(answered(HttpResponse.of(403, "{\"detail\":\"no right\"}"))).contains("no right");
  }

  private static String answered(HttpResponse response) {
    return EXCHANGES.getFirst().exchange(ExampleWorld.OWN_REGISTRY, _ -> response);
  }
}
