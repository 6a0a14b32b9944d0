// SPDX-License-Identifier: Apache-2.0
package dev.podpass.provider.acr;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.podpass.core.testing.AnsweredExchange;
import dev.podpass.spi.testing.SeedFile;
import java.util.Map;
import org.junit.jupiter.params.provider.ArgumentsSource;

class AcrOptionsFuzzTest {
  private static final AnsweredExchange EXCHANGE =
      new AnsweredExchange(
          new AcrCredentialProvider(),
          "myregistry.azurecr.io/team-a/app",
          Map.of(
              "kubernetes.azure.com/acr-client-id", "00000000-0000-0000-0000-000000000001",
              "kubernetes.azure.com/acr-tenant-id", "00000000-0000-0000-0000-000000000002"));

  @ArgumentsSource(SeedFile.class)
  @FuzzTest
  void everyTextIsRefusedOrUsed(byte[] text) {
    EXCHANGE.tryEachOption("api://AzureADTokenExchange", new String(text, UTF_8));
  }
}
