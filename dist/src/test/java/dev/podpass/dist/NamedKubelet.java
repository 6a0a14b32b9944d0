// SPDX-License-Identifier: Apache-2.0
package dev.podpass.dist;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import dev.podpass.testkit.Shell;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * A process that is called kubelet, and does nothing.
 *
 * @param shell with podpass; kubelet's program is put beside it
 * @param as the command that runs it as another user, or nothing
 * @param environment its variables
 * @param flags its arguments
 */
record NamedKubelet(Shell shell, String as, Map<String, String> environment, String flags) {

  /** What the doctor says while it runs; it sees nothing of its environment. */
  Shell.Result diagnosis(String options) throws IOException {
    Path kubelet = Files.copy(Path.of("/bin/sh"), shell.directory().resolve("kubelet"));
    String variables =
        environment.entrySet().stream()
            .map(each -> "'" + each.getKey() + "=" + each.getValue() + "'")
            .collect(Collectors.joining(" "));
    try {
      // Its output says that it is the program, and no longer the fork of the shell.
      Shell.Result result =
          OwnMachine.run(
              shell,
              """
              mkfifo held begun
              exec 9<>held
              %s env %s ./kubelet -c 'echo $$; read line' kubelet %s <&9 >begun &
              read pid <begun
              rm held begun
              echo $pid >pid
              status=0
              podpass doctor %s || status=$?
              kill -9 $pid
              exit $status
              """
                  .formatted(as, variables, flags, options));
      String found = "process " + Files.readString(shell.directory().resolve("pid")).strip() + " ";
      if (OwnMachine.isPossible(shell)) {
        assertThat(result.printed()).contains(found);
      }
      assumeThat(result.printed()).as("another kubelet runs here").contains(found);
      return result;
    } finally {
      Files.delete(kubelet);
    }
  }
}
