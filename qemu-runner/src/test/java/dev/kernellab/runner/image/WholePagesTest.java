// SPDX-License-Identifier: Apache-2.0
package dev.kernellab.runner.image;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

class WholePagesTest {
  private static final int FIRST_ADDRESS = 52 + 12;
  private static final int MULTIBOOT_FLAGS = 128 + 4;

  @Test
  void aSegmentReachesToTheNextAndTheLastToItsPagesEnd() throws Exception {
    byte[] expected =
        with(
            it ->
                it.putInt(HandmadeElf.FIRST_MEMORY_SIZE, HandmadeElf.SECOND - 0x10_0000)
                    .putInt(
                        HandmadeElf.SECOND_MEMORY_SIZE,
                        HandmadeElf.LAST_PAGE_END - HandmadeElf.SECOND));

    assertThat(WholePages.of(HandmadeElf.image())).isEqualTo(expected);
    assertThat(WholePages.of(expected)).as("whole already").isEqualTo(expected);
  }

  @Test
  void aSegmentInTheFirstMiBStaysAsItIs() throws Exception {
    byte[] low = with(it -> it.putInt(FIRST_ADDRESS, 0x1000));

    assertThat(ByteBuffer.wrap(WholePages.of(low)).order(ByteOrder.LITTLE_ENDIAN))
        .returns(14, it -> it.getInt(HandmadeElf.FIRST_MEMORY_SIZE))
        .returns(
            HandmadeElf.LAST_PAGE_END - HandmadeElf.SECOND,
            it -> it.getInt(HandmadeElf.SECOND_MEMORY_SIZE));
  }

  @Test
  void anImageThatSaysItselfWhereItIsLoadedStaysAsItIs() throws Exception {
    byte[] addressed =
        with(
            it ->
                it.putInt(MULTIBOOT_FLAGS, 1 << 16)
                    .putInt(MULTIBOOT_FLAGS + 4, -(0x1BADB002 + (1 << 16)))
                    .putInt(MULTIBOOT_FLAGS + 8, 0x10_0000)
                    .putInt(MULTIBOOT_FLAGS + 12, 0x10_0000)
                    .putInt(MULTIBOOT_FLAGS + 16, 0)
                    .putInt(MULTIBOOT_FLAGS + 20, 0));

    assertThat(WholePages.of(addressed)).isEqualTo(addressed);
  }

  @Test
  void whatIsNoElfStaysAsItIs() throws Exception {
    assertThat(WholePages.of(new byte[] {2, (byte) 0xB0, (byte) 0xAD, 0x1B}))
        .containsExactly(2, 0xB0, 0xAD, 0x1B);
  }

  private static byte[] with(Consumer<ByteBuffer> change) {
    ByteBuffer image = ByteBuffer.wrap(HandmadeElf.image()).order(ByteOrder.LITTLE_ENDIAN);
    change.accept(image);
    return image.array();
  }
}
