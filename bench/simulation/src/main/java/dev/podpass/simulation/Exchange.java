// SPDX-License-Identifier: Apache-2.0
package dev.podpass.simulation;

import dev.podpass.testkit.ExamplePulls;
import dev.podpass.testkit.ExampleWorld;
import dev.podpass.testkit.FakeClouds;
import dev.podpass.testkit.aws.EcrFaults;
import dev.podpass.testkit.aws.StsFaults;
import dev.podpass.testkit.azure.AcrFaults;
import dev.podpass.testkit.azure.Application;
import dev.podpass.testkit.azure.FederatedCredential;
import dev.podpass.testkit.gcp.GcpFaults;
import dev.podpass.testkit.gcp.PoolProvider;
import dev.podpass.testkit.gcp.ServiceAccount;
import dev.podpass.testkit.kubelet.PluginRequest;
import dev.podpass.testkit.net.Fault;
import dev.podpass.testkit.net.Where;
import dev.podpass.testkit.oidc.PodToken;
import java.time.Duration;
import java.util.List;

/** What each pod of the node asks for. */
enum Exchange {
  /** STS and ECR; the example's role trusts the whole namespace. */
  ECR {
    @Override
    void allow(FakeClouds clouds, List<String> serviceAccounts) {}

    @Override
    PluginRequest request(PodToken token) {
      return ExamplePulls.ecr(token);
    }

    @Override
    List<Quota> quotas() {
      return List.of(
          new Quota("sts.us-east-1.amazonaws.com", 600, StsFaults.throttling()),
          new Quota("api.ecr.us-east-1.amazonaws.com", 500, EcrFaults.throttling()));
    }
  },

  /** Google's STS and IAM Credentials. */
  GAR {
    @Override
    void allow(FakeClouds clouds, List<String> serviceAccounts) {
      var provider = PoolProvider.of(ExampleWorld.GCP_PROVIDER, clouds.issuer().published());
      ServiceAccount account = ServiceAccount.of(ExampleWorld.GCP_SERVICE_ACCOUNT);
      for (String name : serviceAccounts) {
        account = account.impersonatedBy(provider.principal(subject(name)));
      }
      clouds.gcp().iam().put(account);
    }

    @Override
    PluginRequest request(PodToken token) {
      return ExamplePulls.gar(token);
    }

    @Override
    List<Quota> quotas() {
      return List.of(
          new Quota("sts.googleapis.com", 100, GcpFaults.resourceExhausted()),
          new Quota("iamcredentials.googleapis.com", 1000, GcpFaults.resourceExhausted()));
    }
  },

  /** Entra ID, and the registry's challenge and token exchange. */
  ACR {
    @Override
    void allow(FakeClouds clouds, List<String> serviceAccounts) {
      Application application =
          Application.of(ExampleWorld.AZURE_CLIENT_ID, ExampleWorld.AZURE_TENANT);
      for (String name : serviceAccounts) {
        application =
            application.trusting(
                new FederatedCredential(
                    clouds.issuer().published(), subject(name), ExampleWorld.AZURE_AUDIENCE));
      }
      clouds.azure().directory().put(application);
    }

    @Override
    PluginRequest request(PodToken token) {
      return ExamplePulls.acr(token);
    }

    @Override
    List<Quota> quotas() {
      return List.of(
          new Quota(
              ExampleWorld.ACR_REGISTRY,
              10_000 / 60.0,
              AcrFaults.throttled(Duration.ofSeconds(1))));
    }
  };

  static final String NAMESPACE = "team-a";

  /** Lets these service accounts of the namespace pull. */
  abstract void allow(FakeClouds clouds, List<String> serviceAccounts);

  /** A pull by the pod whose token this is. */
  abstract PluginRequest request(PodToken token);

  /**
   * How often the APIs may be asked, as far as that is known; {@code bench/simulate.py} has the
   * sources.
   */
  abstract List<Quota> quotas();

  private static String subject(String serviceAccount) {
    return "system:serviceaccount:" + NAMESPACE + ":" + serviceAccount;
  }

  /**
   * How often an API may be asked by all nodes together.
   *
   * @param perSecond requests a second
   * @param beyond what it answers to more
   */
  record Quota(String host, double perSecond, Fault beyond) {
    /** Holds one of so many nodes, which all ask at the same time, to its share. */
    void share(FakeClouds clouds, int nodes) {
      clouds.limit(Where.host(host), perSecond / nodes, beyond);
    }
  }
}
