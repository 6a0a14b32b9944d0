// SPDX-License-Identifier: Apache-2.0
package dev.podpass.cli.config;

import dev.podpass.admin.text.IoReason;
import dev.podpass.core.file.SafeFile;
import dev.podpass.spi.failure.CredentialException;
import dev.podpass.spi.failure.Kind;
import java.io.IOException;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A variable for the environment of an entry: {@code NAME=VALUE}, or {@code NAME=@FILE} for a value
 * that must not stand on a command line. No message shows the value.
 *
 * @param isPublic whether the value stands on the command line, which every user of a machine can
 *     read
 */
public record EntryVariable(String name, String value, boolean isPublic) {
  private static final int MAX_BYTES = 8192;
  private static final Pattern FORM =
      Pattern.compile("(?<name>[A-Za-z_][A-Za-z0-9_]*)=(?<value>.*)", Pattern.DOTALL);

  /** A URL with a password, or the form of it without a scheme that Go's proxy variables allow. */
  private static final Pattern WITH_PASSWORD =
      Pattern.compile("([A-Za-z][A-Za-z0-9+.-]*://)?[^/:@]*:[^/@]+@.+");

  static EntryVariable parse(String text) {
    Matcher form = FORM.matcher(text);
    if (!form.matches()) {
      throw usage("the text must be NAME=VALUE or NAME=@FILE");
    }
    String name = form.group("name");
    String value = form.group("value");
    if (value.chars().anyMatch(Character::isISOControl)) {
      throw usage("the value of " + name + " has a control character");
    }
    return value.startsWith("@")
        ? new EntryVariable(name, line(name, value.substring(1)), false)
        : new EntryVariable(name, value, true);
  }

  /** Read at once and whole, so that no pass sees a part of it. */
  private static String line(String name, String file) {
    if (file.isEmpty()) {
      throw usage("the value of " + name + " names no file after @");
    }
    try {
      // A mounted Secret's files are links.
      String text =
          SafeFile.text(Path.of(file).toRealPath(), MAX_BYTES).replaceFirst("\\r?\\n\\z", "");
      if (text.isEmpty() || text.chars().anyMatch(Character::isISOControl)) {
        throw usage("%s, the value of %s, must be one line".formatted(file, name));
      }
      return text;
    } catch (IOException e) {
      throw usage("%s, the value of %s, cannot be read (%s)".formatted(file, name, IoReason.of(e)))
          .causedBy(e);
    }
  }

  private static CredentialException usage(String message) {
    return new CredentialException(Kind.USAGE, message);
  }

  /** Whether the value is a URL with a password in it. */
  public boolean hasPassword() {
    return WITH_PASSWORD.matcher(value).matches();
  }

  /** Shows the name alone. */
  @Override
  public String toString() {
    return name;
  }
}
