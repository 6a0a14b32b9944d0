// SPDX-License-Identifier: Apache-2.0
package dev.podpass.provider.gar;

import dev.podpass.core.testing.ProviderTrial;
import dev.podpass.testkit.ExampleWorld;
import dev.podpass.testkit.FakeClouds;
import dev.podpass.testkit.gcp.ServiceAccount;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.AutoClose;

/** A trial of a pull over TLS, against strict fakes of Google. */
abstract class GarExchangeFixture {
  static final String IMAGE = ExampleWorld.GAR_IMAGE;
  static final String ACCOUNT = ExampleWorld.GCP_SERVICE_ACCOUNT;

  static final String PRINCIPAL =
      "principal:"
          + ExampleWorld.GCP_PROVIDER.replaceAll("/providers/.*", "")
          + "/subject/system:serviceaccount:team-a:app";

  @AutoClose final ProviderTrial trial = GarTrials.trusted();
  final FakeClouds clouds = trial.clouds();

  static ServiceAccount account() {
    return ServiceAccount.of(ACCOUNT).impersonatedBy(PRINCIPAL);
  }

  static Instant in(Duration time) {
    return Instant.now().plus(time);
  }
}
