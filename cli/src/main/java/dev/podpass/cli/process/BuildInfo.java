// SPDX-License-Identifier: Apache-2.0
package dev.podpass.cli.process;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;

/**
 * Facts that the build recorded; the same sources give the same.
 *
 * @param commit of its sources; {@code unknown} if it was built from an archive
 * @param date the time that the build's files have
 * @param jdk the version and vendor of the JDK whose classes run, TLS and X.509 among them: of a
 *     native executable those of its builder's JDK
 * @param sdks the name and version of each provider's SDK, by the provider's id
 */
public record BuildInfo(
    String version, String commit, String date, String jdk, Map<String, String> sdks) {
  /** The property that names the JDK's C code in an executable, which its image builder sets. */
  public static final String LIBJAVA = "podpass.libjava";

  /** Read when the native executable is built, and a constant of it. */
  public static final BuildInfo CURRENT = read();

  public BuildInfo {
    sdks = Map.copyOf(sdks);
  }

  /** The version of the JDK whose C code runs, which can be another than that of its classes. */
  public static String libjava() {
    return System.getProperty(LIBJAVA, Runtime.version().toString());
  }

  private static BuildInfo read() {
    Map<String, String> build = properties("build.properties");
    return new BuildInfo(
        build.getOrDefault("version", "unknown"),
        build.getOrDefault("commit", "unknown"),
        build.getOrDefault("date", "unknown"),
        "%s (%s)".formatted(Runtime.version(), System.getProperty("java.vendor", "unknown")),
        properties("/META-INF/podpass/sdks.properties"));
  }

  /** What a build without Maven has not filled in is left out. */
  private static Map<String, String> properties(String resource) {
    Properties properties = new Properties();
    try (InputStream in = BuildInfo.class.getResourceAsStream(resource)) {
      if (in != null) {
        properties.load(in);
      }
    } catch (IOException e) {
      throw new UncheckedIOException("the jar cannot be read", e);
    }
    Map<String, String> filled = new TreeMap<>();
    for (String name : properties.stringPropertyNames()) {
      String value = properties.getProperty(name, "");
      if (!value.isEmpty() && !value.contains("${")) {
        filled.put(name, value);
      }
    }
    return filled;
  }
}
