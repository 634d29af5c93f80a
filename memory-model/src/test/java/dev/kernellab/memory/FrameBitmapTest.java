// SPDX-License-Identifier: Apache-2.0
package dev.kernellab.memory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.kernellab.protocol.FrameRange;
import dev.kernellab.protocol.FrameRun;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// The oracle looks at one frame at a time. How a kernel's own bitmap is read is
/// [dev.kernellab.memory.allocator.AllocatorReader]'s business.
class FrameBitmapTest {
  private static final int FRAMES = 5_000; // not a whole number of 64-bit words

  @ParameterizedTest(name = "seed {0}")
  @ValueSource(longs = {21, 22, 23, 24})
  void changesAreMaximalRunsThatLeadFromOneToTheOther(long seed) {
    var random = new Random(seed);
    var before = FrameBitmap.ofBytes(raggedBytes(random, FRAMES / 8));
    var after = FrameBitmap.ofBytes(raggedBytes(random, FRAMES / 8));
    List<FrameRun> expected = changesFrameByFrame(before, after);
    assertThat(after.changesSince(before, Integer.MAX_VALUE))
        .as("seed %d", seed)
        .isEqualTo(new Listing<>(expected, false));
    Listing<FrameRun> cut = after.changesSince(before, expected.size() - 1);
    assertThat(cut.truncated()).isTrue();
    assertThat(cut.items()).isEqualTo(expected.subList(0, expected.size() - 1));
  }

  @Test
  void theBitmapOfTheWholeFourGigabytes() {
    byte[] bytes = new byte[131_072];
    bytes[128] = 0b0000_0110; // frames 1025 and 1026
    bytes[131_071] = (byte) 0x80; // frame 1048575
    var bitmap = FrameBitmap.ofBytes(bytes);
    assertThat(bitmap.freeRanges(10).items())
        .containsExactly(new FrameRange(1025, 2), new FrameRange(1_048_575, 1));
    assertThat(bitmap.changesSince(FrameBitmap.allAllocated(1 << 20), 10).items())
        .containsExactly(
            new FrameRun(new FrameRange(1025, 2), true),
            new FrameRun(new FrameRange(1_048_575, 1), true));
    assertThat(bitmap.toBytes()).isEqualTo(bytes);
  }

  @Test
  void freeAndAllocatedInsideARange() {
    byte[] bytes = {(byte) 0b1111_0000, 0b0000_0001};
    var bitmap = FrameBitmap.ofBytes(bytes);
    var range = new FrameRange(2, 8);
    assertThat(bitmap.freeCount(range)).isEqualTo(5);
    assertThat(bitmap.freeRanges(range, 9).items()).containsExactly(new FrameRange(4, 5));
    assertThat(bitmap.allocatedRanges(range, 9).items())
        .containsExactly(new FrameRange(2, 2), new FrameRange(9, 1));
  }

  @Test
  void bitmapsOfDifferentSizeHaveNoDifference() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> FrameBitmap.allAllocated(8).changesSince(FrameBitmap.allAllocated(16), 1))
        .withMessage("bitmaps of different size: 16 and 8 frames");
  }

  private static List<FrameRun> changesFrameByFrame(FrameBitmap before, FrameBitmap after) {
    var runs = new ArrayList<FrameRun>();
    int frame = 0;
    while (frame < FRAMES) {
      int first = frame;
      while (frame < FRAMES
          && before.isFree(frame) != after.isFree(frame)
          && after.isFree(frame) == after.isFree(first)) {
        frame++;
      }
      if (frame > first) {
        runs.add(new FrameRun(new FrameRange(first, frame - first), after.isFree(first)));
      } else {
        frame++;
      }
    }
    return runs;
  }

  /// Bytes with long repetitions and ragged edges, as bitmaps have them.
  private static byte[] raggedBytes(Random random, int length) {
    byte[] bytes = new byte[length];
    byte current = 0;
    for (int i = 0; i < length; i++) {
      if (random.nextInt(10) == 0) {
        current = (byte) (random.nextBoolean() ? random.nextInt() : random.nextInt(2) * 0xFF);
      }
      bytes[i] = current;
    }
    return bytes;
  }
}
