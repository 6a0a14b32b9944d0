// SPDX-License-Identifier: Apache-2.0
package dev.podpass.conformance;

import dev.podpass.testkit.ExampleWorld;
import dev.podpass.testkit.FakeClouds;
import dev.podpass.testkit.Shell;
import dev.podpass.testkit.aws.RegistryPassword;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;

/**
 * What a pod has in which a client of registries runs with podpass as its credential helper, and an
 * ECR that can be pushed to.
 */
final class ClientPod implements AutoCloseable {
  static final String HOST = ExampleWorld.ACCOUNT + ".dkr.ecr.us-east-1.amazonaws.com";

  private final FakeClouds clouds = ExampleWorld.start();
  private final Path directory = clouds.directory().resolve("client");
  private final Map<String, String> environment = new HashMap<>(clouds.environment());

  ClientPod(Path podpass) throws IOException {
    clouds.aws().iam().put(ExampleWorld.role(clouds.issuer().url()).allowing("ecr:*"));
    clouds.serve(
        HOST,
        new MemoryRegistry((login, action, repository) ->
            login.user().equals("AWS")
                && clouds
                    .aws()
                    .password(login.password())
                    .filter(issued -> issued.expiry().isAfter(Instant.now()))
                    .filter(issued -> allows(issued, action, repository))
                    .isPresent()));
    Path bin = Files.createDirectories(directory.resolve("bin"));
    Path helper =
        Files.writeString(
            bin.resolve("docker-credential-podpass"),
            "#!/bin/sh\nexec '%s' docker-credential \"$@\"\n".formatted(podpass));
    Files.setPosixFilePermissions(helper, PosixFilePermissions.fromString("rwxr-xr-x"));
    Files.writeString(
        directory.resolve("config.json"),
        "{\"credHelpers\": {\"%s\": \"podpass\"}}".formatted(HOST));
    Path token = Files.writeString(directory.resolve("token"), clouds.issuer().token().mint());
    environment.put("PATH", bin + ":" + System.getenv("PATH"));
    environment.put("HOME", directory.toString());
    environment.put("DOCKER_CONFIG", directory.toString());
    environment.put("REGISTRY_AUTH_FILE", directory.resolve("config.json").toString());
    environment.put("PODPASS_TOKEN_FILE", token.toString());
    environment.put("PODPASS_ECR_ROLE_ARN", ExampleWorld.ROLE);
  }

  private static boolean allows(RegistryPassword issued, String action, String repository) {
    String arn = "arn:aws:ecr:us-east-1:" + ExampleWorld.ACCOUNT + ":repository/" + repository;
    return issued.registry().filter(HOST::equals).isPresent()
        && issued.session().allows(action, arn);
  }

  /** Sets a variable of the client's container. */
  ClientPod with(String name, String value) {
    environment.put(name, value);
    return this;
  }

  /** What a client leads to the fakes by, too. */
  Map<String, String> environment() {
    return environment;
  }

  Path directory() {
    return directory;
  }

  /** Runs a client. */
  Shell.Result run(String command) {
    return new Shell(directory, environment).run(command);
  }

  @Override
  public void close() {
    clouds.close();
  }
}
