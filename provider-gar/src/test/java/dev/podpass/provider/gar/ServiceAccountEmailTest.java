// SPDX-License-Identifier: Apache-2.0
package dev.podpass.provider.gar;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.podpass.spi.failure.CredentialException;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ServiceAccountEmailTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "puller@my-project.iam.gserviceaccount.com",
        "puller@my-project.example.com.iam.gserviceaccount.com",
        "123456789012-compute@developer.gserviceaccount.com",
        "my-project@appspot.gserviceaccount.com"
      })
  void readsTheAddressesOfServiceAccounts(String text) {
    assertThat(ServiceAccountEmail.parse(text).resource())
        .isEqualTo("projects/-/serviceAccounts/" + text);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "puller",
        "alice@example.com",
        "puller@my-project.iam.gserviceaccount.com.evil.example",
        "puller@my-project.iam.evilgserviceaccount.com",
        "puller@gserviceaccount.com",
        "a/../b@my-project.iam.gserviceaccount.com",
        "puller@my-project.iam.gserviceaccount.com:generateIdToken",
        "Puller@my-project.iam.gserviceaccount.com",
        "puller%40@my-project.iam.gserviceaccount.com",
        "pu ller@my-project.iam.gserviceaccount.com"
      })
  void refusesEverythingElse(String text) {
    assertThatThrownBy(() -> ServiceAccountEmail.parse(text))
        .isInstanceOf(CredentialException.class)
        .hasMessageContaining("is not the address of a Google service account");
  }
}
