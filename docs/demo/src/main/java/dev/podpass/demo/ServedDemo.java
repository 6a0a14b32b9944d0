// SPDX-License-Identifier: Apache-2.0
package dev.podpass.demo;

import dev.podpass.testkit.CloudsScript;
import dev.podpass.testkit.FakeClouds;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/**
 * The clouds for a second terminal, until input is closed or a signal comes. What that terminal
 * needs is in a shell script beside the launcher of podpass, {@code clouds.env}.
 */
final class ServedDemo {
  private ServedDemo() {}

  static void run(FakeClouds clouds, Path launcher, InputStream in, PrintStream out)
      throws IOException {
    String script = script(clouds, launcher.toAbsolutePath());
    Path file = launcher.resolveSibling("clouds.env");
    Runtime.getRuntime().addShutdownHook(new Thread(() -> end(clouds, file)));
    Path whole = Files.writeString(launcher.resolveSibling("clouds.env.new"), script);
    Files.move(whole, file, StandardCopyOption.ATOMIC_MOVE);
    out.print(script);
    out.printf(
        """

        # Ready. In another terminal, in this directory:
        #   (. %1$s; podpass explain --request="$ECR_REQUEST" --exchange)
        #   (. %1$s; podpass explain --request="$GAR_REQUEST" --exchange)
        #   (. %1$s; podpass < "$ACR_REQUEST")
        # Ctrl-D ends it.
        """,
        Path.of("").toAbsolutePath().relativize(file.toAbsolutePath()));
    out.flush();
    in.transferTo(OutputStream.nullOutputStream());
  }

  private static void end(FakeClouds clouds, Path file) {
    try {
      Files.deleteIfExists(file);
    } catch (IOException _) {
      // It is ignored by git, and written anew the next time.
    }
    clouds.close();
  }

  private static String script(FakeClouds clouds, Path launcher) {
    String quoted = "'" + launcher.toString().replace("'", "'\\''") + "'";
    return "podpass() { " + quoted + " \"$@\"; }\n\n" + CloudsScript.of(clouds);
  }
}
