// SPDX-License-Identifier: Apache-2.0
package dev.podpass.testkit;

import dev.podpass.testkit.exchange.FakeExchanges;
import dev.podpass.testkit.kubelet.PluginRequest;
import dev.podpass.testkit.oidc.PodToken;

/**
 * The requests of kubelet for pods of the {@linkplain ExampleWorld example world}, one for each
 * cloud: for an image of the world or another one, and as the identity of the world. Each can be
 * changed further.
 */
public final class ExamplePulls {
  /** The annotation of a service account that names its role. */
  public static final String ECR_ROLE = "eks.amazonaws.com/ecr-role-arn";

  /** The annotation that names a service account of Google Cloud. */
  public static final String GCP_ACCOUNT = "iam.gke.io/gcp-service-account";

  /** The annotation that names an application of Entra ID. */
  public static final String ACR_CLIENT = "kubernetes.azure.com/acr-client-id";

  /** The annotation that names its tenant. */
  public static final String ACR_TENANT = "kubernetes.azure.com/acr-tenant-id";

  /** The annotation that names a robot of Quay. */
  public static final String QUAY_ROBOT = "podpass.dev/quay-robot";

  /** The annotation that names an identity of Chainguard. */
  public static final String CHAINGUARD_IDENTITY = "podpass.dev/chainguard-identity";

  /** The annotation that names a service account of Cloudsmith. */
  public static final String CLOUDSMITH_SERVICE = "podpass.dev/cloudsmith-service";

  /** The annotation that names a RAM role. */
  public static final String ALIBABA_ROLE = "podpass.dev/alibaba-role-arn";

  /** The annotation that names the cluster's OIDC provider in RAM. */
  public static final String ALIBABA_PROVIDER = "podpass.dev/alibaba-oidc-provider-arn";

  private ExamplePulls() {}

  /** From ECR, as the role. */
  public static PluginRequest ecr(PodToken token) {
    return ecr(ExampleWorld.IMAGE, token);
  }

  /** From ECR, as the role. */
  public static PluginRequest ecr(String image, PodToken token) {
    return PluginRequest.forImage(image)
        .token(token.mint())
        .annotation(ECR_ROLE, ExampleWorld.ROLE);
  }

  /** From Artifact Registry, as the service account; the token is for the pool. */
  public static PluginRequest gar(PodToken token) {
    return gar(ExampleWorld.GAR_IMAGE, token);
  }

  /** From Artifact Registry, as the service account; the token is for the pool. */
  public static PluginRequest gar(String image, PodToken token) {
    return PluginRequest.forImage(image)
        .token(token.audience(ExampleWorld.GCP_PROVIDER).mint())
        .annotation(GCP_ACCOUNT, ExampleWorld.GCP_SERVICE_ACCOUNT);
  }

  /** From Azure's registry, as the application; the token is for Entra ID. */
  public static PluginRequest acr(PodToken token) {
    return acr(ExampleWorld.ACR_IMAGE, token);
  }

  /** From Azure's registry, as the application; the token is for Entra ID. */
  public static PluginRequest acr(String image, PodToken token) {
    return PluginRequest.forImage(image)
        .token(token.audience(ExampleWorld.AZURE_AUDIENCE).mint())
        .annotation(ACR_CLIENT, ExampleWorld.AZURE_CLIENT_ID)
        .annotation(ACR_TENANT, ExampleWorld.AZURE_TENANT);
  }

  /** From Alibaba Cloud's registry of Personal edition, as the role. */
  public static PluginRequest alibaba(PodToken token) {
    return alibaba(ExampleWorld.ALIBABA_PERSONAL_IMAGE, token);
  }

  /** From Alibaba Cloud's registry, as the role. */
  public static PluginRequest alibaba(String image, PodToken token) {
    return PluginRequest.forImage(image)
        .token(token.audience(ExampleWorld.ALIBABA_AUDIENCE).mint())
        .annotation(ALIBABA_ROLE, ExampleWorld.ALIBABA_ROLE)
        .annotation(ALIBABA_PROVIDER, ExampleWorld.ALIBABA_PROVIDER);
  }

  /** From the registry whose tokens are exchanged by a service of its operator. */
  public static PluginRequest own(PodToken token) {
    return PluginRequest.forImage(ExampleWorld.OWN_IMAGE)
        .token(token.audience(ExampleWorld.OWN_REGISTRY).mint());
  }

  /** From Quay, as the robot. */
  public static PluginRequest quay(PodToken token) {
    return PluginRequest.forImage(ExampleWorld.QUAY_IMAGE)
        .token(token.audience("quay.io").mint())
        .annotation(QUAY_ROBOT, ExampleWorld.QUAY_ROBOT);
  }

  /** From a JFrog platform, by its OIDC integration. */
  public static PluginRequest jfrog(PodToken token) {
    return PluginRequest.forImage(ExampleWorld.JFROG_IMAGE)
        .token(token.audience("mycompany.jfrog.io").mint());
  }

  /** From Chainguard, as the identity. */
  public static PluginRequest chainguard(PodToken token) {
    return PluginRequest.forImage(ExampleWorld.CHAINGUARD_IMAGE)
        .token(token.audience("cgr.dev").mint())
        .annotation(CHAINGUARD_IDENTITY, ExampleWorld.CHAINGUARD_IDENTITY);
  }

  /** From a registry whose user and password are a secret, which the token reads. */
  public static PluginRequest vault(PodToken token) {
    return PluginRequest.forImage(ExampleWorld.STORED_IMAGE)
        .token(token.audience(FakeExchanges.VAULT).mint());
  }

  /** From Cloudsmith, as the service account of the organization. */
  public static PluginRequest cloudsmith(PodToken token) {
    return PluginRequest.forImage(ExampleWorld.CLOUDSMITH_IMAGE)
        .token(token.audience("docker.cloudsmith.io").mint())
        .annotation(CLOUDSMITH_SERVICE, ExampleWorld.CLOUDSMITH_SERVICE);
  }
}
