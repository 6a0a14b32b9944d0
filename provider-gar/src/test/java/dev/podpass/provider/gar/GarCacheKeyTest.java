// SPDX-License-Identifier: Apache-2.0
package dev.podpass.provider.gar;

import static org.assertj.core.api.Assertions.assertThat;

import dev.podpass.spi.http.HttpRequest;
import dev.podpass.spi.http.HttpResponse;
import dev.podpass.spi.testing.ProviderCheck;
import dev.podpass.testkit.ExampleWorld;
import org.junit.jupiter.api.Test;

class GarCacheKeyTest {
  private static final String ACCOUNT = ExampleWorld.GCP_SERVICE_ACCOUNT;
  private static final String OTHER = "other@my-project.iam.gserviceaccount.com";
  private static final String KEY = "example.com/account";
  private static final String YES = "example.com/yes";

  @Test
  void whateverChangesARequestChangesTheKey() {
    assertThat(
            ProviderCheck.of(new GarCredentialProvider(), ExampleWorld.GAR_IMAGE)
                .set(
                    "audience",
                    ExampleWorld.GCP_PROVIDER,
                    ExampleWorld.GCP_PROVIDER.replace("providers/example", "providers/other"))
                .set("token-audience", ExampleWorld.GCP_PROVIDER, "other")
                .set("service-account-annotation", GarOptions.SERVICE_ACCOUNT_ANNOTATION_KEY, KEY)
                .set("service-account", ACCOUNT, OTHER)
                .set("require-annotation", YES, "example.com/too")
                .set("universe-domain", Universe.PUBLIC, "s3nsapis.fr")
                .set("sts-endpoint", "https://sts.googleapis.com", "https://sts.example")
                .set(
                    "iam-credentials-endpoint",
                    "https://iamcredentials.googleapis.com",
                    "https://iam.example")
                .set("metadata-endpoint", "http://169.254.169.254", "http://169.254.169.253")
                .annotate(KEY, OTHER)
                .annotate(YES, "true")
                .annotate("example.com/too", "true")
                .planting("federated-planted-0")
                .answering(GarCacheKeyTest::answer)
                .run())
        .containsExactlyInAnyOrder(
            "audience",
            "service-account-annotation",
            "service-account",
            "universe-domain",
            "sts-endpoint",
            "iam-credentials-endpoint");
  }

  private static HttpResponse answer(HttpRequest request) {
    return HttpResponse.of(
            200,
            request.uri().getPath().contains("generateAccessToken")
                ? "{\"accessToken\":\"ya29.granted\",\"expireTime\":\"2099-01-01T00:00:00Z\"}"
                : "{\"access_token\":\"federated-planted-0\",\"issued_token_type\":"
                    + "\"urn:ietf:params:oauth:token-type:access_token\","
                    + "\"token_type\":\"Bearer\",\"expires_in\":3599}")
        .with("Content-Type", "application/json");
  }
}
