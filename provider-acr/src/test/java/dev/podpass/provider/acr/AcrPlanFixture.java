// SPDX-License-Identifier: Apache-2.0
package dev.podpass.provider.acr;

import dev.podpass.core.pull.PullPlan;
import dev.podpass.core.testing.PlanFixture;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.io.TempDir;

/** Plans for a pod with a token, by settings that a test changes. */
abstract class AcrPlanFixture extends PlanFixture {
  static final String IMAGE = "myregistry.azurecr.io/apps/api";

  static final String CLIENT = "0a1b2c3d-4e5f-4a6b-8c7d-9e0f1a2b3c4d";

  static final String OTHER_CLIENT = "11111111-2222-4333-8444-555555555555";

  static final String TENANT = "8d2f1c4e-6a3b-4c5d-9e7f-1a2b3c4d5e6f";

  static final String OTHER_TENANT = "contoso.onmicrosoft.com";

  static final String CLIENT_KEY = "kubernetes.azure.com/acr-client-id";

  static final String TENANT_KEY = "kubernetes.azure.com/acr-tenant-id";

  static final Map<String, String> ANNOTATED = Map.of(CLIENT_KEY, CLIENT, TENANT_KEY, TENANT);

  @TempDir Path directory;

  AcrPlanFixture() {
    super(new AcrCredentialProvider(), "api://AzureADTokenExchange");
  }

  void azureJson(String json) throws IOException {
    Path file = Files.writeString(directory.resolve("azure.json"), json);
    set(AcrOptions.AZURE_CONFIG, file.toString());
  }

  static Map<String, String> with(Map<String, String> annotations, String key, String value) {
    Map<String, String> more = new HashMap<>(annotations);
    more.put(key, value);
    return more;
  }

  String identity(Map<String, String> annotations) {
    return plan(annotations).exchange().toString();
  }

  PullPlan plan(Map<String, String> annotations) {
    return plan(IMAGE, annotations);
  }
}
