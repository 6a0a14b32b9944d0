// SPDX-License-Identifier: Apache-2.0
package dev.podpass.core.cache;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The files of the cache: their modes, damage and leftovers. */
class NodeCacheFilesTest extends CacheFixture {
  @Test
  void writesFilesThatNobodyElseCanRead() throws IOException {
    password(cache);

    for (Path file :
        List.of(
            entry(),
            directory.resolve(SingleFlightLock.FILE),
            directory.resolve(ExpirySweep.MARKER))) {
      assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
          .isEqualTo("rw-------");
    }
  }

  @Test
  void replacesWhatIsDamaged() throws IOException {
    password(cache);
    byte[] whole = Files.readAllBytes(entry());

    Files.write(entry(), Arrays.copyOf(whole, whole.length / 2));
    assertThat(password(cache)).isEqualTo("password-2");
    Files.writeString(entry(), "garbage");
    assertThat(password(cache)).isEqualTo("password-3");
    Files.write(entry(), new byte[1 << 20]);
    assertThat(password(cache)).isEqualTo("password-4");
    assertThat(password(cache)).isEqualTo("password-4");
  }

  @Test
  void servesNoEntryUnderTheNameOfAnotherOrForAnother() throws Exception {
    CacheKey other = Ask.usual().as("role", "r2").key();
    password(cache);
    answer(cache, other, this::granted);
    Path swapped = directory.resolve(other.fileName());
    Path aside = Files.move(entry(), above.resolve("aside"));
    Files.move(swapped, entry());
    Files.move(aside, swapped);

    assertThat(password(cache)).isEqualTo("password-3");
    assertThat(passwordOf(answer(cache, other, this::granted))).isEqualTo("password-4");

    EntryDescription ofOther =
        new EntryDescription("fake", "registry.example", "team-b/puller", "role r1");
    store().put(KEY, new CacheEntry(ofOther, clock.instant(), granted()));
    assertThat(password(cache)).isEqualTo("password-6");
  }

  @Test
  void followsNoLinkAndReadsNoDirectory() throws IOException {
    password(cache);
    Path elsewhere = Files.move(entry(), above.resolve("elsewhere"));
    Files.createSymbolicLink(entry(), elsewhere);
    assertThat(password(cache)).isEqualTo("password-2");
    assertThat(Files.readString(elsewhere)).contains("password-1").doesNotContain("password-2");

    Files.delete(entry());
    Files.createDirectory(entry());
    assertThat(password(cache)).isEqualTo("password-3");
    assertThat(password(cache)).isEqualTo("password-3");
  }

  @Test
  void takesAwayWhatIsOverAndWhatSomebodyDiedOver() throws IOException {
    password(cache);
    Path abandoned = Files.createFile(directory.resolve(".new-abandoned.0"));
    Files.setLastModifiedTime(abandoned, FileTime.from(clock.instant().minusSeconds(1)));
    clock.advance(LIFE.plusMinutes(1));

    answer(cache, Ask.usual().as("role", "r2").key(), this::granted);

    assertThat(abandoned).doesNotExist();
    assertThat(entry()).doesNotExist();
    assertThat(cache.list()).hasSize(1);
  }
}
