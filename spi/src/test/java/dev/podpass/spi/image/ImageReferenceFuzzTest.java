// SPDX-License-Identifier: Apache-2.0
package dev.podpass.spi.image;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.podpass.spi.testing.Refusal;
import dev.podpass.spi.testing.SeedFile;
import org.junit.jupiter.params.provider.ArgumentsSource;

class ImageReferenceFuzzTest {
  @ArgumentsSource(SeedFile.class)
  @FuzzTest
  void whatIsAcceptedReadsTheSameAgain(byte[] text) {
    Refusal.orResult(() -> ImageReference.parse(new String(text, UTF_8)))
        .ifPresent(image -> {
          String written =
              image.name()
                  + image.tag().map(tag -> ":" + tag).orElse("")
                  + image.digest().map(digest -> "@" + digest).orElse("");
          assertThat(written).isEqualToIgnoringCase(new String(text, UTF_8));
          assertThat(ImageReference.parse(written)).isEqualTo(image);
        });
  }
}
