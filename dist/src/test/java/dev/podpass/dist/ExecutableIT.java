// SPDX-License-Identifier: Apache-2.0
package dev.podpass.dist;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.lang.Runtime.Version;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What the executable asks of the node that runs it. */
class ExecutableIT {
  private static final Pattern GLIBC = Pattern.compile("GLIBC_([0-9.]+)");
  private static final Pattern LOADED = Pattern.compile("(?m)^ +LOAD .* (0x[0-9a-f]+)$");
  private static final Pattern LIBRARY = Pattern.compile("\\(NEEDED\\).*\\[(.*)]");

  private static final Path LISTS =
      Path.of("image-builder/src/main/resources/dev/podpass/imagebuilder/layout");
  private static final int PAGE = 4096;

  @TempDir private Path folder;

  @Test
  void runsOnTheOldestNodesThatKubernetesStillKnows() throws Exception {
    List<Version> needed =
        GLIBC
            .matcher(readelf("--version-info"))
            .results()
            .map(match -> Version.parse(match.group(1)))
            .toList();

    assertThat(needed).isNotEmpty().allMatch(v -> v.compareTo(Version.parse("2.34")) <= 0);
  }

  @Test
  void needsNoLibraryButC() throws Exception {
    assertThat(
            LIBRARY
                .matcher(readelf("--dynamic"))
                .results()
                .map((MatchResult match) -> match.group(1)))
        .isNotEmpty()
        .allMatch(library -> library.matches("(libc|ld-linux-.*)\\.so\\.[0-9]+"));
  }

  @Test
  void resolvesSymbolsBeforeItRuns() throws Exception {
    assertThat(readelf("--dynamic")).containsPattern("BIND_NOW|\\bNOW\\b");
  }

  /** Some kernels for arm64 have such pages, and start no file that is aligned to less. */
  @Test
  void startsWhereAPageIsOf64KiB() throws Exception {
    assumeTrue(readelf("--file-header").contains("AArch64"));

    assertThat(LOADED.matcher(readelf("--program-headers")).results())
        .isNotEmpty()
        .allMatch(segment -> Integer.decode(segment.group(1)) % (64 << 10) == 0);
  }

  @Test
  void isSmallEnoughToBeCopiedToEveryNode() throws IOException {
    assertThat(Files.size(BuiltProgram.requireExecutable())).isLessThan(41_000_000);
  }

  /**
   * Else an answer from the cache has a page fault for nearly each of the objects that it touches.
   */
  @Test
  void hasWhatAnswersFromTheCacheTouchTogether() throws IOException {
    Path laidOut = laidOut("podpass.objects.txt");
    Set<String> touched = Set.copyOf(Files.readAllLines(LISTS.resolve("hit-objects.txt")));
    Set<Long> pages = new HashSet<>();
    long bytes = 0;

    for (String line : Files.readAllLines(laidOut)) {
      String[] object = line.split("\t", 3);
      if (touched.contains(object[2])) {
        long begin = Long.parseLong(object[0]);
        long size = Long.parseLong(object[1]);
        bytes += size;
        LongStream.rangeClosed(begin / PAGE, (begin + size - 1) / PAGE).forEach(pages::add);
      }
    }

    assertThat(bytes / PAGE).isGreaterThan(50);
    assertThat(pages).hasSizeLessThan((int) (2 * bytes / PAGE));
  }

  /** A list of names ages with each change of the code; bench/trace-*.py write it anew. */
  @ParameterizedTest
  @CsvSource({
    "pull-methods.txt, podpass.methods.txt",
    "hit-objects.txt, podpass.objects.txt",
    "pull-objects.txt, podpass.objects.txt"
  })
  void hasAlmostAllThatTheListsName(String list, String listing) throws IOException {
    Set<String> present =
        Files.readAllLines(laidOut(listing)).stream()
            .map(line -> line.substring(line.lastIndexOf('\t') + 1))
            .collect(Collectors.toSet());
    List<String> named =
        Files.readAllLines(LISTS.resolve(list)).stream().filter(it -> !it.startsWith("#")).toList();

    long found = named.stream().filter(present::contains).count();

    assertThat(found * 100 / named.size())
        .as("%d of %d", found, named.size())
        .isGreaterThanOrEqualTo(95);
  }

  private static Path laidOut(String listing) {
    Path file = BuiltProgram.requireExecutable().resolveSibling(listing);
    assumeTrue(Files.exists(file), "the executable was not built here");
    return file;
  }

  /** Libjava compares its own version with that of the JDK's spawn helper. */
  @Test
  void namesTheVersionOfTheJdksCCodeInIt() throws Exception {
    Path executable = BuiltProgram.requireExecutable();
    Process version = new ProcessBuilder(executable.toString(), "version", "--json").start();
    String libjava =
        new ObjectMapper().readTree(version.getInputStream()).at("/podpass/libjava").textValue();

    assertThat(Version.parse(libjava).feature()).isEqualTo(25);
    assertThat(Files.readString(executable, ISO_8859_1))
        .containsPattern(
            "\\x00" + Pattern.quote(libjava) + "\\x00(?s:.{0,2000})JDK version mismatch");
  }

  /** Whatever is initialised while it is built is a constant of every node. */
  @Test
  void holdsNoPathOfTheMachineThatBuiltIt() throws IOException {
    String content = Files.readString(BuiltProgram.requireExecutable(), ISO_8859_1);

    assertThat(
            Stream.of(
                    System.getProperty("user.home") + "/",
                    System.getProperty("user.dir"),
                    System.getProperty("java.home"),
                    System.getenv().getOrDefault("GRAALVM_HOME", "/opt/graalvm"))
                .filter(path -> path.length() > "/x/".length()))
        .isNotEmpty()
        .noneMatch(content::contains);
  }

  /** The kernel makes root the owner of such a process's files in {@code /proc}. */
  @Test
  @Timeout(20)
  void leavesNoMemoryToACoreDump() throws Exception {
    assumeTrue(uid(Path.of("/proc/self/status")) == 0 && uid(folder) == 0);
    assumeTrue(Files.isExecutable(Path.of("/usr/bin/setpriv")));
    Path copy = Files.copy(BuiltProgram.requireExecutable(), folder.resolve("podpass"));
    Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxr-xr-x"));
    Process process =
        new ProcessBuilder("/usr/bin/setpriv", "--reuid=65534", copy.toString()).start();
    Path directory = Path.of("/proc", Long.toString(process.pid()));
    while (!Files.readSymbolicLink(directory.resolve("exe")).equals(copy)
        || uid(directory.resolve("environ")) != 0) {
      assertThat(process.isAlive()).isTrue();
      Thread.onSpinWait();
    }

    assertThat(uid(directory)).isEqualTo(65_534);
    process.destroyForcibly();
  }

  /** A limit of root's is not observed, so another user runs it. */
  @ParameterizedTest
  @ValueSource(ints = {2, 3, 4, 5, 6})
  @Timeout(20)
  void withoutAThreadItFailsForTheMomentAndInOneLine(int threads) throws Exception {
    assumeTrue(uid(Path.of("/proc/self/status")) == 0 && uid(folder) == 0);
    assumeTrue(Files.isExecutable(Path.of("/usr/bin/setpriv")));
    assumeTrue(Files.isExecutable(Path.of("/usr/bin/prlimit")));
    Path copy = Files.copy(BuiltProgram.requireExecutable(), folder.resolve("podpass"));
    Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxr-xr-x"));
    String user = "--reuid=" + (54_320 + threads);
    Process process =
        new ProcessBuilder(
                "/usr/bin/setpriv",
                user,
                "--bounding-set=-all",
                "--inh-caps=-all",
                "/usr/bin/prlimit",
                "--nproc=" + threads,
                copy.toString())
            .start();
    process.getOutputStream().close();

    String stderr = new String(process.getErrorStream().readAllBytes(), UTF_8);
    assertThat(process.getInputStream().readAllBytes()).isEmpty();
    assertThat(stderr.lines()).hasSize(1);
    if (process.waitFor() == 75) {
      assertThat(stderr)
          .startsWith("podpass: the node leaves podpass no memory or no thread: ")
          .contains("; hint: raise the limits of kubelet's service (TasksMax, ");
    } else {
      assertThat(process.exitValue()).as(stderr).isEqualTo(65);
    }
  }

  private static int uid(Path file) throws IOException {
    return (int) Files.getAttribute(file, "unix:uid", LinkOption.NOFOLLOW_LINKS);
  }

  @Test
  void saysInOneLineThatItsDirectoryIsGone() throws Exception {
    Process process =
        new ProcessBuilder(
                "/bin/sh",
                "-c",
                "mkdir gone; cd gone; rmdir ../gone; exec \"$0\" --version",
                BuiltProgram.requireExecutable().toString())
            .directory(folder.toFile())
            .start();

    assertThat(new String(process.getErrorStream().readAllBytes(), UTF_8))
        .isEqualTo(
            "podpass: the working directory is gone; hint: start podpass in a directory that"
                + " exists\n");
    assertThat(process.getInputStream().readAllBytes()).isEmpty();
    assertThat(process.waitFor()).isEqualTo(78);
  }

  private static String readelf(String what) throws IOException, InterruptedException {
    Process readelf =
        new ProcessBuilder("readelf", "--wide", what, BuiltProgram.requireExecutable().toString())
            .start();
    String output = new String(readelf.getInputStream().readAllBytes(), UTF_8);
    assertThat(readelf.waitFor()).isZero();
    return output;
  }
}
