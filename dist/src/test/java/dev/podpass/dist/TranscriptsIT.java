// SPDX-License-Identifier: Apache-2.0
package dev.podpass.dist;

import static org.assertj.core.api.Assertions.assertThat;

import dev.podpass.testkit.ExamplePulls;
import dev.podpass.testkit.ExampleWorld;
import dev.podpass.testkit.FakeClouds;
import dev.podpass.testkit.Shell;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The transcripts in the documentation are what the program prints. {@code
 * docs/transcripts/update.sh} writes them anew.
 */
class TranscriptsIT {
  private static final Path DOCS = Path.of("..", "docs", "transcripts");

  @AutoClose private final FakeClouds clouds = ExampleWorld.start();
  @AutoClose private final MemoryDirectory memory = MemoryDirectory.create();
  @TempDir private Path folder;

  static List<Path> transcripts() throws IOException {
    try (Stream<Path> files = Files.list(DOCS)) {
      return files.filter(file -> file.toString().endsWith(".txt")).sorted().toList();
    }
  }

  @BeforeEach
  void prepare() throws IOException {
    copy(DOCS.resolve("node"), folder);
    assertThat(new Shell(folder, Map.of()).run("./nodes.sh").status()).isZero();
    clouds.issuer().writeJwks(folder.resolve("jwks.json"));
    Instant issued = Instant.now().minus(Duration.ofMinutes(17)).minusSeconds(20);
    var token =
        clouds
            .issuer()
            .token()
            .issuedAt(issued)
            .claim("jti", "01f4c1a5-7a25-4f0e-a4f5-2f6c0d3f9b1e");
    Files.writeString(folder.resolve("token.jwt"), token.mint());
    Files.writeString(folder.resolve("request.json"), ExamplePulls.ecr(token).json());
    Files.writeString(folder.resolve("other.jwt"), token.audience("registry.example.com").mint());
  }

  @ParameterizedTest
  @MethodSource("transcripts")
  void isWhatTheProgramPrints(Path transcript) throws IOException {
    String recorded = Files.readString(transcript);

    boolean cached = transcript.endsWith("cache.txt");
    Map<String, String> environment = new HashMap<>(clouds.environment());
    if (cached) {
      environment.put("PODPASS_CACHE", "on");
      environment.put("PODPASS_CACHE_DIR", memory.toString());
    }
    Shell shell = BuiltProgram.shell(folder, environment);
    String now = again(recorded, command -> shown(shell.run(command)));

    clouds.plantedSecrets().forEach(secret -> assertThat(now).doesNotContain(secret));
    if ("update".equals(System.getProperty("transcripts"))) {
      Files.writeString(transcript, now);
    }
    assertThat(now)
        .as("docs/transcripts/update.sh writes it anew")
        .isEqualTo(Files.readString(transcript));
  }

  /**
   * A recorded session with what its commands print now. A line that begins with {@code $} was
   * typed, one with {@code ##} is for the reader.
   */
  private static String again(String recorded, UnaryOperator<String> shell) {
    List<String> lines = new ArrayList<>();
    StringBuilder command = new StringBuilder();
    boolean typing = false;
    for (String line : recorded.lines().toList()) {
      if (line.startsWith("$ ") || (typing && line.startsWith("> "))) {
        command.append(command.isEmpty() ? "" : "\n").append(line.substring(2));
        typing = line.endsWith("\\");
        lines.add(line);
        if (!typing) {
          lines.addAll(shell.apply(command.toString()).stripTrailing().lines().toList());
          lines.add("");
          command.setLength(0);
        }
      } else if (line.startsWith("## ")) {
        lines.add(line);
      }
    }
    return String.join("\n", lines).stripTrailing() + "\n";
  }

  /** What was printed, then the status if it is not 0. */
  private String shown(Shell.Result result) {
    return steady(result.printed())
        + (result.status() == 0 ? "" : "\n[exit status " + result.status() + "]");
  }

  /** What differs from run to run has one value here. */
  private String steady(String printed) {
    return printed
        .replace(folder + "/", "")
        .replace(memory.toString(), "/run/podpass")
        .replaceAll("request id [0-9a-f-]{36}", "request id 7f3d0c52-9f3e-4b61-8d0a-2c1f6c6b9a10")
        .replaceAll("http://127\\.0\\.0\\.1:[0-9]+", "http://169.254.169.254")
        .replaceAll("[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9:]{8}(\\.[0-9]+)?Z", "2026-11-25T10:00:00Z")
        .replaceAll("[0-9]+ min ago", "17 min ago")
        .replaceAll("in [0-9]+ min", "in 42 min")
        .replaceAll("[0-9]{8}T[0-9]{6}Z(-[0-9]+)?", "20261125T100000Z")
        .replaceAll("[0-9]+ characters, not shown", "2104 characters, not shown")
        .replaceAll("(TLSv1\\.3  )X25519MLKEM768", "$1x25519") // If the fakes' JDK has it.
        .replaceAll("(attempt 1  HTTP [0-9]+) +[0-9]+ ms", "$1  23 ms")
        .replaceAll("(cache duration +)[0-9]+ (?:min|h|s).*", "$1" + "51 min");
  }

  private static void copy(Path from, Path to) throws IOException {
    try (Stream<Path> files = Files.walk(from)) {
      for (Path file : files.toList()) {
        Path target = to.resolve(from.relativize(file).toString());
        if (Files.isDirectory(file)) {
          Files.createDirectories(target);
        } else {
          Files.copy(file, target, LinkOption.NOFOLLOW_LINKS);
        }
      }
    }
  }
}
