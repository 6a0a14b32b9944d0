// SPDX-License-Identifier: Apache-2.0
package dev.podpass.demo;

import dev.podpass.testkit.ExamplePulls;
import dev.podpass.testkit.ExampleWorld;
import dev.podpass.testkit.FakeClouds;
import dev.podpass.testkit.kubelet.PluginRequest;
import dev.podpass.testkit.oidc.PodToken;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;

/**
 * The clouds for a second terminal, until input is closed or a signal comes. What that terminal
 * needs is in a shell script beside the launcher of podpass, {@code clouds.env}.
 */
final class ServedDemo {
  private static final Duration LIFETIME = Duration.ofHours(24);

  private ServedDemo() {}

  static void run(FakeClouds clouds, Path launcher, InputStream in, PrintStream out)
      throws IOException {
    String script = script(clouds, launcher.toAbsolutePath());
    Path file = launcher.resolveSibling("clouds.env");
    Runtime.getRuntime().addShutdownHook(new Thread(() -> end(clouds, file)));
    Path whole = Files.writeString(launcher.resolveSibling("clouds.env.new"), script);
    Files.move(whole, file, StandardCopyOption.ATOMIC_MOVE);
    out.print(script);
    out.printf(
        """

        # Ready. In another terminal, in this directory:
        #   (. %1$s; podpass explain --request="$ECR_REQUEST" --exchange)
        #   (. %1$s; podpass explain --request="$GAR_REQUEST" --exchange)
        #   (. %1$s; podpass < "$ACR_REQUEST")
        # Ctrl-D ends it.
        """,
        Path.of("").toAbsolutePath().relativize(file.toAbsolutePath()));
    out.flush();
    in.transferTo(OutputStream.nullOutputStream());
  }

  private static void end(FakeClouds clouds, Path file) {
    try {
      Files.deleteIfExists(file);
    } catch (IOException _) {
      // It is ignored by git, and written anew the next time.
    }
    clouds.close();
  }

  private static String script(FakeClouds clouds, Path launcher) throws IOException {
    PodToken token = clouds.issuer().token().lifetime(LIFETIME);
    Path jwks = clouds.issuer().writeJwks(clouds.directory().resolve("jwks.json"));
    Path files = clouds.directory();
    StringBuilder script = new StringBuilder("# How podpass is led to the fake clouds\n");
    clouds.environment().forEach((name, value) -> export(script, name, value));
    script.append("podpass() { ").append(quoted(launcher.toString())).append(" \"$@\"; }\n");
    script.append("\n# The cluster\n");
    export(script, "ISSUER", clouds.issuer().url());
    export(script, "JWKS", jwks.toString());
    script.append("\n# Amazon ECR\n");
    pull(script, files, "ECR", ExamplePulls.ecr(token));
    export(script, "ECR_ROLE", ExampleWorld.ROLE);
    script.append("\n# Google Artifact Registry\n");
    pull(script, files, "GAR", ExamplePulls.gar(token));
    export(script, "GAR_PROVIDER", ExampleWorld.GCP_PROVIDER);
    export(script, "GAR_SERVICE_ACCOUNT", ExampleWorld.GCP_SERVICE_ACCOUNT);
    script.append("\n# Azure Container Registry\n");
    pull(script, files, "ACR", ExamplePulls.acr(token));
    export(script, "ACR_CLIENT", ExampleWorld.AZURE_CLIENT_ID);
    export(script, "ACR_TENANT", ExampleWorld.AZURE_TENANT);
    return script.toString();
  }

  /** What kubelet sends, and the token in it, as files that end with the clouds. */
  private static void pull(StringBuilder script, Path files, String cloud, PluginRequest request)
      throws IOException {
    String token = request.serviceAccountToken().orElseThrow();
    export(script, cloud + "_IMAGE", request.image());
    export(
        script,
        cloud + "_REQUEST",
        Files.writeString(files.resolve(cloud + "-request.json"), request.json()));
    export(script, cloud + "_TOKEN", Files.writeString(files.resolve(cloud + "-token"), token));
  }

  private static void export(StringBuilder script, String name, Object value) {
    script.append("export ").append(name).append('=');
    script.append(quoted(value.toString())).append('\n');
  }

  private static String quoted(String text) {
    return "'" + text.replace("'", "'\\''") + "'";
  }
}
