// SPDX-License-Identifier: Apache-2.0
package dev.podpass.core.cache;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import dev.podpass.spi.failure.CredentialException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CacheDirectoryTest {
  @TempDir private Path above;

  private CacheDirectory place(Path directory) {
    return new CacheDirectory(directory, false, true);
  }

  @Test
  void makesAPrivateDirectoryOnlyIfItIsOpened() throws Exception {
    Path directory = above.resolve("cache");

    place(directory).requireUsable();
    assertThat(directory).doesNotExist();
    place(directory).open();
    place(directory).requireUsable();

    assertThat(
            PosixFilePermissions.toString(
                Files.getPosixFilePermissions(directory, LinkOption.NOFOLLOW_LINKS)))
        .isEqualTo("rwx------");
  }

  @ParameterizedTest
  @ValueSource(strings = {"rwxr-x---", "rwx---r--", "rwx----w-", "rwxrwxrwx"})
  void refusesADirectoryThatIsOpenToOthers(String mode) throws IOException {
    Path directory = Files.createDirectory(above.resolve("cache"));
    Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString(mode));

    assertRefused(place(directory), directory + " is open to others: its mode must be 0700");
  }

  @Test
  void refusesALink() throws IOException {
    Path real = Files.createDirectory(above.resolve("real"));
    Files.setPosixFilePermissions(real, PosixFilePermissions.fromString("rwx------"));
    Path link = Files.createSymbolicLink(above.resolve("cache"), real);

    assertRefused(place(link), link + " is not a directory, or is a link to one");
    assertRefused(place(link.resolve("below")), link + " is not a directory, or is a link to one");
  }

  @Test
  void refusesAFile() throws IOException {
    Path file = Files.createFile(above.resolve("cache"));

    assertRefused(place(file), file + " is not a directory");
  }

  @Test
  void refusesToLieBelowWhatOthersMayChange() throws IOException {
    Files.setPosixFilePermissions(above, PosixFilePermissions.fromString("rwxrwxrwx"));

    assertRefused(place(above.resolve("cache")), "others may change " + above);
    assertThatThrownBy(place(above.resolve("cache"))::open)
        .extracting("hint")
        .isEqualTo("chown root %1$s, and chmod go-w %1$s".formatted(above));
    assertThat(above.resolve("cache")).doesNotExist();
  }

  @Test
  void liesBelowAStickyDirectoryOnlyIfAsked() throws Exception {
    Path sticky = Files.createDirectory(above.resolve("sticky"));
    Files.setAttribute(sticky, "unix:mode", 01777);
    Path directory = sticky.resolve("cache");

    assertThat(place(directory).open().names()).isEmpty();
    assertRefused(new CacheDirectory(directory, false, false), "others may change");
  }

  @Test
  void refusesADiskUnlessThatIsAsked() throws IOException {
    Path directory = above.resolve("cache");
    assumeFalse(Files.getFileStore(above).type().equals("tmpfs"));

    assertRefused(
        new CacheDirectory(directory, true, true), directory + " is not in memory (tmpfs)");
    assertThatThrownBy(new CacheDirectory(directory, true, true)::open)
        .extracting("hint", InstanceOfAssertFactories.STRING)
        .startsWith("choose a directory on tmpfs with --cache-dir")
        .doesNotContain("chmod", "permission");
    assertThat(directory).doesNotExist();
  }

  private static void assertRefused(CacheDirectory place, String because) {
    assertThatThrownBy(place::requireUsable).hasMessageContaining(because);
    assertThatThrownBy(place::open)
        .isInstanceOf(CredentialException.class)
        .hasMessageContaining(because);
  }
}
