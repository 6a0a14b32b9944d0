// SPDX-License-Identifier: Apache-2.0
package dev.podpass.imagebuilder.generate;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What real interactive shells complete with the scripts; the program itself is not run. */
class CompletionTest {
  /** A line as it is typed, and what it is after a tab. */
  private static final Map<String, String> LINES =
      Map.ofEntries(
          Map.entry("podpass config li", "podpass config lint"),
          Map.entry("podpass hel", "podpass help"),
          Map.entry("podpass help conf", "podpass help config"),
          Map.entry("podpass help config me", "podpass help config merge"),
          Map.entry("podpass config lint conf", "podpass config lint configuration.yaml"),
          Map.entry("podpass token ./conf", "podpass token ./configuration.yaml"),
          Map.entry("podpass explain --requ", "podpass explain --request="),
          Map.entry(
              "podpass explain --request=conf", "podpass explain --request=configuration.yaml"),
          Map.entry("podpass doctor --root=no", "podpass doctor --root=nodes"),
          Map.entry(
              "podpass config --providers=ecr,pass", "podpass config --providers=ecr,passthrough"),
          Map.entry("podpass --without-token=no", "podpass --without-token=node"),
          Map.entry(
              "podpass explain --request conf", "podpass explain --request configuration.yaml"),
          Map.entry("podpass config --name=pull --js", "podpass config --name=pull --json"),
          Map.entry("podpass trust gar --terr", "podpass trust gar --terraform"));

  /** Types each argument, a tab, and {@code echo} before it, and prints what that prints. */
  private static final String TYPIST =
      """
      import os, pty, re, select, signal, sys, time

      def read(pattern, seconds=60):
          global seen
          end = time.monotonic() + seconds
          while not re.search(pattern, seen):
              if not select.select([fd], [], [], max(0, end - time.monotonic()))[0]:
                  sys.exit("no " + pattern + " in " + seen)
              seen += re.sub(r"\\x1b[\\[\\]][0-9;?<=>]*[A-Za-z]", "", os.read(fd, 65536).decode(errors="replace"))

      command, setup, lines = sys.argv[1].split(), sys.argv[2], sys.argv[3:]
      pid, fd = pty.fork()
      if pid == 0:
          os.environ.update(TERM="dumb", COLUMNS="200")
          os.execvp(command[0], command)
      seen = ""
      os.write(fd, (setup + "; echo RE''ADY\\n").encode())
      read("READY")
      for line in lines:
          seen = ""
          os.write(fd, line.encode() + b"\\t\\x01echo 'GO''T' \\x05 END\\n")
          read("GOT .* END")
          print(re.search("GOT (.*?) +END", seen).group(1))
      os.kill(pid, signal.SIGKILL)
      """;

  private static final String PATH = System.getenv().getOrDefault("PATH", "/usr/bin:/bin");

  @TempDir private Path folder;

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          bash | --norc --noprofile -i | source share/bash-completion/completions/podpass; set +H
          zsh  | -f -i | autoload -U compinit; compinit -D -u; source share/zsh/site-functions/_podpass; unsetopt prompt_sp
          fish | --no-config -i | source share/fish/vendor_completions.d/podpass.fish
          """)
  void completes(String shell, String options, String setup) throws IOException {
    assumeInstalled(shell, shell);
    assumeInstalled("python3", shell);
    Files.writeString(folder.resolve("configuration.yaml"), "");
    Files.createDirectory(folder.resolve("nodes"));
    Pages.main(new String[] {folder.toString()});
    Files.writeString(folder.resolve("typist.py"), TYPIST);
    List<String> typed = LINES.keySet().stream().sorted().toList();
    List<String> command =
        new ArrayList<>(List.of("python3", "typist.py", shell + " " + options, setup));
    command.addAll(typed);

    ProcessBuilder typist = new ProcessBuilder(command).directory(folder.toFile());
    typist.environment().put("HOME", folder.toString());
    String printed = new String(typist.start().getInputStream().readAllBytes(), UTF_8);

    // Zsh takes the slash off again when a space follows.
    assertThat(printed.lines().map(line -> line.strip().replaceFirst("/$", "")))
        .containsExactlyElementsOf(typed.stream().map(LINES::get).toList());
  }

  private static void assumeInstalled(String program, String shell) {
    assumeThat(List.of(PATH.split(":", -1)))
        .as(program + " is not installed, so completion in " + shell + " is not tried")
        .anyMatch(directory -> Files.isExecutable(Path.of(directory, program)));
  }
}
