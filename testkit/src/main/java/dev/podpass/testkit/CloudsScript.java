// SPDX-License-Identifier: Apache-2.0
package dev.podpass.testkit;

import dev.podpass.testkit.kubelet.PluginRequest;
import dev.podpass.testkit.oidc.PodToken;
import java.nio.file.Path;
import java.time.Duration;

/**
 * A shell script that leads another plugin to the fake clouds: variables, and an image, a request
 * and its token of each cloud, as files that end with the clouds.
 */
public final class CloudsScript {
  private static final Duration LIFETIME = Duration.ofHours(24);

  private final Workspace files;
  private final StringBuilder script = new StringBuilder();

  private CloudsScript(Workspace files) {
    this.files = files;
  }

  /** Returns the text of the script, of variables alone. */
  public static String of(FakeClouds clouds) {
    CloudsScript script = new CloudsScript(new Workspace(clouds.directory()));
    script.write(clouds, clouds.issuer().token().lifetime(LIFETIME));
    return script.script.toString();
  }

  private void write(FakeClouds clouds, PodToken token) {
    title("How podpass is led to the fake clouds");
    clouds.environment().forEach(this::export);
    title("The cluster");
    export("ISSUER", clouds.issuer().url());
    export("JWKS", clouds.issuer().writeJwks(clouds.directory().resolve("jwks.json")));
    title("Amazon ECR");
    pull("ECR", ExamplePulls.ecr(token));
    export("ECR_ROLE", ExampleWorld.ROLE);
    title("Google Artifact Registry");
    pull("GAR", ExamplePulls.gar(token));
    export("GAR_PROVIDER", ExampleWorld.GCP_PROVIDER);
    export("GAR_SERVICE_ACCOUNT", ExampleWorld.GCP_SERVICE_ACCOUNT);
    title("Azure Container Registry");
    pull("ACR", ExamplePulls.acr(token));
    export("ACR_CLIENT", ExampleWorld.AZURE_CLIENT_ID);
    export("ACR_TENANT", ExampleWorld.AZURE_TENANT);
    title("Alibaba Cloud Container Registry");
    pull("ALIBABA", ExamplePulls.alibaba(token));
    title("A secret store");
    pull("VAULT", ExamplePulls.vault(token));
    export("VAULT_OPTIONS", String.join(" ", RegistryOptions.of(ExampleWorld.STORED_IMAGE)));
  }

  private void pull(String cloud, PluginRequest request) {
    Path file = files.write(cloud + "-request.json", request.json());
    export(cloud + "_IMAGE", request.image());
    export(cloud + "_REQUEST", file);
    export(
        cloud + "_TOKEN",
        files.write(cloud + "-token", request.serviceAccountToken().orElseThrow()));
  }

  private void title(String text) {
    script.append(script.isEmpty() ? "" : "\n").append("# ").append(text).append('\n');
  }

  private void export(String name, Object value) {
    String quoted = "'" + value.toString().replace("'", "'\\''") + "'";
    script.append("export ").append(name).append('=').append(quoted).append('\n');
  }
}
