// SPDX-License-Identifier: Apache-2.0
package dev.podpass.cli.options;

import dev.podpass.core.settings.Flag;
import dev.podpass.spi.ProviderOption;
import dev.podpass.spi.failure.CredentialException;
import dev.podpass.spi.image.ImageReference;
import java.nio.file.Path;
import java.util.List;

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

  private DockerOptions() {}

  public static List<Flag<?>> all() {
    return List.of(TOKEN_FILE, CLOUD_VARIABLES, ALLOW_PUSH, PUSH_REPOSITORY);
  }

  private static List<String> repositories(String text) {
    List<String> repositories = List.of(text.split(",", -1));
    if (!repositories.stream().allMatch(DockerOptions::isRepository)) {
      throw new IllegalArgumentException("must be repositories (lower-case paths), with commas");
    }
    return repositories;
  }

  private static boolean isRepository(String text) {
    String name = text.replaceFirst("/\\*$", "");
    try {
      return !name.isEmpty()
          && ImageReference.parse("registry.example/" + name).repository().equals(name);
    } catch (CredentialException _) {
      return false;
    }
  }
}
