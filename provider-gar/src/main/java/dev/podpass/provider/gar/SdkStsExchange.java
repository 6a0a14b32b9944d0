// SPDX-License-Identifier: Apache-2.0
package dev.podpass.provider.gar;

import com.google.api.client.http.HttpRequestFactory;
import com.google.auth.oauth2.StsRequestHandler;
import com.google.auth.oauth2.StsTokenExchangeRequest;
import dev.podpass.spi.CloudAnswer;
import dev.podpass.spi.CloudCalls;
import dev.podpass.spi.ExchangeStep;
import dev.podpass.spi.token.ValidatedToken;
import java.util.Date;
import java.util.List;
import java.util.Optional;

/**
 * Exchanges the pod's token at Google STS (RFC 8693).
 *
 * <p>This uses only the STS part of google-auth's identity pool credentials. The full credentials
 * would read the token from a file, impersonate with their own client, refresh in the background,
 * and take 1.5 times as long.
 *
 * @see <a href="https://cloud.google.com/iam/docs/reference/sts/rest/v1/TopLevel/token">Method:
 *     token</a>
 */
final class SdkStsExchange {
  private static final String JWT = "urn:ietf:params:oauth:token-type:jwt";
  private static final String ACCESS_TOKEN = "urn:ietf:params:oauth:token-type:access_token";

  private static final HttpRequestFactory REQUESTS =
      SdkClients.HTTP.createRequestFactory(request -> request.setNumberOfRetries(0));

  private SdkStsExchange() {}

  static AccessToken exchange(GarFederatedPlan plan, ValidatedToken token, CloudCalls calls) {
    ExchangeStep step = plan.step();
    StsTokenExchangeRequest request =
        StsTokenExchangeRequest.newBuilder(token.value().reveal(), JWT)
            .setAudience(plan.pool().value().text())
            .setRequestTokenType(ACCESS_TOKEN)
            .setScopes(List.of(GarFederatedPlan.SCOPE))
            .build();
    StsRequestHandler handler =
        StsRequestHandler.newBuilder(step.endpoint().toString(), request, REQUESTS).build();
    return calls.call(step, () -> read(handler.exchangeToken().getAccessToken()));
  }

  private static AccessToken read(com.google.auth.oauth2.AccessToken token) {
    return new AccessToken(
        CloudAnswer.secret("access_token", token.getTokenValue()),
        Optional.ofNullable(token.getExpirationTime()).map(Date::toInstant));
  }
}
