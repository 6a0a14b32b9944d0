// SPDX-License-Identifier: Apache-2.0
package dev.podpass.cli.options;

import dev.podpass.spi.failure.CredentialException;
import dev.podpass.spi.failure.Kind;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

/** A command line that picocli does not accept, as a message for the operator. */
public final class UsageFailure {
  private UsageFailure() {}

  /** An option of which a message may say the name, even if it stands in a file. */
  private static final Pattern OPTION = Pattern.compile("(--[a-z][a-z0-9-]{0,63})(?:=.*)?");

  /** A usage failure of the plugin, whose first argument may have been meant as a command. */
  static CredentialException ofPlugin(ParameterException e, String[] args) {
    Optional<String> clients = unmatched(e).filter(UsageFailure::isOfClients);
    if (clients.isPresent()) {
      return new CredentialException(
          Kind.USAGE,
          clients.get().replaceFirst("=.*", "")
              + " is an option of docker-credential-podpass, and no option of kubelet's plugin",
          "remove it: kubelet sends the token itself, and pulls alone");
    }
    Optional<String> inFile = unmatched(e).filter(text -> !List.of(args).contains(text));
    if (inFile.isPresent()) {
      return inFile(inFile.get());
    }
    Optional<String> unexpected = unexpected(e);
    return unexpected.isPresent() && args[0].equals(unexpected.get())
        ? noCommand(unexpected.get(), "podpass")
        : of(e, unexpected, "podpass --help-all lists all options");
  }

  private static boolean isOfClients(String text) {
    return DockerOptions.all().stream()
        .anyMatch(flag -> text.equals(flag.name()) || text.startsWith(flag.name() + "="));
  }

  /** A usage failure of a command. */
  public static CredentialException ofCommand(ParameterException e) {
    CommandLine line = e.getCommandLine();
    String name = line.getCommandSpec().qualifiedName();
    Optional<String> unexpected = unexpected(e);
    return unexpected.isPresent() && !line.getSubcommands().isEmpty()
        ? noCommand(unexpected.get(), name)
        : of(e, unexpected, name + " --help lists its options");
  }

  /** The first argument that is neither an option nor taken by the command. */
  private static Optional<String> unexpected(ParameterException e) {
    return unmatched(e).filter(text -> !text.startsWith("-"));
  }

  private static Optional<String> unmatched(ParameterException e) {
    return e instanceof UnmatchedArgumentException unmatched
        ? unmatched.getUnmatched().stream().findFirst()
        : Optional.empty();
  }

  /**
   * Of a line of an {@code @FILE}, which is not repeated: the file may be another than was meant.
   */
  private static CredentialException inFile(String text) {
    Matcher option = OPTION.matcher(text);
    return new CredentialException(
        Kind.USAGE,
        option.matches()
            ? "the option %s, in a file (@FILE), is unknown".formatted(option.group(1))
            : "a line of a file (@FILE) is not an option",
        "name a file that has one option of the plugin on a line");
  }

  private static CredentialException of(
      ParameterException e, Optional<String> unexpected, String hint) {
    return new CredentialException(
        Kind.USAGE,
        unexpected
            .map(text -> "unexpected argument \"" + text + "\"")
            .orElseGet(() -> String.valueOf(e.getMessage())),
        hint);
  }

  private static CredentialException noCommand(String text, String above) {
    return new CredentialException(
        Kind.USAGE, "\"" + text + "\" is not a command", above + " --help lists the commands");
  }
}
