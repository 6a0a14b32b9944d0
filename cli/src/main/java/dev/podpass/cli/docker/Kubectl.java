// SPDX-License-Identifier: Apache-2.0
package dev.podpass.cli.docker;

import dev.podpass.admin.kubelet.HostCommands.Output;
import dev.podpass.admin.text.IoReason;
import dev.podpass.cli.command.ChildProcess;
import dev.podpass.spi.failure.CredentialException;
import dev.podpass.spi.failure.Kind;
import dev.podpass.spi.secret.Redaction;
import dev.podpass.spi.secret.Secret;
import java.io.IOException;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * Creates service account tokens as the caller, by {@code kubectl create token}: it knows the
 * caller's context, and runs the credential plugins of managed clusters, which podpass does not.
 */
final class Kubectl {
  /** How every token begins, for kubectl may write warnings as well. */
  private static final String TOKEN = "eyJ";

  /** What it writes for 403 and 401. */
  private static final Pattern DENIED = Pattern.compile("is forbidden: |: Unauthorized$");

  private static final String HINT = "try kubectl create token by hand, or give --token-file";

  private final Map<String, PodToken> tokens = new HashMap<>();
  private final String account;
  private final Duration limit;

  /**
   * Of one service account.
   *
   * @param account its namespace and name
   * @param limit how long kubectl may take for each token
   */
  Kubectl(String account, Duration limit) {
    this.account = account;
    this.limit = limit;
  }

  /**
   * The token for an audience, which is created when it is needed first.
   *
   * @throws CredentialException of kind {@code DENIED} if the caller may not, {@code CONFIGURATION}
   *     if kubectl fails otherwise
   */
  PodToken token(String audience) {
    return tokens.computeIfAbsent(audience, this::create);
  }

  private PodToken create(String audience) {
    String[] name = account.split("/", 2);
    List<String> command =
        List.of(
            "kubectl",
            "--namespace=" + name[0],
            "create",
            "token",
            name[1],
            "--audience=" + audience);
    Output output = run(command);
    if (output.status() != 0) {
      throw failure(output.text());
    }
    return output
        .text()
        .lines()
        .filter(line -> line.startsWith(TOKEN))
        .findFirst()
        .map(line -> PodToken.of("kubectl's token", Secret.of(line.strip())))
        .orElseThrow(() -> failure("it printed no token"));
  }

  private Output run(List<String> command) {
    try {
      return ChildProcess.run(command, limit);
    } catch (IOException e) {
      throw failure(IoReason.of(e)).causedBy(e);
    }
  }

  /** The last line is kubectl's own; those before it may be of a credential plugin. */
  private CredentialException failure(String text) {
    String reason = text.strip().lines().reduce((_, line) -> line).orElse("it printed nothing");
    return new CredentialException(
        DENIED.matcher(reason).find() ? Kind.DENIED : Kind.CONFIGURATION,
        "kubectl cannot create a token of service account %s: %s"
            .formatted(account, Redaction.line(reason)),
        HINT);
  }
}
