// SPDX-License-Identifier: Apache-2.0
package dev.podpass.cli.docker;

import dev.podpass.admin.kubelet.HostCommands.Output;
import dev.podpass.admin.text.IoReason;
import dev.podpass.cli.command.ChildProcess;
import dev.podpass.cli.docker.TokenReader.PodToken;
import dev.podpass.core.http.Deadline;
import dev.podpass.spi.failure.CredentialException;
import dev.podpass.spi.failure.Kind;
import dev.podpass.spi.secret.Redaction;
import dev.podpass.spi.secret.Secret;
import java.io.IOException;
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

  /** What it writes for what may pass: of the API server, and of the network. */
  private static final Pattern TRY_AGAIN =
      Pattern.compile(
          "\\((Conflict|TooManyRequests|Timeout|ServerTimeout)\\): |(i/o|handshake) timeout"
              + "|timed out|deadline exceeded");

  private static final Pattern UNAVAILABLE =
      Pattern.compile(
          "\\((InternalError|ServiceUnavailable)\\): |(connection|was) refused|connection reset"
              + "|no such host|unreachable|no route to host|EOF$");

  /** Where kubectl looks for a server if nothing configures one. */
  private static final Pattern NO_SERVER = Pattern.compile("localhost:8080");

  /** The exit status of a process that a signal ended is more. */
  private static final int SIGNALLED = 128;

  private static final String HINT = "try kubectl create token by hand, or give --token-file";

  private final Map<String, PodToken> tokens = new HashMap<>();
  private final String account;
  private final Deadline deadline;

  Kubectl(String account, Deadline deadline) {
    this.account = account;
    this.deadline = deadline;
  }

  /** The token for an audience, which is created when it is needed first. */
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
    if (output.status() > SIGNALLED) {
      throw failure(Kind.TRY_AGAIN, "signal " + (output.status() - SIGNALLED) + " ended it");
    }
    if (output.status() != 0) {
      String reason = lastLine(output.text());
      throw failure(kind(reason), reason);
    }
    return output
        .text()
        .lines()
        .filter(line -> line.startsWith(TOKEN))
        .findFirst()
        .map(line -> PodToken.of("kubectl's token", Secret.of(line.strip())))
        .orElseThrow(() -> failure(Kind.CONFIGURATION, "it printed no token"));
  }

  private Output run(List<String> command) {
    try {
      return ChildProcess.run(command, deadline.remaining());
    } catch (IOException e) {
      Kind kind = deadline.expired() ? Kind.TRY_AGAIN : Kind.CONFIGURATION;
      throw failure(kind, IoReason.of(e)).causedBy(e);
    }
  }

  /** The last line is kubectl's own; those before it may be of a credential plugin. */
  private static String lastLine(String text) {
    return text.strip().lines().reduce((_, line) -> line).orElse("it printed nothing");
  }

  private static Kind kind(String reason) {
    if (DENIED.matcher(reason).find()) {
      return Kind.DENIED;
    }
    if (NO_SERVER.matcher(reason).find()) {
      return Kind.CONFIGURATION;
    }
    if (TRY_AGAIN.matcher(reason).find()) {
      return Kind.TRY_AGAIN;
    }
    return UNAVAILABLE.matcher(reason).find() ? Kind.UNAVAILABLE : Kind.CONFIGURATION;
  }

  private CredentialException failure(Kind kind, String reason) {
    return new CredentialException(
        kind,
        "kubectl cannot create a token of service account %s: %s"
            .formatted(account, Redaction.line(reason)),
        HINT);
  }
}
