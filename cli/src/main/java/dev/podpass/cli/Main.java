// SPDX-License-Identifier: Apache-2.0
package dev.podpass.cli;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import dev.podpass.cli.process.ProcessAge;
import dev.podpass.cli.process.ProcessContext;
import dev.podpass.cli.process.ProcessContext.Terminals;
import dev.podpass.cli.process.StandardStream;
import dev.podpass.cli.report.Output;
import dev.podpass.spi.failure.CredentialException;
import dev.podpass.spi.failure.Kind;
import java.io.FileDescriptor;
import java.io.FileInputStream;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.Security;
import java.time.Duration;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;

/** Entry point: passes the process's environment, streams and exit to {@link Program}. */
public final class Main {
  private static final AtomicReference<Runnable> ON_SIGNAL = new AtomicReference<>();

  private Main() {}

  public static void main(String[] args) {
    String launched = System.getProperty("podpass.called-as");
    run(launched == null ? firstArgument() : launched, args, 0);
  }

  /** Runs podpass as it was called by, on a terminal of that width; 0 if it is unknown. */
  static void run(String program, String[] args, int columns) {
    // As CertificateRules, but said by the JDK; the native image has it from dist's java.security.
    Security.setProperty(
        "jdk.certpath.disabledAlgorithms",
        "MD2, MD5, SHA1, SHA224, DSA, RSA keySize < 1024, EC keySize < 224");
    if (!hasDirectory()) {
      Output.note(
          "podpass: the working directory is gone; hint: start podpass in a directory that exists",
          new FileOutputStream(FileDescriptor.err));
      System.exit(Kind.CONFIGURATION.exitCode());
    }
    // Numbers in reports, metrics and URLs have ASCII digits on every node.
    Locale.setDefault(Locale.ROOT);
    // The JDK's own XML reader by name; otherwise the whole class path is searched for another.
    System.setProperty(
        "javax.xml.stream.XMLInputFactory", "com.sun.xml.internal.stream.XMLInputFactoryImpl");
    // Must come first: the next file opened gets the descriptor of a closed stream.
    InputStream in = stdin();
    OutputStream out = output(StandardStream.STDOUT, FileDescriptor.out);
    OutputStream err = output(StandardStream.STDERR, FileDescriptor.err);
    // Kubelet reads stdout: what a provider or an SDK prints goes to stderr.
    PrintStream printed = new PrintStream(err, true);
    System.setOut(printed);
    System.setErr(printed);
    // The JDK's handler prints the message, which may quote a secret.
    Thread.setDefaultUncaughtExceptionHandler(
        (_, e) -> Output.note("podpass: " + Program.failure(e).line(), err));
    ProcessContext process =
        new ProcessContext(
            program.substring(program.lastIndexOf('/') + 1),
            environment(columns),
            in,
            out,
            err,
            new Terminals(
                StandardStream.STDIN.isTerminal(),
                StandardStream.STDOUT.isTerminal(),
                StandardStream.STDERR.isTerminal()),
            age(),
            Main::onSignal,
            Runtime.getRuntime()::halt);
    // Non-daemon threads of an SDK must not delay the exit, and hooks are for signals: System.exit
    // starts a thread for each of them.
    Runtime.getRuntime().halt(new Program(process).run(args));
  }

  private static void onSignal(Runnable action) {
    if (ON_SIGNAL.getAndSet(action) == null) {
      Runtime.getRuntime().addShutdownHook(new Thread(() -> ON_SIGNAL.get().run()));
    }
  }

  /** Ends a process that has no thread left for its start. */
  static void starved(OutOfMemoryError e) {
    CredentialException starved = Program.starved(e);
    Output.note("podpass: " + starved.line(), new FileOutputStream(FileDescriptor.err));
    Runtime.getRuntime().halt(starved.kind().exitCode());
  }

  /** The variables, and the terminal's width if it is known. */
  private static Map<String, String> environment(int columns) {
    if (columns <= 0) {
      return System.getenv();
    }
    Map<String, String> environment = new HashMap<>(System.getenv());
    environment.putIfAbsent("COLUMNS", String.valueOf(columns));
    return environment;
  }

  /**
   * The first argument in {@code /proc}: {@link ProcessHandle} has the target of a symbolic link
   * instead.
   */
  private static String firstArgument() {
    try {
      String line = Files.readString(Path.of("/proc/self/cmdline"), ISO_8859_1);
      return line.substring(0, line.indexOf('\0'));
    } catch (IOException | StringIndexOutOfBoundsException _) {
      return "podpass";
    }
  }

  /**
   * Whether the current directory exists; without one every use of a path throws in an executable.
   */
  private static boolean hasDirectory() {
    try {
      return !System.getProperty("user.dir").isEmpty();
    } catch (Error _) {
      return false;
    }
  }

  private static InputStream stdin() {
    return StandardStream.STDIN.isClosed()
        ? StandardStream.closedInput()
        : new FileInputStream(FileDescriptor.in);
  }

  private static OutputStream output(StandardStream stream, FileDescriptor descriptor) {
    return stream.isClosed() ? StandardStream.closedOutput() : new FileOutputStream(descriptor);
  }

  private static Duration age() {
    try {
      return ProcessAge.of(
          Files.readString(Path.of("/proc/uptime"), ISO_8859_1),
          Files.readString(Path.of("/proc/self/stat"), ISO_8859_1));
    } catch (IOException _) {
      return Duration.ZERO;
    }
  }
}
