// SPDX-License-Identifier: Apache-2.0
package dev.podpass.imagebuilder.generate;

import dev.podpass.cli.Commands;
import dev.podpass.cli.process.BuildInfo;
import dev.podpass.core.pull.Providers;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;

/**
 * Writes the manual pages and completions of the archives and packages: {@code java -cp
 * dist/target/podpass.jar:dist/image-builder/target/classes dev.podpass.imagebuilder.generate.Pages
 * DIRECTORY}. The directory gets {@code share/man/man1}, {@code share/bash-completion}, {@code
 * share/zsh} and {@code share/fish}.
 */
public final class Pages {
  private Pages() {}

  /** Writes them to the directory that is the only argument. */
  public static void main(String[] args) throws IOException {
    Providers providers = Providers.discover();
    CommandLine root = Commands.tree(providers);
    Completion completion = Completion.of(root, providers);
    Path share = Path.of(args[0], "share");
    write(share.resolve("bash-completion/completions/podpass"), completion.script("bash"));
    write(share.resolve("zsh/site-functions/_podpass"), completion.script("zsh"));
    write(share.resolve("fish/vendor_completions.d/podpass.fish"), completion.script("fish"));
    pages(share.resolve("man/man1"), root);
  }

  private static void pages(Path directory, CommandLine command) throws IOException {
    CommandSpec spec = command.getCommandSpec();
    write(
        directory.resolve(ManPage.name(spec) + ".1"),
        ManPage.of(spec, BuildInfo.CURRENT.version()));
    for (CommandLine below : command.getSubcommands().values()) {
      pages(directory, below);
    }
  }

  private static void write(Path file, String text) throws IOException {
    Files.createDirectories(file.getParent());
    Files.writeString(file, text.endsWith("\n") ? text : text + "\n");
  }
}
