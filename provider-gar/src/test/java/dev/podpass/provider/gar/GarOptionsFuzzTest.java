// SPDX-License-Identifier: Apache-2.0
package dev.podpass.provider.gar;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.podpass.core.testing.AnsweredExchange;
import dev.podpass.spi.testing.SeedFile;
import java.util.Map;
import org.junit.jupiter.params.provider.ArgumentsSource;

class GarOptionsFuzzTest {
  private static final String AUDIENCE =
      "//iam.googleapis.com/projects/123456789012/locations/global/workloadIdentityPools/pool/providers/cluster";
  private static final AnsweredExchange EXCHANGE =
      new AnsweredExchange(
              new GarCredentialProvider(),
              "europe-west1-docker.pkg.dev/my-project/apps/api",
              Map.of(
                  GarOptions.SERVICE_ACCOUNT_ANNOTATION_KEY,
                  "puller@my-project.iam.gserviceaccount.com"))
          .set(GarOptions.AUDIENCE, AUDIENCE);

  @ArgumentsSource(SeedFile.class)
  @FuzzTest
  void everyTextIsRefusedOrUsed(byte[] text) {
    EXCHANGE.tryEachOption(AUDIENCE, new String(text, UTF_8));
  }
}
