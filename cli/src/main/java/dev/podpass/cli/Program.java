// SPDX-License-Identifier: Apache-2.0
package dev.podpass.cli;

import dev.podpass.cli.command.CommandContext;
import dev.podpass.cli.docker.DockerHelper;
import dev.podpass.cli.help.HelpScreen;
import dev.podpass.cli.options.Arguments;
import dev.podpass.cli.process.BuildInfo;
import dev.podpass.cli.process.ProcessContext;
import dev.podpass.cli.process.ProcessEnd;
import dev.podpass.cli.process.StderrLog;
import dev.podpass.cli.pull.GetCredentials;
import dev.podpass.cli.pull.PullRun;
import dev.podpass.cli.report.Output;
import dev.podpass.core.log.LogLevel;
import dev.podpass.core.pull.Providers;
import dev.podpass.core.settings.PluginFlags;
import dev.podpass.core.settings.SettingsReader;
import dev.podpass.spi.failure.CredentialException;
import dev.podpass.spi.failure.Kind;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;

/**
 * One run of podpass, from arguments to an exit status: chooses the command, and maps every failure
 * to a message and a status.
 */
public final class Program {
  /** The JDK's reader of /dev/urandom. */
  private static final String RANDOM = "sun.security.provider.NativePRNG";

  private final ProcessContext process;
  private final Clock clock;

  public Program(ProcessContext process) {
    this(process, Clock.systemUTC());
  }

  public Program(ProcessContext process, Clock clock) {
    this.process = process;
    this.clock = clock;
  }

  /** Runs podpass. Every failure becomes one line and a status here and in no other place. */
  public int run(String... args) {
    StderrLog quiet = new StderrLog(process.stderr(), LogLevel.OFF);
    String[] given = DockerHelper.command(process.calledAs(), args);
    ProcessEnd end =
        DockerHelper.isCommand(given) ? DockerHelper.end(process) : new ProcessEnd(process, quiet);
    // From here on, providers run. A pull has an end of its own.
    process.onSignal().accept(end::exitedByLibrary);
    try {
      Providers providers = Providers.discover();
      if (DockerHelper.isWithoutOptions(given)) {
        // As clients run it; no command is loaded for it.
        Arguments none = Arguments.parse(List.of(), process.environment());
        return new DockerHelper(new CommandContext(none, providers, process, clock)).run(given[1]);
      }
      if (isCommand(given)) {
        return Commands.run(providers, process, clock, given);
      }
      Arguments arguments = Arguments.parse(List.of(given), process.environment());
      StderrLog log = new StderrLog(process.stderr(), arguments.get(PluginFlags.LOG_LEVEL));
      end = new ProcessEnd(process, log);
      if (arguments.wantsHelp()) {
        return HelpScreen.print(Commands.tree(providers), arguments.wantsAllHelp(), process);
      }
      if (arguments.wantsVersion()) {
        return Output.print("podpass " + BuildInfo.CURRENT.version(), process.stdout());
      }
      if (process.terminals().stdin()) {
        Output.note(HelpScreen.text(Commands.tree(providers), false, process), process.stderr());
        return Kind.USAGE.exitCode();
      }
      SettingsReader settings = new SettingsReader(arguments, process.environment(), log, clock);
      return new GetCredentials(new PullRun(settings, process, clock)).run(providers, end);
    } catch (OutOfMemoryError e) {
      return end.failure(starved(e));
    } catch (Throwable e) { // Providers in other languages throw checked exceptions, too.
      return end.failure(failure(e));
    }
  }

  /** TLS and Azure's library need random bytes, and wrap the JDK's failure in ways of their own. */
  static CredentialException failure(Throwable e) {
    return failure(e, Path.of("/dev/urandom"));
  }

  static CredentialException failure(Throwable e, Path random) {
    for (Throwable cause = e; cause != null; cause = cause.getCause()) {
      StackTraceElement[] frames = cause.getStackTrace();
      if (frames.length > 0 && frames[0].getClassName().startsWith(RANDOM)) {
        return withoutRandom(random).causedBy(e);
      }
    }
    return e instanceof CredentialException known ? known : bug(e);
  }

  /** The JDK does not say why it cannot read the device. */
  private static CredentialException withoutRandom(Path device) {
    try (InputStream in = Files.newInputStream(device)) {
      var _ = in.read();
    } catch (IOException e) {
      if (!String.valueOf(e.getMessage()).contains("Too many open files")) {
        return new CredentialException(
            Kind.CONFIGURATION,
            "/dev/urandom cannot be read",
            "kubelet's file system must have this device, readable by kubelet's user");
      }
    }
    return new CredentialException(
        Kind.TRY_AGAIN,
        "the node leaves podpass no file descriptor",
        "raise the limit of kubelet's service (LimitNOFILE) to 64 or more; kubelet asks again by"
            + " itself");
  }

  /** Of memory or of threads; the message is the VM's own. */
  static CredentialException starved(OutOfMemoryError e) {
    return new CredentialException(
            Kind.TRY_AGAIN,
            "the node leaves podpass no memory or no thread: " + e.getMessage(),
            "raise the limits of kubelet's service (TasksMax, MemoryMax, LimitNPROC, LimitAS);"
                + " kubelet asks again by itself")
        .causedBy(e);
  }

  /**
   * Whether the arguments may name a command; kubelet's never do, so answering it loads no command.
   */
  private static boolean isCommand(String[] args) {
    return args.length > 0
        && !args[0].startsWith("-")
        && !args[0].startsWith("@")
        && !args[0].equals("get-credentials");
  }

  /** An internal error, without the original message, which may quote a secret. */
  private static CredentialException bug(Throwable e) {
    StackTraceElement[] frames = e.getStackTrace();
    return new CredentialException(
            Kind.BUG,
            "internal error: %s at %s"
                .formatted(e.getClass().getName(), frames.length == 0 ? "?" : frames[0]),
            "please report it with the output of --log-level=debug")
        .causedBy(e);
  }
}
