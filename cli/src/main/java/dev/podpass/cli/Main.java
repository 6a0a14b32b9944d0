// SPDX-License-Identifier: Apache-2.0
package dev.podpass.cli;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import dev.podpass.cli.process.ProcessAge;
import dev.podpass.cli.process.ProcessContext;
import dev.podpass.cli.process.ProcessContext.Terminals;
import dev.podpass.cli.process.StandardStream;
import dev.podpass.cli.report.Output;
import dev.podpass.failure.Kind;
import java.io.FileDescriptor;
import java.io.FileInputStream;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;

/** Where the process begins and ends. */
public final class Main {
  private Main() {}

  /** Answers kubelet; see {@code --help}. */
  public static void main(String[] args) {
    if (!hasDirectory()) {
      Output.print(
          "podpass: the working directory is gone; hint: start podpass in a directory that exists",
          new FileOutputStream(FileDescriptor.err));
      System.exit(Kind.CONFIGURATION.exitCode());
    }
    // The JDK's own XML reader by name; else the whole class path is searched for another.
    System.setProperty(
        "javax.xml.stream.XMLInputFactory", "com.sun.xml.internal.stream.XMLInputFactoryImpl");
    // First of all: whatever is opened gets the number of a stream that is closed.
    InputStream in = stdin();
    OutputStream out = output(StandardStream.STDOUT, FileDescriptor.out);
    OutputStream err = output(StandardStream.STDERR, FileDescriptor.err);
    ProcessContext process =
        new ProcessContext(
            calledAs(),
            System.getenv(),
            in,
            out,
            err,
            new Terminals(
                StandardStream.STDIN.isTerminal(),
                StandardStream.STDOUT.isTerminal(),
                StandardStream.STDERR.isTerminal()),
            age(),
            hook -> Runtime.getRuntime().addShutdownHook(new Thread(hook)),
            Runtime.getRuntime()::halt);
    // An SDK's thread that is no daemon must not keep kubelet waiting.
    System.exit(new Program(process).run(args));
  }

  /** The JVM's own name is of no interest: whoever starts a JVM passes the name on. */
  private static String calledAs() {
    String launched = System.getProperty("podpass.called-as");
    String path = launched == null ? firstArgument() : launched;
    return path.substring(path.lastIndexOf('/') + 1);
  }

  /** Of all arguments, from the kernel: {@link ProcessHandle} tells a link's target instead. */
  private static String firstArgument() {
    try {
      String line = Files.readString(Path.of("/proc/self/cmdline"), ISO_8859_1);
      return line.substring(0, line.indexOf('\0'));
    } catch (IOException | StringIndexOutOfBoundsException _) {
      return "podpass";
    }
  }

  /** Without one an executable can use no path: each use ends in the runtime's stack trace. */
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
