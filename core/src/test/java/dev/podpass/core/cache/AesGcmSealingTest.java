// SPDX-License-Identifier: Apache-2.0
package dev.podpass.core.cache;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import org.junit.jupiter.api.Test;

class AesGcmSealingTest {
  private static final byte[] ENTRY = "planted-password".getBytes(UTF_8);

  private final AesGcmSealing sealing = new AesGcmSealing(AesGcmSealing.newKey());

  @Test
  void opensWhatItSealed() {
    byte[] file = sealing.seal("name", ENTRY);

    assertThat(sealing.open("name", file)).hasValue(ENTRY);
    assertThat(new String(file, UTF_8)).doesNotContain("planted");
    assertThat(sealing.seal("name", ENTRY)).isNotEqualTo(file);
  }

  @Test
  void doesNotOpenWhatWasSealedWithAnotherKeyOrUnderAnotherName() {
    byte[] file = sealing.seal("name", ENTRY);

    assertThat(new AesGcmSealing(AesGcmSealing.newKey()).open("name", file)).isEmpty();
    assertThat(sealing.open("other", file)).isEmpty();
  }

  @Test
  void doesNotOpenWhatIsDamaged() {
    byte[] file = sealing.seal("name", ENTRY);
    for (int i = 0; i < file.length; i++) {
      byte[] damaged = file.clone();
      damaged[i] ^= 1;
      assertThat(sealing.open("name", damaged)).isEmpty();
      assertThat(sealing.open("name", Arrays.copyOf(file, i))).isEmpty();
    }
  }

  @Test
  void wantsAWholeKey() {
    assertThatThrownBy(() -> new AesGcmSealing(new byte[16]))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
