// SPDX-License-Identifier: Apache-2.0
package dev.podpass.testkit;

import dev.podpass.testkit.kubelet.PluginRequest;
import dev.podpass.testkit.oidc.PodToken;

/**
 * What kubelet asks for pods of the {@linkplain ExampleWorld example world}, one for each cloud.
 */
public final class ExamplePulls {
  private ExamplePulls() {}

  /** From ECR, as the role. */
  public static PluginRequest ecr(PodToken token) {
    return PluginRequest.forImage(ExampleWorld.IMAGE)
        .token(token.mint())
        .annotation("eks.amazonaws.com/ecr-role-arn", ExampleWorld.ROLE);
  }

  /** From Artifact Registry, as the service account; the token is made out for the pool. */
  public static PluginRequest gar(PodToken token) {
    return PluginRequest.forImage(ExampleWorld.GAR_IMAGE)
        .token(token.audience(ExampleWorld.GCP_PROVIDER).mint())
        .annotation("iam.gke.io/gcp-service-account", ExampleWorld.GCP_SERVICE_ACCOUNT);
  }

  /** From Azure's registry, as the application; the token is made out for Entra ID. */
  public static PluginRequest acr(PodToken token) {
    return PluginRequest.forImage(ExampleWorld.ACR_IMAGE)
        .token(token.audience(ExampleWorld.AZURE_AUDIENCE).mint())
        .annotation("kubernetes.azure.com/acr-client-id", ExampleWorld.AZURE_CLIENT_ID)
        .annotation("kubernetes.azure.com/acr-tenant-id", ExampleWorld.AZURE_TENANT);
  }
}
