// SPDX-License-Identifier: Apache-2.0
package dev.kernellab.memory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kernellab.protocol.Words;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SingleWordsTest {
  @ParameterizedTest(name = "seed {0}")
  @ValueSource(longs = {1, 2, 3})
  void comeBackAsTheyWere(long seed) {
    var random = new Random(seed);
    var words = new TreeMap<Long, Integer>();
    for (int i = 0; i < 5_000; i++) {
      words.put(random.nextLong(1L << 32), random.nextInt());
    }
    assertThat(SingleWords.unpack(SingleWords.pack(words))).as("seed %d", seed).isEqualTo(words);
  }

  @Test
  void aListThroughAllOfRamIsSmall() {
    var words = new TreeMap<Long, Integer>();
    for (int frame = 1_024; frame < 32_736; frame++) {
      words.put((long) frame << 12, (frame + 1) << 12);
    }
    Words packed = Objects.requireNonNull(SingleWords.pack(words));
    assertThat(packed.deflated()).hasSizeLessThan(1_000);
  }

  @Test
  void noneAreNothing() {
    assertThat(SingleWords.pack(new TreeMap<>())).isNull();
    assertThat(SingleWords.unpack(null)).isEqualTo(Map.of());
  }

  @Test
  void whatIsDamagedIsRefused() {
    assertThatThrownBy(() -> SingleWords.unpack(new Words(1, new byte[] {1, 2, 3})))
        .isInstanceOf(MalformedCaptureException.class);
    Words one = Objects.requireNonNull(SingleWords.pack(new TreeMap<>(Map.of(4096L, 1))));
    assertThatThrownBy(() -> SingleWords.unpack(new Words(2, one.deflated())))
        .isInstanceOf(MalformedCaptureException.class)
        .hasMessage("numbers: expected 16 bytes, got 8");
  }
}
