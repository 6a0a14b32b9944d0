// SPDX-License-Identifier: Apache-2.0
package dev.podpass.cli.docker;

import dev.podpass.admin.text.IoReason;
import dev.podpass.cli.docker.TokenReader.PodToken;
import dev.podpass.cli.options.Arguments;
import dev.podpass.cli.options.DockerOptions;
import dev.podpass.core.file.SafeFile;
import dev.podpass.core.pull.FallbackPolicy.Fallback;
import dev.podpass.core.pull.PlannedPull;
import dev.podpass.core.pull.Pull;
import dev.podpass.core.pull.WholeRegistry;
import dev.podpass.core.settings.PluginFlags;
import dev.podpass.spi.RegistryCredentialProvider;
import dev.podpass.spi.failure.CredentialException;
import dev.podpass.spi.failure.Kind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * The tokens that this pod may use: of {@code --token-file}, and with {@code --cloud-variables} of
 * the variable that the registry's cloud sets.
 */
record PodTokens(Arguments arguments, Map<String, String> environment) {
  /** More are a wrong directory. */
  private static final int MAX_FILES = 64;

  static final Comparator<PodToken> LONGEST_FIRST =
      Comparator.comparing((PodToken token) -> token.claims().validity().expiry()).reversed();

  /**
   * Reads the tokens, those first that are valid the longest. There is none only if {@code
   * --without-token} says what to do then.
   */
  List<PodToken> read(RegistryCredentialProvider provider) {
    List<PodToken> tokens = new ArrayList<>();
    Path place = arguments.get(DockerOptions.TOKEN_FILE);
    if (arguments.text(DockerOptions.TOKEN_FILE).isPresent() || Files.exists(place)) {
      tokens.addAll(in(place));
    }
    cloudFile(provider).map(TokenReader::read).ifPresent(tokens::add);
    if (tokens.isEmpty() && PluginFlags.withoutToken(arguments).value() == Fallback.FAIL) {
      throw new CredentialException(
          Kind.CONFIGURATION,
          "there is no service account token for podpass in " + place,
          "project one into the pod with the registry's audience, and name it with"
              + " PODPASS_TOKEN_FILE if it is not there");
    }
    tokens.sort(LONGEST_FIRST);
    return tokens;
  }

  private Optional<Path> cloudFile(RegistryCredentialProvider provider) {
    return provider
        .podVariables()
        .filter(_ -> arguments.get(DockerOptions.CLOUD_VARIABLES))
        .map(variables -> environment.getOrDefault(variables.tokenFile(), ""))
        .filter(file -> !file.isEmpty())
        .map(Path::of);
  }

  static List<PodToken> in(Path place) {
    if (!Files.isDirectory(place)) {
      return List.of(TokenReader.read(place));
    }
    List<PodToken> tokens = new ArrayList<>();
    for (Path file : files(place)) {
      if (Files.isRegularFile(file)) {
        token(file).ifPresent(tokens::add);
      }
    }
    return tokens;
  }

  /** Kubelet's own entries of a volume are hidden. */
  private static List<Path> files(Path directory) {
    try {
      List<Path> files = SafeFile.list(directory, name -> !name.startsWith("."), MAX_FILES + 1);
      if (files.size() > MAX_FILES) {
        throw new CredentialException(
            Kind.CONFIGURATION,
            "the directory of tokens %s has more than %d files".formatted(directory, MAX_FILES),
            "name a volume of service account tokens with PODPASS_TOKEN_FILE");
      }
      return files;
    } catch (IOException e) {
      throw new CredentialException(
              Kind.CONFIGURATION,
              "the directory of tokens %s cannot be read (%s)".formatted(directory, IoReason.of(e)))
          .causedBy(e);
    }
  }

  /** Beside tokens a volume may have other files, such as a CA. */
  private static Optional<PodToken> token(Path file) {
    try {
      return Optional.of(TokenReader.read(file));
    } catch (CredentialException e) {
      if (e.kind() == Kind.BAD_REQUEST) {
        return Optional.empty();
      }
      throw e;
    }
  }

  /**
   * Plans with the token for the plan's own audience; what that is may depend on the token, so each
   * is tried, and nothing is sent.
   */
  static PlannedPull plan(Pull pull, WholeRegistry registry, List<PodToken> all) {
    if (all.isEmpty()) {
      return pull.plan(registry, Optional.empty());
    }
    Set<String> wanted = new TreeSet<>();
    List<CredentialException> failures = new ArrayList<>();
    for (PodToken token : all) {
      try {
        PlannedPull planned = pull.plan(registry, Optional.of(token.value()));
        Set<String> audiences = planned.plan().audiences();
        if (audiences.isEmpty() || token.isFor(audiences)) {
          return planned;
        }
        wanted.addAll(audiences);
      } catch (CredentialException e) {
        failures.add(e);
      }
    }
    throw wanted.isEmpty() ? failures.getFirst() : noneFor(wanted, all);
  }

  static CredentialException noneFor(Set<String> audiences, List<PodToken> tokens) {
    String wanted = String.join(" or ", audiences);
    return new CredentialException(
        Kind.CONFIGURATION,
        "no token of this pod is for %s (%s)"
            .formatted(
                wanted, tokens.stream().map(PodToken::described).collect(Collectors.joining(", "))),
        "project a token with the audience " + wanted);
  }
}
