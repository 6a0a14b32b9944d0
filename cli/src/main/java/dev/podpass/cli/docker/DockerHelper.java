// SPDX-License-Identifier: Apache-2.0
package dev.podpass.cli.docker;

import dev.podpass.cli.command.CommandContext;
import dev.podpass.cli.options.Arguments;
import dev.podpass.cli.options.DockerOptions;
import dev.podpass.cli.process.BuildInfo;
import dev.podpass.cli.process.ProcessContext;
import dev.podpass.cli.process.ProcessEnd;
import dev.podpass.cli.process.StderrLog;
import dev.podpass.cli.pull.PullRun;
import dev.podpass.cli.report.Output;
import dev.podpass.core.protocol.DockerAnswers;
import dev.podpass.core.protocol.DockerServer;
import dev.podpass.core.pull.Pull;
import dev.podpass.core.pull.PullSettings;
import dev.podpass.core.pull.ValidatedPull;
import dev.podpass.core.pull.WholeRegistry;
import dev.podpass.core.settings.PluginFlags;
import dev.podpass.core.settings.SettingsReader;
import dev.podpass.spi.failure.CredentialException;
import dev.podpass.spi.failure.Kind;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.stream.Stream;

/**
 * A Docker credential helper: a client writes the server to stdin, and reads user name and password
 * from stdout, where it looks for the line of a failure too.
 *
 * @see <a href="https://github.com/docker/docker-credential-helpers">the protocol</a>
 */
public record DockerHelper(CommandContext context) {
  /** The file name that clients run for {@code "credHelpers": {"HOST": "podpass"}}. */
  static final String FILE_NAME = "docker-credential-podpass";

  /** The command that it stands for. */
  static final String COMMAND = "docker-credential";

  /** As much as clients may write for {@code store}, which keeps nothing. */
  private static final int IGNORED_BYTES = 1 << 20;

  /** The arguments of the process with the command that its file name stands for. */
  public static String[] command(String calledAs, String... args) {
    return calledAs.equals(FILE_NAME)
        ? Stream.concat(Stream.of(COMMAND), Stream.of(args)).toArray(String[]::new)
        : args;
  }

  public static boolean isCommand(String... args) {
    return args.length > 0 && args[0].equals(COMMAND);
  }

  /** Whether they are an action alone, which is what clients give. */
  public static boolean isWithoutOptions(String... args) {
    return isCommand(args) && args.length == 2 && !args[1].startsWith("-");
  }

  /** An end of the process whose failures are lines of stdout, where clients look for them. */
  public static ProcessEnd end(ProcessContext process) {
    return new ProcessEnd(
        process, failure -> Output.note(DockerAnswers.line(failure), process.stdout()));
  }

  /** Runs an action of the protocol and returns the exit status. */
  public int run(String action) {
    return switch (action) {
      case "get" -> get();
      case "list" -> context.print("{}");
      case "store", "erase" -> ignore();
      case "version" -> context.print(FILE_NAME + " (podpass) " + BuildInfo.CURRENT.version());
      default ->
          throw new CredentialException(
              Kind.USAGE,
              "\"" + action + "\" is not an action of a docker credential helper",
              "the actions are get, list, store, erase and version");
    };
  }

  /** Accepts {@code store} and {@code erase}, so that a login succeeds; stores nothing. */
  private int ignore() {
    try (InputStream in = context.process().stdin()) {
      var _ = in.readNBytes(IGNORED_BYTES);
    } catch (IOException _) {
      // What cannot be read is not needed.
    }
    return 0;
  }

  private int get() {
    ProcessContext process = context.process();
    ProcessEnd end = end(process);
    CommandContext used = ClientSettings.of(context);
    SettingsReader reader =
        used.settings(new StderrLog(process.stderr(), used.arguments().get(PluginFlags.LOG_LEVEL)));
    try {
      return new PullRun(reader, process, context.clock())
          .within(
              end,
              (progress, connections) -> {
                PullSettings settings = ClientSettings.read(reader, used);
                PodTokens tokens = new PodTokens(used.arguments(), process.environment());
                List<String> pushed = pushRepositories(used.arguments());
                DockerServer server = DockerServer.read(process.stdin());
                // Without a credential, as for a single repository, the client goes on.
                return settings
                    .providers()
                    .find(server.registry())
                    .filter(_ -> !server.isRepository())
                    .map(provider ->
                        PodTokens.plan(
                            new Pull(settings, progress),
                            new WholeRegistry(server.registry().toString(), pushed),
                            tokens.read(provider)))
                    .flatMap(planned -> ValidatedPull.of(planned).exchange(connections).auth())
                    .map(auth -> end.answer(stdout -> DockerAnswers.write(server, auth, stdout)))
                    .orElseGet(() ->
                        end.answer(DockerAnswers::writeNotFound, DockerAnswers.NOT_FOUND_STATUS));
              });
    } catch (CredentialException e) {
      return end.failure(ClientSettings.advising(e));
    }
  }

  /** Both options or neither: a push is allowed nowhere else. */
  private static List<String> pushRepositories(Arguments used) {
    List<String> repositories = used.find(DockerOptions.PUSH_REPOSITORY).orElse(List.of());
    if (used.get(DockerOptions.ALLOW_PUSH) == repositories.isEmpty()) {
      throw new CredentialException(
          Kind.USAGE,
          "--allow-push and --push-repository are given together or not at all",
          "name the repositories that this pod pushes to with PODPASS_PUSH_REPOSITORY, and set"
              + " PODPASS_ALLOW_PUSH=true");
    }
    return repositories;
  }
}
