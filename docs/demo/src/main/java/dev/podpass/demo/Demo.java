// SPDX-License-Identifier: Apache-2.0
package dev.podpass.demo;

import dev.podpass.testkit.ExamplePulls;
import dev.podpass.testkit.ExampleWorld;
import dev.podpass.testkit.FakeClouds;
import dev.podpass.testkit.kubelet.Plugin;
import dev.podpass.testkit.kubelet.PluginRequest;
import dev.podpass.testkit.kubelet.PluginRun;
import dev.podpass.testkit.oidc.PodToken;
import java.io.PrintStream;
import java.util.List;

/**
 * Starts the plugin that its arguments name, as kubelet does, on the example world: prints each
 * request, what reached the clouds, and the answer, with every secret cut short.
 */
public final class Demo {
  private static final String ANNOTATION = "eks.amazonaws.com/ecr-role-arn";

  private final FakeClouds clouds;
  private final PrintStream out;

  private Demo(FakeClouds clouds, PrintStream out) {
    this.clouds = clouds;
    this.out = out;
  }

  /** Runs it; the arguments are the plugin's command. */
  public static void main(String[] command) {
    try (FakeClouds clouds = ExampleWorld.start()) {
      new Demo(clouds, System.out).show(Plugin.of(List.of(command), clouds.environment()));
    }
    System.exit(0);
  }

  static void show(FakeClouds clouds, Plugin plugin, PrintStream out) {
    new Demo(clouds, out).show(plugin);
  }

  private void show(Plugin plugin) {
    for (Scene scene : scenes()) {
      clouds.received().clear();
      PluginRun run = plugin.run(scene.request());
      new Report(clouds, scene, run).print(out);
    }
  }

  private List<Scene> scenes() {
    return List.of(
        new Scene(
            "A private image, pulled as the service account's own role", ExamplePulls.ecr(token())),
        new Scene(
            "The same over FIPS and dual-stack endpoints, as the host asks for",
            request("123456789012.dkr-ecr-fips.us-east-1.on.aws/team-a/app")),
        new Scene("A public image", request("public.ecr.aws/team-a/app")),
        new Scene(
            "Refused before anything is sent: a host that only looks like ECR",
            request("123456789012.dkr.ecr.us-east-1.amazonaws.com.evil.example/team-a/app")),
        new Scene(
            "Refused by AWS: the role does not trust this service account",
            ExamplePulls.ecr(token().serviceAccount("team-b", "other"))),
        new Scene("Google Artifact Registry, with the federated token itself", gar()),
        new Scene("The same, impersonating a Google service account", ExamplePulls.gar(token())),
        new Scene(
            "Azure Container Registry, as an application of Entra ID", ExamplePulls.acr(token())),
        new Scene("Quay, as a robot account", ExamplePulls.quay(token())));
  }

  private PluginRequest gar() {
    return PluginRequest.forImage(ExampleWorld.GAR_IMAGE)
        .token(token().audience(ExampleWorld.GCP_PROVIDER).mint());
  }

  private PluginRequest request(String image) {
    return PluginRequest.forImage(image)
        .token(token().mint())
        .annotation(ANNOTATION, ExampleWorld.ROLE);
  }

  private PodToken token() {
    return clouds.issuer().token();
  }
}
