// SPDX-License-Identifier: Apache-2.0
package dev.podpass.conformance;

import dev.podpass.testkit.ExampleWorld;
import dev.podpass.testkit.FakeClouds;
import dev.podpass.testkit.Shell;
import dev.podpass.testkit.net.FakeHost;
import dev.podpass.testkit.oidc.PodToken;
import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.net.URI;
import java.net.http.HttpClient;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;

/**
 * What a pod has in which a client of registries runs with podpass as its credential helper, and
 * registries of the clouds that can be pushed to.
 */
final class ClientPod implements AutoCloseable {
  static final String HOST = ExampleWorld.ACCOUNT + ".dkr.ecr.us-east-1.amazonaws.com";

  static final String GAR = "us-docker.pkg.dev";
  static final String ACR = ExampleWorld.ACR_REGISTRY;

  /** One that podpass does not serve. */
  static final String OTHER = "registry.example.com";

  /** The client under test, which can serve a registry, too. */
  static final String CLIENT = Kubelet.property("conformance.clients");

  private final FakeClouds clouds = ExampleWorld.start();
  private final Path directory = clouds.directory().resolve("client");
  private final Map<String, String> environment = new HashMap<>(clouds.environment());
  private final Process registry;
  private final UpstreamRegistry content;
  private boolean writer;

  ClientPod(Path podpass) throws IOException {
    this.registry = new ProcessBuilder(CLIENT, "serve").redirectError(Redirect.INHERIT).start();
    URI address = URI.create(Objects.requireNonNull(registry.inputReader().readLine()));
    this.content = new UpstreamRegistry(address, HttpClient.newHttpClient());
    clouds.aws().iam().put(ExampleWorld.role(clouds.issuer().url()).allowing("ecr:*"));
    serveRegistries();
    Path bin = Files.createDirectories(directory.resolve("bin"));
    Path helper =
        Files.writeString(
            bin.resolve("docker-credential-podpass"),
            "#!/bin/sh\nexec '%s' docker-credential \"$@\"\n".formatted(podpass));
    Files.setPosixFilePermissions(helper, PosixFilePermissions.fromString("rwxr-xr-x"));
    config(
        "{\"credHelpers\": {\"%s\": \"podpass\", \"%s\": \"podpass\", \"%s\": \"podpass\"}}"
            .formatted(HOST, GAR, ACR));
    Path tokens = Files.createDirectory(directory.resolve("tokens"));
    PodToken token = clouds.issuer().token();
    Files.writeString(tokens.resolve("aws"), token.mint());
    Files.writeString(tokens.resolve("gcp"), token.audience(ExampleWorld.GCP_PROVIDER).mint());
    Files.writeString(tokens.resolve("azure"), token.audience(ExampleWorld.AZURE_AUDIENCE).mint());
    environment.put("PATH", bin + ":" + System.getenv("PATH"));
    environment.put("HOME", directory.toString());
    environment.put("DOCKER_CONFIG", directory.toString());
    environment.put("REGISTRY_AUTH_FILE", directory.resolve("config.json").toString());
    environment.put("PODPASS_TOKEN_FILE", tokens.toString());
    environment.put("PODPASS_ECR_ROLE_ARN", ExampleWorld.ROLE);
    environment.put("PODPASS_GAR_AUDIENCE", ExampleWorld.GCP_PROVIDER);
    environment.put("PODPASS_GAR_SERVICE_ACCOUNT", ExampleWorld.GCP_SERVICE_ACCOUNT);
    environment.put("PODPASS_ACR_CLIENT_ID", ExampleWorld.AZURE_CLIENT_ID);
    environment.put("PODPASS_ACR_TENANT_ID", ExampleWorld.AZURE_TENANT);
  }

  private void serveRegistries() {
    serve(HOST, Admission.ofEcr(clouds, HOST));
    serve(
        GAR,
        (login, action, _) ->
            clouds.gcp().passwords().admit(login.username(), login.password()).isPresent()
                && isAllowed(action));
    Admission pullers = Admission.ofAzure(clouds, ACR);
    var azure =
        new GuardedRegistry(
            content,
            (login, action, repository) ->
                pullers.admits(login, action, repository) && isAllowed(action));
    FakeHost exchange = clouds.azure().host(ACR).orElseThrow();
    clouds.serve(ACR, new BearerRegistry(azure, exchange));
    serve(OTHER, (_, _, _) -> false);
  }

  private void serve(String host, Admission admission) {
    clouds.serve(host, new GuardedRegistry(content, admission));
  }

  /** At Google and Azure the roles of the identity decide. */
  private boolean isAllowed(String action) {
    return writer || action.equals(Admission.PULL);
  }

  /** Gives the identity the role of a writer at Google and Azure. */
  void allowPush() {
    writer = true;
  }

  /** Replaces the client's {@code config.json}. */
  void config(String json) throws IOException {
    Files.writeString(directory.resolve("config.json"), json);
  }

  /** Sets a variable of the client's container. */
  ClientPod with(String name, String value) {
    environment.put(name, value);
    return this;
  }

  Path directory() {
    return directory;
  }

  /** A file with a token of the pod for another audience. */
  Path token(String audience) throws IOException {
    return Files.writeString(
        directory.resolve("token"), clouds.issuer().token().audience(audience).mint());
  }

  /** Runs a client. */
  Shell.Result run(String command) {
    return new Shell(directory, environment).run(command);
  }

  /** A client that gives up leaves requests behind, which the registry still answers. */
  @Override
  public void close() {
    try {
      clouds.close();
    } finally {
      registry.destroy();
    }
  }
}
