// SPDX-License-Identifier: Apache-2.0
package dev.podpass.cli.options;

import dev.podpass.core.settings.Flag;
import dev.podpass.spi.ProviderOption;
import dev.podpass.spi.failure.CredentialException;
import dev.podpass.spi.image.ImageReference;
import dev.podpass.spi.image.RegistryHost;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * Flags of the Docker credential helper, which clients run without arguments: variables set them.
 */
public final class DockerOptions {
  public static final Flag<Path> TOKEN_FILE =
      Flag.global(
          ProviderOption.of(
                  "token-file",
                  "PATH",
                  "The pod's projected service account token, or a directory with a token for each"
                      + " audience.",
                  Path::of)
              .withDefault("/var/run/secrets/podpass"));

  public static final Flag<Boolean> CLOUD_VARIABLES =
      Flag.global(
          ProviderOption.flag(
              "cloud-variables",
              "Also use the token and the identity of the variables that EKS (IRSA) and Azure"
                  + " Workload Identity set in pods."));

  public static final Flag<Boolean> ALLOW_PUSH =
      Flag.global(
          ProviderOption.flag(
              "allow-push",
              "On ECR, also allow pushes to --push-repository; at other"
                  + " registries the identity's roles decide."));

  public static final Flag<List<String>> PUSH_REPOSITORY =
      Flag.globalList(
          ProviderOption.of(
              "push-repository",
              "REPOSITORY[,REPOSITORY]",
              "The only repositories of ECR that may be pushed to; /* at the end matches all"
                  + " below.",
              DockerOptions::repositories));

  private static final RegistryHost ANY = RegistryHost.parse("registry.example");

  private DockerOptions() {}

  public static List<Flag<?>> all() {
    return List.of(TOKEN_FILE, CLOUD_VARIABLES, ALLOW_PUSH, PUSH_REPOSITORY);
  }

  private static List<String> repositories(String text) {
    List<String> repositories = List.of(text.split(",", -1));
    for (String repository : repositories) {
      requireRepository(
          repository.endsWith("/*")
              ? repository.substring(0, repository.length() - 2)
              : repository);
    }
    return repositories;
  }

  private static void requireRepository(String name) {
    try {
      if (!name.isEmpty()) {
        var _ = new ImageReference(ANY, name, Optional.empty(), Optional.empty());
        return;
      }
    } catch (CredentialException _) {
      // Not one of an image either.
    }
    throw new IllegalArgumentException("must be repositories (lower-case paths), with commas");
  }
}
