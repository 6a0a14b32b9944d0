// SPDX-License-Identifier: Apache-2.0
package dev.podpass.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.podpass.testkit.ExampleWorld;
import dev.podpass.testkit.aws.StsFaults;
import dev.podpass.testkit.azure.Registry;
import dev.podpass.testkit.gcp.GcpFaults;
import dev.podpass.testkit.net.Faults;
import java.util.Arrays;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

/** A kubelet takes every failure for one: no credential, nothing kept, and our line in its log. */
@ParameterizedClass
@MethodSource("dev.podpass.conformance.Kubelet#all")
class FailuresIT {
  private static final String STS = "sts.us-east-1.amazonaws.com";
  private static final String ROLE_ANNOTATION = "eks.amazonaws.com/ecr-role-arn";
  private static final Map<String, String> ROLE = Map.of(ROLE_ANNOTATION, ExampleWorld.ROLE);
  private static final Configuration ECR = Configuration.of("ecr");
  private static final Configuration GAR = Configuration.of("gar");
  private static final Configuration ACR = Configuration.of("acr");

  private final TestNode node;

  FailuresIT(Kubelet kubelet, TestInfo test) {
    this.node = new TestNode(kubelet, test);
  }

  @AfterEach
  void close() {
    node.close();
  }

  @Test
  void noIdentity() {
    assertFails(ECR, ecr(Map.of()), 78, "no identity is named for service account");
  }

  @Test
  void anEmptyAnnotation() {
    assertFails(ECR, ecr(Map.of(ROLE_ANNOTATION, "")), 78, "is empty");
  }

  @Test
  void aTokenForSomebodyElse() {
    assertFails(ECR.audience("registry"), ecr(ROLE), 78, "has the audience registry");
  }

  @Test
  void anExpiredToken() {
    assertFails(ECR, ecr(ROLE), 77, "expired at", "-service-account-max-token-expiration=-10m");
  }

  @Test
  void aStaticPod() {
    Manifest manifest = new Manifest().staticPod(ExampleWorld.IMAGE);
    assertFails(ECR, manifest, 78, "kubelet sent no service account token");
  }

  @Test
  void aRegistryThatOnlyLooksLikeOne() {
    String image = "123456789012.dkr.ecr.nowhere.amazonaws.com/team-a/app";
    Manifest manifest = new Manifest().serviceAccount("app", ROLE).pod("app", image);
    assertFails(ECR, manifest, 65, "ecr does not serve the registry");
  }

  @Test
  void anOptionThatDoesNotExist() {
    assertFails(ECR.args("--ecr-rol=x"), ecr(ROLE), 64, "--ecr-rol");
  }

  @Test
  void aServiceAccountThatTheRoleDoesNotTrust() {
    node.clouds().misbehave(STS, StsFaults.accessDenied());
    assertFails(ECR, ecr(ROLE), 77, "AccessDenied (HTTP 403)");
  }

  @Test
  void aCloudThatIsDown() {
    node.clouds().misbehave(STS, Faults.status(503));
    assertFails(ECR, ecr(ROLE), 69, "HTTP 503");
  }

  @Test
  void nonsenseFromACloud() {
    node.clouds().misbehave(STS, Faults.garbage());
    assertFails(ECR, ecr(ROLE), 69, "an answer that cannot be used");
  }

  @Test
  void otherCloudsThatAreDown() {
    node.clouds().misbehave("sts.googleapis.com", Faults.status(503));
    node.clouds().misbehave("login.microsoftonline.com", Faults.status(503));
    assertFails(GAR, gar(), 69, "sts.googleapis.com");
    assertFails(ACR, acr("app"), 69, "login.microsoftonline.com");
  }

  @Test
  void nonsenseFromOtherClouds() {
    node.clouds().misbehave("sts.googleapis.com", Faults.garbage());
    node.clouds().misbehave(ExampleWorld.ACR_REGISTRY, Faults.garbage());
    assertFails(GAR, gar(), 69, "an answer that cannot be used");
    assertFails(ACR, acr("app"), 69, "an answer that cannot be used");
  }

  @Test
  void aPrincipalThatGoogleDoesNotAdmit() {
    node.clouds().misbehave("sts.googleapis.com", GcpFaults.attributeCondition());
    assertFails(GAR, gar(), 77, "attribute condition");
  }

  @Test
  void aServiceAccountThatMayNotImpersonate() {
    String account = ExampleWorld.GCP_SERVICE_ACCOUNT;
    Manifest manifest =
        new Manifest()
            .serviceAccount("stranger", Map.of("iam.gke.io/gcp-service-account", account))
            .pod("stranger", ExampleWorld.GAR_IMAGE);
    assertFails(GAR, manifest, 77, account);
  }

  @Test
  void aSubjectThatEntraDoesNotKnow() {
    assertFails(ACR, acr("stranger"), 77, "AADSTS700213");
  }

  @Test
  void anApplicationThatMayNotPull() {
    node.clouds().azure().put(Registry.of(ExampleWorld.ACR_REGISTRY, ExampleWorld.AZURE_TENANT));
    assertFails(ACR, acr("app"), 77, "HTTP 401");
  }

  private static Manifest ecr(Map<String, String> annotations) {
    return new Manifest().serviceAccount("app", annotations).pod("app", ExampleWorld.IMAGE);
  }

  private static Manifest gar() {
    return new Manifest().serviceAccount("app", Map.of()).pod("app", ExampleWorld.GAR_IMAGE);
  }

  private static Manifest acr(String account) {
    return new Manifest()
        .serviceAccount(account, Clouds.AZURE_IDENTITY)
        .pod(account, ExampleWorld.ACR_IMAGE);
  }

  /** Twice: a cached failure would also fail other pods. */
  private void assertFails(
      Configuration configuration, Manifest manifest, int status, String because, String... more) {
    String[] options = Arrays.copyOf(more, more.length + 1);
    options[more.length] = "-repeat=2";

    PullReport report = node.pull(configuration, manifest, options);

    assertThat(report.lookups()).hasSize(2).allSatisfy(l -> assertThat(l.auth()).isEmpty());
    assertThat(report.execs()).isEqualTo(2);
    assertThat(report.errors()).isEqualTo(2);
    assertThat(report.log()).hasSize(2).allSatisfy(line -> assertTells(line, status, because));
  }

  private static void assertTells(String line, int status, String because) {
    assertThat(line)
        .startsWith("E")
        .contains("credential from external registry credential provider: ")
        .contains("exit status " + status + ": podpass: ")
        .contains(because);
    assertThat(line.lines().filter(text -> text.contains("podpass: "))).hasSize(1);
    assertThat(line.lines()).as("no more than klog makes of one line").hasSizeLessThan(4);
  }
}
