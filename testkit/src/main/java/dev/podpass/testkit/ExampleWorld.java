// SPDX-License-Identifier: Apache-2.0
package dev.podpass.testkit;

import dev.podpass.testkit.alibaba.FakeAlibaba;
import dev.podpass.testkit.aws.Role;
import dev.podpass.testkit.aws.Trust;
import dev.podpass.testkit.azure.Application;
import dev.podpass.testkit.azure.FederatedCredential;
import dev.podpass.testkit.azure.Registry;
import dev.podpass.testkit.azure.Tenant;
import dev.podpass.testkit.exchange.FakeExchanges;
import dev.podpass.testkit.exchange.FakeVault;
import dev.podpass.testkit.exchange.Federation;
import dev.podpass.testkit.gcp.ClusterProvider;
import dev.podpass.testkit.gcp.PoolProvider;
import dev.podpass.testkit.gcp.ServiceAccount;
import dev.podpass.testkit.oidc.PublishedIssuer;
import java.util.List;

/**
 * A world in which the issuer's default token may pull: one AWS account that trusts the issuer, a
 * role for the service accounts of {@code team-a}, and another for the node; one Azure tenant, an
 * application for {@code team-a/app}, and another for the node.
 *
 * <p>So it may in Google Cloud, once it is minted for {@link #GCP_PROVIDER} or {@link #GKE_POOL},
 * and in Azure, once it is for {@link #AZURE_AUDIENCE}.
 */
public final class ExampleWorld {
  /** The account. */
  public static final String ACCOUNT = "123456789012";

  /** The role that {@code system:serviceaccount:team-a:*} may assume. */
  public static final String ROLE = "arn:aws:iam::123456789012:role/team-a-pull";

  /** The role of the instance. */
  public static final String NODE_ROLE = "arn:aws:iam::123456789012:role/node";

  /** What the issuer's tokens are for. */
  public static final String AUDIENCE = "sts.amazonaws.com";

  /** An image of the account's private registry. */
  public static final String IMAGE = "123456789012.dkr.ecr.us-east-1.amazonaws.com/team-a/app";

  /** The number of the Google Cloud project {@code my-project}. */
  public static final String GCP_PROJECT_NUMBER = "987654321098";

  /** The provider that trusts the issuer; its tokens may be for just this. */
  public static final String GCP_PROVIDER =
      "//iam.googleapis.com/projects/987654321098/locations/global/workloadIdentityPools/clusters/providers/example";

  /** The pool of the project's GKE clusters, which is what their tokens are for. */
  public static final String GKE_POOL = "my-project.svc.id.goog";

  /** What {@code system:serviceaccount:team-a:app} may impersonate, by way of either pool. */
  public static final String GCP_SERVICE_ACCOUNT = "team-a-pull@my-project.iam.gserviceaccount.com";

  /** The service account of the GCE node. */
  public static final String GCP_NODE_ACCOUNT = "node@my-project.iam.gserviceaccount.com";

  /** An image of the project's Artifact Registry. */
  public static final String GAR_IMAGE = "us-docker.pkg.dev/my-project/apps/api:1.0";

  /** The tenant. */
  public static final String AZURE_TENANT = "8d2f1c4e-6a3b-4c5d-9e7f-1a2b3c4d5e6f";

  /** A domain that stands for the tenant. */
  public static final String AZURE_DOMAIN = "contoso.onmicrosoft.com";

  /** The application that {@code system:serviceaccount:team-a:app} stands for. */
  public static final String AZURE_CLIENT_ID = "0a1b2c3d-4e5f-4a6b-8c7d-9e0f1a2b3c4d";

  /** The node's system-assigned identity. */
  public static final String AZURE_NODE_CLIENT_ID = "5f4e3d2c-1b0a-4f9e-8d7c-6b5a4f3e2d1c";

  /** What the issuer's tokens have to be for. */
  public static final String AZURE_AUDIENCE = "api://AzureADTokenExchange";

  /** The tenant's registry. */
  public static final String ACR_REGISTRY = "myregistry.azurecr.io";

  /** An image of that registry. */
  public static final String ACR_IMAGE = "myregistry.azurecr.io/apps/api:1.0";

  /** The registry whose tokens are exchanged by a service of its operator. */
  public static final String OWN_REGISTRY = "registry.example.com";

  /** An image of that registry. */
  public static final String OWN_IMAGE = "registry.example.com/team-a/app";

  /** The user name of its logins. */
  public static final String OWN_USER = "puller";

  /** The robot of Quay that {@code system:serviceaccount:team-a:app} may use. */
  public static final String QUAY_ROBOT = "team_a+puller";

  /** An image of Quay. */
  public static final String QUAY_IMAGE = "quay.io/team_a/app";

  /** The OIDC integration of the JFrog platform. */
  public static final String JFROG_PROVIDER = "cluster";

  /** An image of the JFrog platform. */
  public static final String JFROG_IMAGE = "mycompany.jfrog.io/docker/app";

  /** The identity of Chainguard that {@code system:serviceaccount:team-a:app} may assume. */
  public static final String CHAINGUARD_IDENTITY =
      "0a1b2c3d4e5f60718293a4b5c6d7e8f901234567/0123456789abcdef";

  /** An image of Chainguard. */
  public static final String CHAINGUARD_IMAGE = "cgr.dev/example.com/app";

  /** The organization at Cloudsmith. */
  public static final String CLOUDSMITH_ORGANIZATION = "my-company";

  /** Its service account that {@code system:serviceaccount:team-a:app} may use. */
  public static final String CLOUDSMITH_SERVICE = "puller-x1y2";

  /** An image of Cloudsmith. */
  public static final String CLOUDSMITH_IMAGE = "docker.cloudsmith.io/my-company/docker/app";

  /**
   * The service account of Yandex Cloud that {@code system:serviceaccount:team-a:app} stands for.
   */
  public static final String YANDEX_ACCOUNT = "aje0123456789abcdefg";

  /** An image of a registry whose user and password are a secret of OpenBao. */
  public static final String STORED_IMAGE = "ghcr.io/my-company/app";

  /** The user there, in the secret of {@code team-a/app}. */
  public static final String STORED_USER = "robot-team-a";

  /** The cluster's OIDC provider in RAM. */
  public static final String ALIBABA_PROVIDER = "acs:ram::1234567890123456:oidc-provider/cluster";

  /** The RAM role that {@code system:serviceaccount:team-a:*} may assume. */
  public static final String ALIBABA_ROLE = "acs:ram::1234567890123456:role/team-a-pull";

  /** What tokens have to be for there. */
  public static final String ALIBABA_AUDIENCE = "sts.aliyuncs.com";

  /** An instance of Enterprise edition. */
  public static final String ALIBABA_INSTANCE = "cri-0a1b2c3d4e5f6g7h";

  /** Its host. */
  public static final String ALIBABA_REGISTRY = "mycompany-registry.cn-hangzhou.cr.aliyuncs.com";

  /** An image of the instance. */
  public static final String ALIBABA_IMAGE = ALIBABA_REGISTRY + "/team-a/app";

  /** An image of Personal edition. */
  public static final String ALIBABA_PERSONAL_IMAGE =
      "registry.cn-hangzhou.aliyuncs.com/team-a/app";

  private static final String[] PULL = {
    "ecr:GetAuthorizationToken",
    "ecr:BatchCheckLayerAvailability",
    "ecr:BatchGetImage",
    "ecr:GetDownloadUrlForLayer",
    "ecr-public:GetAuthorizationToken",
    "sts:GetServiceBearerToken"
  };

  private ExampleWorld() {}

  /** Starts the clouds, with this world in them. */
  public static FakeClouds start() {
    return start(Options.defaults());
  }

  /** Starts the clouds with these options, with this world in them. */
  public static FakeClouds start(Options options) {
    FakeClouds clouds = FakeClouds.start(options);
    addTo(clouds);
    return clouds;
  }

  /** Adds this world to the clouds. */
  public static void addTo(FakeClouds clouds) {
    var iam = clouds.aws().iam();
    iam.registerProvider(ACCOUNT, clouds.issuer().published(), AUDIENCE);
    iam.put(role(clouds.issuer().url()));
    clouds.aws().instanceRole(Role.of(NODE_ROLE).allowing(PULL));
    addGcp(clouds);
    federate(clouds.exchanges(), clouds.issuer().published());
    addAzure(clouds);
    addAlibaba(clouds.alibaba(), clouds.issuer().published());
  }

  private static void addAlibaba(FakeAlibaba alibaba, PublishedIssuer issuer) {
    alibaba.registerProvider(ALIBABA_PROVIDER, issuer, ALIBABA_AUDIENCE);
    alibaba.put(alibabaRole(issuer, true));
    alibaba.putInstance(ALIBABA_INSTANCE, "cn-hangzhou");
  }

  /** The RAM role; to be put again without permissions. */
  public static dev.podpass.testkit.alibaba.Role alibabaRole(
      PublishedIssuer issuer, boolean mayPull) {
    return new dev.podpass.testkit.alibaba.Role(
        ALIBABA_ROLE,
        ALIBABA_PROVIDER,
        issuer.url(),
        "system:serviceaccount:team-a:*",
        ALIBABA_AUDIENCE,
        mayPull);
  }

  private static void addGcp(FakeClouds clouds) {
    var provider = PoolProvider.of(GCP_PROVIDER, clouds.issuer().published());
    var cluster = gkeCluster(clouds.issuer().published());
    var iam = clouds.gcp().iam();
    iam.put(provider);
    iam.put(cluster);
    iam.put(
        ServiceAccount.of(GCP_SERVICE_ACCOUNT)
            .impersonatedBy(provider.principal("system:serviceaccount:team-a:app"))
            .impersonatedBy(cluster.principal("team-a", "app")));
    clouds
        .gcp()
        .nodeAccount(
            GCP_NODE_ACCOUNT,
            "https://www.googleapis.com/auth/devstorage.read_only",
            "https://www.googleapis.com/auth/logging.write");
  }

  /** A cluster with such an issuer, in the project's GKE pool. */
  public static ClusterProvider gkeCluster(PublishedIssuer issuer) {
    return new ClusterProvider(GCP_PROJECT_NUMBER, GKE_POOL, issuer);
  }

  private static void addAzure(FakeClouds clouds) {
    var azure = clouds.azure();
    azure.directory().put(Tenant.of(AZURE_TENANT, AZURE_DOMAIN));
    azure.directory().put(azureApplication(clouds.issuer().published()));
    azure.directory().put(Application.of(AZURE_NODE_CLIENT_ID, AZURE_TENANT));
    azure.put(acrRegistry());
    azure.systemIdentity(AZURE_NODE_CLIENT_ID);
  }

  /** The registry, which both applications may pull from; to be varied, and put again. */
  public static Registry acrRegistry() {
    return Registry.of(ACR_REGISTRY, AZURE_TENANT)
        .pulledBy(AZURE_CLIENT_ID)
        .pulledBy(AZURE_NODE_CLIENT_ID)
        .replicatedTo("eastus2");
  }

  /** The application, for the tokens of these issuers; to be varied, and put again. */
  public static Application azureApplication(PublishedIssuer... issuers) {
    Application application = Application.of(AZURE_CLIENT_ID, AZURE_TENANT);
    for (PublishedIssuer issuer : issuers) {
      application =
          application.trusting(
              new FederatedCredential(issuer, "system:serviceaccount:team-a:app", AZURE_AUDIENCE));
    }
    return application;
  }

  /** Lets each registry that exchanges tokens itself trust {@code team-a/app} of an issuer. */
  public static void federate(FakeExchanges exchanges, PublishedIssuer issuer) {
    for (String identity : List.of("pull", "team-a-pull")) {
      exchanges.tokenExchange().trust(identity, federation(issuer, OWN_REGISTRY));
    }
    exchanges.yandex().federate(YANDEX_ACCOUNT, federation(issuer, OWN_REGISTRY));
    exchanges
        .vault()
        .role("pull", new Federation(issuer, "system:serviceaccount:*", FakeExchanges.VAULT), 60);
    exchanges.vault().store("secret/data/pull/team-a/app", FakeVault.Engine.KV2, STORED_USER);
    exchanges.quay().federate(QUAY_ROBOT, federation(issuer, "quay.io"));
    exchanges.jfrog().map(JFROG_PROVIDER, "", federation(issuer, "mycompany.jfrog.io"));
    exchanges.chainguard().allow(CHAINGUARD_IDENTITY, federation(issuer, "cgr.dev"));
    exchanges
        .cloudsmith()
        .allow(
            CLOUDSMITH_ORGANIZATION,
            CLOUDSMITH_SERVICE,
            federation(issuer, "docker.cloudsmith.io"));
  }

  private static Federation federation(PublishedIssuer issuer, String audience) {
    return new Federation(issuer, "system:serviceaccount:team-a:app", audience);
  }

  /** The role, for the tokens of these issuers; to be varied, and put again. */
  public static Role role(String... issuers) {
    Role role = Role.of(ROLE).allowing(PULL);
    for (String issuer : issuers) {
      role = role.trusting(new Trust(issuer, "system:serviceaccount:team-a:*", AUDIENCE));
    }
    return role;
  }
}
