// SPDX-License-Identifier: Apache-2.0
package dev.podpass.cli.explain;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.podpass.cli.command.CommandContext;
import dev.podpass.cli.options.Arguments;
import dev.podpass.core.protocol.CredentialProviderRequest;
import dev.podpass.core.protocol.RequestReader;
import dev.podpass.spi.failure.CredentialException;
import dev.podpass.spi.failure.Kind;
import dev.podpass.spi.secret.Secret;
import java.io.ByteArrayInputStream;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** Builds kubelet's request for {@code explain} from flags, or reads it from a file. */
public final class ExplainRequest {
  private ExplainRequest() {}

  /** Returns the request that kubelet would send. */
  static CredentialProviderRequest of(CommandContext context) {
    Arguments arguments = context.arguments();
    requireConsistent(arguments);
    Optional<CredentialProviderRequest> given =
        arguments.find(ExplainOptions.REQUEST).map(file -> read(context, file));
    String image =
        arguments
            .positional()
            .or(() -> given.map(CredentialProviderRequest::image))
            .orElseThrow(() ->
                new CredentialException(
                    Kind.USAGE, "no image is named", "podpass explain IMAGE, or --request FILE"));
    Optional<Secret> token =
        arguments
            .find(ExplainOptions.TOKEN)
            .map(file -> token(context, file))
            .or(() -> given.flatMap(CredentialProviderRequest::serviceAccountToken))
            .filter(_ -> !arguments.get(ExplainOptions.WITHOUT));
    Map<String, String> annotations =
        new HashMap<>(
            given.map(CredentialProviderRequest::serviceAccountAnnotations).orElse(Map.of()));
    annotations.putAll(annotations(arguments));
    return new CredentialProviderRequest(image, token, annotations);
  }

  private static void requireConsistent(Arguments arguments) {
    arguments.requireAtMostOne(ExplainOptions.WITHOUT, ExplainOptions.TOKEN);
    arguments.requireAtMostOne(ExplainOptions.TOKEN, ExplainOptions.SERVICE_ACCOUNT);
    arguments.requireAtMostOne(ExplainOptions.REQUEST, ExplainOptions.SERVICE_ACCOUNT);
    Optional<String> token = arguments.find(ExplainOptions.TOKEN);
    if (token.equals(Optional.of("-")) && token.equals(arguments.find(ExplainOptions.REQUEST))) {
      throw new CredentialException(
          Kind.USAGE, "--token and --request cannot both be stdin", "give one of them a file");
    }
  }

  public static Map<String, String> annotations(Arguments arguments) {
    Map<String, String> annotations = new HashMap<>();
    for (String annotation : arguments.all(ExplainOptions.ANNOTATION)) {
      int equals = annotation.indexOf('=');
      annotations.put(annotation.substring(0, equals), annotation.substring(equals + 1));
    }
    return annotations;
  }

  private static CredentialProviderRequest read(CommandContext context, String file) {
    String json = context.read(file);
    try {
      return RequestReader.read(new ByteArrayInputStream(json.getBytes(UTF_8)));
    } catch (CredentialException e) {
      throw e.blaming(file.equals("-") ? "stdin" : file);
    }
  }

  /** Reads a service account token from a file or from stdin. */
  static Secret token(CommandContext context, String file) {
    String text = context.read(file).strip();
    if (text.isEmpty()) {
      throw new CredentialException(
          Kind.BAD_REQUEST,
          "there is no token in " + (file.equals("-") ? "stdin" : file),
          "it must be a projected token of the API server, as kubectl create token prints it");
    }
    return Secret.of(text);
  }
}
