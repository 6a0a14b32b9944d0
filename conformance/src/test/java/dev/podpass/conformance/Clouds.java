// SPDX-License-Identifier: Apache-2.0
package dev.podpass.conformance;

import dev.podpass.testkit.ExampleWorld;
import dev.podpass.testkit.FakeClouds;
import dev.podpass.testkit.aws.Role;
import dev.podpass.testkit.aws.Trust;
import dev.podpass.testkit.gcp.PoolProvider;
import dev.podpass.testkit.gcp.ServiceAccount;
import dev.podpass.testkit.oidc.PublishedIssuer;
import java.util.List;
import java.util.Map;

/** The example world, with the cluster's issuer in the place of the testkit's own. */
final class Clouds {
  /** The namesakes of the example's role in every partition of AWS. */
  static final List<String> PARTITIONS =
      List.of(
          "aws",
          "aws-cn",
          "aws-us-gov",
          "aws-iso",
          "aws-iso-b",
          "aws-iso-e",
          "aws-iso-f",
          "aws-eusc");

  /** What a service account is annotated with to take the example's role. */
  static final Map<String, String> AWS_IDENTITY =
      Map.of("eks.amazonaws.com/ecr-role-arn", ExampleWorld.ROLE);

  /** What a service account is annotated with to be the example's application. */
  static final Map<String, String> AZURE_IDENTITY =
      Map.of(
          "kubernetes.azure.com/acr-client-id", ExampleWorld.AZURE_CLIENT_ID,
          "kubernetes.azure.com/acr-tenant-id", ExampleWorld.AZURE_TENANT);

  private Clouds() {}

  static void trust(FakeClouds clouds, PublishedIssuer issuer) {
    ExampleWorld.addTo(clouds);
    trustInAws(clouds, issuer);
    trustInGoogleCloud(clouds, issuer);
    clouds.azure().directory().put(ExampleWorld.azureApplication(issuer));
    ExampleWorld.federate(clouds.exchanges(), issuer);
  }

  static String role(String partition) {
    return ExampleWorld.ROLE.replace("arn:aws:", "arn:" + partition + ":");
  }

  static void trustInAws(FakeClouds clouds, PublishedIssuer issuer) {
    var iam = clouds.aws().iam();
    iam.registerProvider(ExampleWorld.ACCOUNT, issuer, ExampleWorld.AUDIENCE);
    Role example = ExampleWorld.role();
    var trust = new Trust(issuer.url(), "system:serviceaccount:team-a:*", ExampleWorld.AUDIENCE);
    for (String partition : PARTITIONS) {
      iam.put(Role.of(role(partition)).permitting(example.permissions()).trusting(trust));
    }
  }

  private static void trustInGoogleCloud(FakeClouds clouds, PublishedIssuer issuer) {
    var iam = clouds.gcp().iam();
    var provider = PoolProvider.of(ExampleWorld.GCP_PROVIDER, issuer);
    var cluster = ExampleWorld.gkeCluster(issuer);
    iam.put(provider);
    iam.put(cluster);
    iam.put(
        ServiceAccount.of(ExampleWorld.GCP_SERVICE_ACCOUNT)
            .impersonatedBy(provider.principal("system:serviceaccount:team-a:app"))
            .impersonatedBy(cluster.principal("team-a", "app")));
  }
}
