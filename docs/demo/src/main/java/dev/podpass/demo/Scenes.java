// SPDX-License-Identifier: Apache-2.0
package dev.podpass.demo;

import dev.podpass.demo.Expected.Granted;
import dev.podpass.demo.Expected.Refused;
import dev.podpass.testkit.ExamplePulls;
import dev.podpass.testkit.ExampleWorld;
import dev.podpass.testkit.FakeClouds;
import dev.podpass.testkit.aws.Policy;
import dev.podpass.testkit.aws.Role;
import dev.podpass.testkit.aws.Trust;
import dev.podpass.testkit.kubelet.PluginRequest;
import dev.podpass.testkit.oidc.PodToken;
import java.util.ArrayList;
import java.util.List;

/** The pulls that are shown, on the example world and one more role of its account. */
final class Scenes {
  private static final String REGISTRY = "123456789012.dkr.ecr.us-east-1.amazonaws.com";
  private static final String TEAM_B = "arn:aws:iam::123456789012:role/team-b-pull";
  private static final String ASSUME = "AssumeRoleWithWebIdentity ";
  private static final String AUTHORIZE = "GetAuthorizationToken 200";

  private final FakeClouds clouds;

  Scenes(FakeClouds clouds) {
    this.clouds = clouds;
  }

  /** The world that they play in. */
  static FakeClouds start() {
    FakeClouds clouds = ExampleWorld.start();
    var trust =
        new Trust(clouds.issuer().url(), "system:serviceaccount:team-b:*", ExampleWorld.AUDIENCE);
    Policy pull = ExampleWorld.role().permissions();
    clouds.aws().iam().put(Role.of(TEAM_B).permitting(pull).trusting(trust));
    return clouds;
  }

  /**
   * All of them.
   *
   * @param cache whether there is a node's cache, which answers one of them
   */
  List<Scene> all(boolean cache) {
    List<Scene> scenes =
        new ArrayList<>(
            List.of(
                own(),
                another(),
                stranger(),
                artifactRegistry(),
                azure(),
                alibaba(),
                secretStore()));
    if (cache) {
      scenes.add(cached());
    }
    scenes.addAll(List.of(untrusted(), lookalike()));
    return scenes;
  }

  private Scene own() {
    return new Scene(
        "Pod team-a/app pulls its image as its own role, team-a-pull",
        ExamplePulls.ecr(token()),
        teamA(ASSUME + "200", AUTHORIZE));
  }

  private Scene another() {
    return new Scene(
        "Pod team-b/web of the same node, the same image: as its role team-b-pull",
        ecr(token().serviceAccount("team-b", "web"), TEAM_B),
        new Granted(
            "AWS", REGISTRY, "assumed-role/team-b-pull/team-b.web", ASSUME + "200", AUTHORIZE));
  }

  private Scene stranger() {
    return new Scene(
        "Pod team-c/stranger names team-a's role: refused, the node does not step in",
        ecr(token().serviceAccount("team-c", "stranger"), ExampleWorld.ROLE),
        new Refused(77, "AccessDenied", "", List.of(ASSUME + "403")));
  }

  private Scene artifactRegistry() {
    return new Scene(
        "Google Artifact Registry: team-a/app as team-a-pull@my-project",
        ExamplePulls.gar(token()),
        new Granted(
            "oauth2accesstoken",
            "us-docker.pkg.dev",
            "",
            "token exchange 200",
            "generateAccessToken 200"));
  }

  private Scene azure() {
    return new Scene(
        "Azure Container Registry: team-a/app as client 0a1b2c3d-…",
        ExamplePulls.acr(token()),
        new Granted(
            "00000000-0000-0000-0000-000000000000",
            ExampleWorld.ACR_REGISTRY,
            "",
            "token request 200",
            "challenge 401",
            "token exchange 200"));
  }

  private Scene alibaba() {
    return new Scene(
        "Alibaba Cloud Container Registry: team-a/app as its RAM role, team-a-pull",
        ExamplePulls.alibaba(token()),
        new Granted(
            "cr_temp_user",
            "registry.cn-hangzhou.aliyuncs.com",
            "",
            "AssumeRoleWithOIDC 200",
            AUTHORIZE));
  }

  private Scene secretStore() {
    return new Scene(
        "GHCR federates with nobody: OpenBao has the password that team-a/app may read",
        ExamplePulls.vault(token()),
        new Granted(
            ExampleWorld.STORED_USER, "ghcr.io", "", "login 200", "read of the secret 200"));
  }

  private Scene cached() {
    return new Scene(
        "The first pod again: the node's cache answers, no cloud is called",
        ExamplePulls.ecr(token()),
        teamA());
  }

  private Scene untrusted() {
    return new Scene(
        "Azure does not trust team-a/batch yet: podpass says what to add, and where",
        ExamplePulls.acr(token().serviceAccount("team-a", "batch")),
        new Refused(
            77,
            "AADSTS700213",
            "federated credential .* system:serviceaccount:team-a:batch",
            List.of("token request 401")));
  }

  private Scene lookalike() {
    return new Scene(
        "A host that only looks like ECR: refused before anything is sent",
        ExamplePulls.ecr(REGISTRY + ".evil.example/team-a/app", token()),
        new Refused(65, "no provider serves", "correct the image", List.of()));
  }

  private static Granted teamA(String... calls) {
    return new Granted("AWS", REGISTRY, "assumed-role/team-a-pull/team-a.app", calls);
  }

  private static PluginRequest ecr(PodToken token, String role) {
    return PluginRequest.forImage(ExampleWorld.IMAGE)
        .token(token.mint())
        .annotation(ExamplePulls.ECR_ROLE, role);
  }

  private PodToken token() {
    return clouds.issuer().token();
  }
}
