// SPDX-License-Identifier: Apache-2.0
package dev.podpass.spi.trust;

import static org.assertj.core.api.Assertions.assertThat;

import dev.podpass.spi.ProviderSettings;
import dev.podpass.spi.image.ImageReference;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TrustRequestTest {
  private static final String ISSUER = "https://oidc.example.com";

  @ParameterizedTest
  @CsvSource({
    "team-a, app, team-a_app",
    "a, b-c, a_b-c",
    "a-b, c, a-b_c",
    "team-a, my.app, team-a_my-app_620f999b2f",
    "team-a, my-app, team-a_my-app"
  })
  void aNameSaysWhoseItIs(String namespace, String account, String name) {
    assertThat(request(ISSUER, namespace, account).resource()).isEqualTo("podpass-" + name);
  }

  @Test
  void noTwoServiceAccountsHaveTheSameName() {
    String cut = "n".repeat(40);
    assertThat(
            Stream.of(
                    request(ISSUER, "a", "b-c"),
                    request(ISSUER, "a-b", "c"),
                    request(ISSUER, "team-a", "my.app"),
                    request(ISSUER, "team-a", "my-app"),
                    request(ISSUER, cut + "a", "app"),
                    request(ISSUER, cut + "b", "app"),
                    request(ISSUER, cut, "app"),
                    request(ISSUER, "a", cut + "a"),
                    request(ISSUER, "a", cut + "b"))
                .map(TrustRequest::resource))
        .doesNotHaveDuplicates()
        .allMatch(name -> name.matches("podpass-[a-z0-9_-]{1,44}"));
  }

  @Test
  void theKeyDiffersFromClusterToCluster() {
    assertThat(request("https://a.example/1", "a", "b").key())
        .matches("[0-9a-f]{10}")
        .isEqualTo(request("https://a.example/1", "a", "b").key())
        .isNotEqualTo(request("https://a.example/1/", "a", "b").key());
  }

  private static TrustRequest request(String issuer, String namespace, String account) {
    return new TrustRequest(
        issuer,
        namespace,
        account,
        List.of(ImageReference.parse("registry.example/app")),
        ProviderSettings.NONE);
  }
}
