// SPDX-License-Identifier: Apache-2.0
package dev.podpass.cli;

import java.io.FileDescriptor;
import java.io.FileInputStream;
import java.io.FileOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;

/** Where the process begins and ends. */
public final class Main {
  private Main() {}

  /** Answers kubelet; see {@code --help}. */
  public static void main(String[] args) {
    Surroundings surroundings =
        new Surroundings(
            System.getenv(),
            new FileInputStream(FileDescriptor.in),
            new FileOutputStream(FileDescriptor.out),
            new FileOutputStream(FileDescriptor.err),
            isTerminal(),
            age(),
            Runtime.getRuntime()::halt);
    // An SDK's thread that is no daemon must not keep kubelet waiting.
    System.exit(new Program(surroundings).run(args));
  }

  /** Whether stdin is a terminal; {@link System#console} would ask about stdout too. */
  private static boolean isTerminal() {
    try {
      String stdin = Files.readSymbolicLink(Path.of("/proc/self/fd/0")).toString();
      return stdin.startsWith("/dev/pts/") || stdin.startsWith("/dev/tty");
    } catch (IOException | UnsupportedOperationException _) {
      return false;
    }
  }

  private static Duration age() {
    Instant now = Instant.now();
    Duration age = Duration.between(ProcessHandle.current().info().startInstant().orElse(now), now);
    // The kernel counts the start from boot: after a clock has been set the difference is no age.
    boolean plausible = !age.isNegative() && age.compareTo(Duration.ofSeconds(30)) < 0;
    return plausible ? age : Duration.ZERO;
  }
}
