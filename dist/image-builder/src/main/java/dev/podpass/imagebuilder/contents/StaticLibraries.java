// SPDX-License-Identifier: Apache-2.0
package dev.podpass.imagebuilder.contents;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The JDK's C code, which is linked into the executable: it can be of another update than the JDK's
 * classes. Its libjava has the version as a C string, which it compares with its spawn helper's.
 */
final class StaticLibraries {
  private static final Pattern VERSION =
      Pattern.compile("\\x00(25(?:\\.[0-9]+)*\\+[0-9]+[-.+\\w]*)\\x00");

  private StaticLibraries() {}

  /** The version of the libjava that an executable is linked with. */
  static Runtime.Version below(Path javaHome) {
    try (Stream<Path> files = Files.walk(javaHome.resolve("lib"))) {
      Path libjava =
          files
              .filter(file -> file.endsWith("libjava.a") && !file.toString().contains("musl"))
              .findFirst()
              .orElseThrow(() -> new IllegalStateException("no libjava.a below " + javaHome));
      Matcher matcher =
          VERSION.matcher(new String(Files.readAllBytes(libjava), StandardCharsets.ISO_8859_1));
      if (!matcher.find()) {
        throw new IllegalStateException(libjava + " does not say of which JDK it is");
      }
      return Runtime.Version.parse(matcher.group(1));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
